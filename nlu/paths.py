"""Where the engine reads and writes: the project, the content in use, models and caches."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SEED = PROJECT / "faq"
BROKEN = "KILOTSE_CONTENT_BROKEN"  # set while a kept copy stands in for a directory with faults: that directory


def var() -> Path:
    """What the engine writes: `KILOTSE_VAR`, or `var/` in the project."""
    return Path(os.environ.get("KILOTSE_VAR") or PROJECT / "var")


def content() -> Path:
    """The content in use: `KILOTSE_CONTENT`, else the living copy in `var/content`, else the seed in `faq/`."""
    if chosen := os.environ.get("KILOTSE_CONTENT"):
        return Path(chosen)
    living = var() / "content"
    return living if living.is_dir() else SEED


def content_kept() -> Path:
    """The gateway's copies of the last good states of the content."""
    return var() / "content-kept"


def models() -> Path:
    return var() / "models"


def cache() -> Path:
    """Vectors of training texts and Rasa's training cache: `KILOTSE_CACHE`, or `var/cache`. May be deleted."""
    return Path(os.environ.get("KILOTSE_CACHE") or var() / "cache")
