"""Whether a translation has the numbers, names, links and slots of the German answer: what a reader cannot guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from faq.slots import SLOT

TARGET = re.compile(r"\]\(([^)\s]+)\)")
NUMBER = re.compile(r"\d+")
# Chinese writes months as numbers (2025 年 11 月); German has their names.
MONTH_AS_NUMBER = re.compile(r"\d+(?= ?月)")


def differences(german: str, other: str, names: Iterable[str]) -> list[str]:
    """What the other answer lacks or has too much of, in words. Of the names those count that the German answer has."""
    found: list[str] = []
    for what, read in (("link", TARGET.findall), ("slot", SLOT.findall), ("number", _numbers)):
        ours, theirs = Counter(read(german)), Counter(read(other))
        found += [f"the {what} {each} is missing" for each in (ours - theirs).elements()]
        found += [f"the {what} {each} is not in the German answer" for each in (theirs - ours).elements()]
    return found + [f"the name {name} is missing" for name in names if name in german and name not in other]


def _numbers(answer: str) -> list[str]:
    """The numbers that people read; those inside links are compared with the links."""
    return NUMBER.findall(MONTH_AS_NUMBER.sub("", TARGET.sub("]", answer)))
