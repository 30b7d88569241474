"""The content this process shows: one store, opened once."""

from __future__ import annotations

from functools import lru_cache

from bot import environment
from faq.model import Content
from faq.watch import Store


@lru_cache(maxsize=1)
def store() -> Store:
    """The store of the content directory in use. FaqError: it has faults, and never was whole here."""
    settings = environment.read()
    return Store(settings.content_in_use, settings.content_kept)


def current() -> Content:
    """The content as it stands now; hold on to it for one message, not longer."""
    return store().content
