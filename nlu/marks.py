"""Letters and small words that give a language away (marks.yml), and how much each of them counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log
from pathlib import Path

import yaml

LETTER = log(6.0)  # how much more likely one marked letter makes a language
WORD = log(8.0)
MOST = log(400.0)  # a few marks suffice; more of them prove nothing new

_READ = yaml.load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
LETTERS: dict[str, str] = _READ["letters"]
WORDS: dict[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _READ["words"].items()}


def evidence(tokens: Sequence[str], languages: Collection[str]) -> dict[str, float]:
    """Log factors (0 to MOST) by which the marks in these lower-case words speak for each of the languages."""
    text = "".join(tokens)
    found: dict[str, float] = {}
    for code in languages:
        letters = sum(text.count(letter) for letter in LETTERS.get(code, ""))
        small = sum(token in WORDS.get(code, ()) for token in tokens)
        if letters or small:
            found[code] = min(letters * LETTER + small * WORD, MOST)
    return found
