"""The content in use, one live state a process: a corrected answer shows in `rasa shell` without a restart."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from faq.model import Content
from faq.watch import Store

SEED = Path(__file__).resolve().parent.parent / "faq"


@lru_cache(maxsize=1)
def store(directory: Path) -> Store:
    """FaqError: the content has faults."""
    opened = Store(directory, crisis=False)  # danger is the gateway's
    opened.watch()
    return opened


def content() -> Content:
    """Of the directory `KILOTSE_CONTENT`, which an engine changes when faults are mended; or of the seed."""
    return store(Path(os.environ.get("KILOTSE_CONTENT") or SEED)).content
