"""The content in use, one live state a process: a corrected answer shows in `rasa shell` without a restart."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from faq.model import Content
from faq.watch import Store

SEED = Path(__file__).resolve().parent.parent / "faq"


@lru_cache(maxsize=1)
def store() -> Store:
    """Of the directory `KILOTSE_CONTENT`, or of the seed. FaqError: the content has faults."""
    opened = Store(Path(os.environ.get("KILOTSE_CONTENT") or SEED), crisis=False)  # danger is the gateway's
    opened.watch()
    return opened


def content() -> Content:
    return store().content
