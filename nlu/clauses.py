"""Parts of a message that may each ask something: "Where do I register? And what does the course cost?"."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from nlu.text import part_of_word

MOST_CLAUSES = 4
FEWEST_LETTERS = 8  # of a clause; a shorter one belongs to its neighbour
_JOINTS: list[str] = yaml.load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
_ENDS = re.compile(r"(?<=[.!?؟。！？።;؛])\s+|(?<=[。！？])|\n+")
_AT_JOINT = re.compile(
    r"[,،，、;]\s*|\s+(?=(?:" + "|".join(sorted(map(re.escape, _JOINTS), key=len, reverse=True)) + r")\s)",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """Up to 4 sentences; what is too short to ask anything is left with the one before it."""
    return _merged(_ENDS.split(text))


def clauses(text: str) -> list[str]:
    """Up to 4 parts between commas and words such as "and"; a single one if there are none."""
    return _merged(_AT_JOINT.split(text))


def _merged(parts: list[str]) -> list[str]:
    merged: list[str] = []
    for part in (part.strip() for part in parts if part.strip()):
        if merged and (_letters(part) < FEWEST_LETTERS or _letters(merged[-1]) < FEWEST_LETTERS):
            merged[-1] = f"{merged[-1]} {part}"
        else:
            merged.append(part)
    return (
        merged if len(merged) <= MOST_CLAUSES else [*merged[: MOST_CLAUSES - 1], " ".join(merged[MOST_CLAUSES - 1 :])]
    )


def _letters(text: str) -> int:
    """Letters; a Chinese one says as much as four of others."""
    return sum(4 if "\u4e00" <= char <= "\u9fff" else part_of_word(char) for char in text)
