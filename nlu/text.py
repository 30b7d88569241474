"""A message as the other cores read it: one normal form, without what nobody can see."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"  # invisible, but part of Persian, Hindi and emoji spelling
_INSIDE = "'’-" + JOINERS  # stand inside words
MOST_MARKS = 3  # combining marks on one letter; more is decoration ("zalgo")


def clean(text: str) -> str:
    """NFKC, without controls, bidi marks, lone surrogates and stacked marks; white space becomes one space."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")  # drops lone surrogates
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFKC", whole):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MOST_MARKS or (category in ("Cf", "Co", "Cn") and char not in JOINERS):
            continue
        kept.append(" " if category[0] in "ZC" and char not in JOINERS else char)
    return " ".join("".join(kept).split())


def without_command(text: str) -> str:
    """The cleaned text without leading slashes: Rasa would obey "/restart", whoever types it."""
    return clean(text).lstrip("/ " + JOINERS)


def words(text: str) -> list[str]:
    """Lower-case words without punctuation around them; numbers, links and addresses are no words."""
    bare = (token.strip("".join(char for char in token if not part_of_word(char))) for token in _plain(text))
    return [word for word in bare if any(char.isalpha() for char in word)]


def _plain(text: str) -> list[str]:
    return [token for token in text.lower().split() if "@" not in token and "://" not in token and "www." not in token]


def part_of_word(char: str) -> bool:
    """A letter, a digit, a vowel sign, or what joins them invisibly."""
    return char.isalnum() or unicodedata.category(char)[0] == "M" or char in JOINERS


def bare(text: str) -> str:
    """Lower-case letters alone, words parted by one space, as the language models read a text."""
    kept = (char if _of_letters(char) else " " for char in text.lower())
    return " ".join("".join(kept).split())


def _of_letters(char: str) -> bool:
    return char.isalpha() or char in _INSIDE or unicodedata.category(char)[0] == "M"
