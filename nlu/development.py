"""The development set (`nlu/development/`): messages with their right entries, on which nothing is trained.

Its tuning part sets probabilities and thresholds; its test part measures and is never read here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

TUNING = Path(__file__).parent / "development" / "tune"


@dataclass(frozen=True)
class Line:
    """`expected` are the right entries, best first, none: out of scope. `both`: it asks two things at once."""

    text: str
    expected: tuple[str, ...]
    both: bool


def tuning_lines() -> list[Line]:
    rows = [row for path in sorted(TUNING.glob("*.jsonl")) for row in path.read_text(encoding="utf-8").split("\n")]
    lines = (json.loads(row) for row in rows if row)
    return [Line(line["text"], tuple(line["expect"]), bool(line.get("all"))) for line in lines]
