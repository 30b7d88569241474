"""Which language a person names when they ask for one: "auf Türkisch bitte" means "tr"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from faq.model import Language


def named_language(text: str, languages: Mapping[str, Language]) -> str | None:
    """The language with the longest name that stands in the text as whole words. None: no name does."""
    names = {name.casefold(): code for code, row in languages.items() for name in (*row.names, row.autonym)}
    found = _pattern(tuple(sorted(names))).findall(text.casefold())
    return names[max(found, key=len)] if found else None


@lru_cache(maxsize=2)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: -len(name))
    return re.compile("|".join(_whole(name) for name in longest_first))


def _whole(name: str) -> str:
    """Chinese is written without spaces: its names count inside a word, too."""
    chinese = all("\u4e00" <= char <= "\u9fff" for char in name)
    return re.escape(name) if chinese else rf"(?<!\w){re.escape(name)}(?!\w)"
