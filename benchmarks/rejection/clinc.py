"""Reads CLINC150 (Larson et al. 2019): a table of intent and text, tab-separated, a file for each split."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

OUT_OF_SCOPE = "oos"
FOLDER, TRAINING, JUDGED = "clinc150", "train.tsv", "val.tsv"


@dataclass(frozen=True)
class Example:
    """`intent` is None for what is out of scope."""

    text: str
    intent: str | None


def read_examples(path: Path) -> list[Example]:
    """The rows below the head line. Quotation marks are part of the texts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Example(row["text"], None if row["intent"] == OUT_OF_SCOPE else row["intent"]) for row in rows]
