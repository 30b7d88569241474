"""A word in Latin letters, and its bare consonants: what stays the same in every script and however people spell it.

"школа", "skola" and "shkola" share the skeleton "skl"; مدرسة, "madrasa" and "madrase" share "mdrs".
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

_VOWELS = re.compile("[aeiouyw]+")
_TWICE = re.compile(r"(.)\1+")
# Two letters for one sound, letters people exchange, and the digits of Arabic chat spelling: 7 is ح, 3 is ع, 5 is خ.
_SOUNDS = [
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "s"),
    ("ch", "c"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("zh", "z"),
    ("x", "h"),
    ("q", "k"),
    ("j", "g"),
    ("7", "h"),
    ("5", "h"),
    ("3", ""),
    ("2", ""),
]


@lru_cache(maxsize=50_000)
def romanised(word: str) -> str:
    """The word in lower-case ASCII: "школа" is "shkola", "größer" "grosser". Unwritten vowels stay out."""
    return re.sub(r"['`\s]", "", anyascii(word).lower())


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of the romanised word, alike sounds as one letter, doubled ones once. May be empty."""
    bare = romanised(word)
    for spelt, sound in _SOUNDS:
        bare = bare.replace(spelt, sound)
    return _TWICE.sub(r"\1", _VOWELS.sub("", bare))
