"""A choice typed instead of clicked: "2", "٢" or the title of one of the entries that were offered."""

from __future__ import annotations

from collections.abc import Sequence

from faq.model import Content


def typed_choice(content: Content, text: str, offered: Sequence[str]) -> str | None:
    """The offered entry that the text names by number (from 1) or title; None: it does not choose."""
    typed = text.strip()
    number = typed.rstrip(".)").rstrip()
    if number.isdecimal() and 1 <= int(number) <= len(offered):
        return offered[int(number) - 1]
    known = [entry for entry in offered if entry in content.entries]
    return next((entry for entry in known if typed.casefold() in _titles(content, entry)), None)


def _titles(content: Content, entry: str) -> set[str]:
    return {wording.title.casefold() for wording in content.entries[entry].wordings.values()}
