"""The writing system of a text, read from the names Unicode gives its letters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

# First word of a letter's Unicode name -> ISO 15924, as `script` in languages.yml.
ISO = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "ETHIOPIC": "Ethi",
    "GREEK": "Grek",
    "DEVANAGARI": "Deva",
    "CJK": "Hans",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "HEBREW": "Hebr",
    "HANGUL": "Kore",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "THAI": "Thai",
    "GURMUKHI": "Guru",
}
OTHER = "Zyyy"
LATIN = "Latn"
LATIN_WEIGHT = 0.25  # a Latin letter among others: German office words stand in messages of every script


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """ISO 15924 code of one letter, such as "Cyrl"; "Zyyy" for a script that is not in the table."""
    return ISO.get(unicodedata.name(letter, "").split(" ")[0], OTHER)


def main_script(text: str) -> str | None:
    """The script most letters are in, Latin ones counting a quarter. None: there are no letters."""
    counts = Counter(script_of(char) for char in text if char.isalpha())
    if not counts:
        return None
    return max(counts, key=lambda script: counts[script] * (LATIN_WEIGHT if script == LATIN else 1))
