"""The check that comes before anything else: does a message speak of danger? Deterministic, no model needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from faq.model import CrisisRule

# Letters that keyboards and habits interchange, and the apostrophes of phones. Patterns are put through it as well.
_ALIKE = str.maketrans(
    {
        "\u0131": "i",  # dotless i
        "\u0623": "\u0627",  # alef with hamza above, hamza below, madda, wasla
        "\u0625": "\u0627",
        "\u0622": "\u0627",
        "\u0671": "\u0627",
        "\u0649": "\u064a",  # alef maksura and Persian yeh as Arabic yeh
        "\u06cc": "\u064a",
        "\u06a9": "\u0643",  # Persian kaf as Arabic kaf
        "\u0640": None,  # tatweel
        "\u2018": "'",
        "\u2019": "'",
        "\u00b4": "'",
        "\u02bc": "'",
        "`": "'",
    }
)


ESCAPE = re.compile(r"\\[A-Za-z]")  # of a regular expression: \w is no letter


def fold(text: str) -> str:
    """The text as patterns see it: one case, no accents, no marks, single spaces, a space before and after.

    >>> fold("Ich will nicht mehr LEBEN!!")
    ' ich will nicht mehr leben '
    """
    plain = text.translate(_ALIKE)
    for _ in range(2):  # letters of other fonts become plain capitals first: 𝐇𝐞𝐥𝐩 -> Help -> help
        plain = unicodedata.normalize("NFKD", plain.casefold()).translate(_ALIKE)
    return " " + " ".join("".join(_folded(char) for char in plain).split()) + " "


def _folded(char: str) -> str:
    """Letters, digits, apostrophes and vowel signs (Mc, as in Hindi) stay; accents go; all else parts words."""
    category = unicodedata.category(char)
    if category in ("Mn", "Cf"):
        return ""
    return char if char.isalnum() or char == "'" or category == "Mc" else " "


def find_crisis(rules: Iterable[CrisisRule], text: str) -> list[CrisisRule]:
    """The rules that match, all languages' tried on every message."""
    folded = fold(text)
    scripts = _scripts(folded)
    return [
        rule
        for rule in rules
        if _matches(rule.patterns, folded, scripts) and not _matches(rule.unless, folded, scripts)
    ]


def _matches(patterns: tuple[str, ...], folded: str, scripts: frozenset[str]) -> bool:
    """Patterns in letters that the text has none of are not tried: that is most of 22 languages."""
    return any(
        expression.search(folded) is not None
        for written_in, expression in _compiled(patterns)
        if not written_in or not scripts.isdisjoint(written_in)
    )


@lru_cache(maxsize=512)
def _compiled(patterns: tuple[str, ...]) -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """One expression for the patterns of each script, or mixture of scripts."""
    groups: dict[frozenset[str], list[str]] = {}
    for pattern in patterns:
        folded = pattern.translate(_ALIKE)
        groups.setdefault(_scripts(ESCAPE.sub("", folded)), []).append(f"(?:{folded})")
    return tuple((written_in, re.compile("|".join(each))) for written_in, each in groups.items())


def _scripts(text: str) -> frozenset[str]:
    """The writing systems of the letters, by the first word of their Unicode names: {"LATIN", "ARABIC"}."""
    return frozenset(_script(char) for char in set(text) if char.isalpha())


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def crisis_language(matches: list[CrisisRule], language: str) -> str:
    """The language to answer in: the conversation's if it is among the matches, else the first match's."""
    languages = [rule.language for rule in matches]
    return language if language in languages else languages[0]
