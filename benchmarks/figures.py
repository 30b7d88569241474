"""What was measured, what it must be, and how it compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any


class CannotMeasure(Exception):
    """Something is missing or did not answer. The text says what to do and is shown as it is."""


@dataclass(frozen=True)
class Figure:
    """One measured value in `unit`, and the border it must keep: below `at_most`, or `at_least` that much."""

    part: str
    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def must(self) -> str:
        if self.at_most is not None:
            return f"< {shown(self.at_most)}"
        return f">= {shown(self.at_least)}" if self.at_least is not None else ""

    @property
    def holds(self) -> bool | None:
        """None: nothing is asked of it."""
        if self.at_most is not None:
            return self.value < self.at_most
        return self.value >= self.at_least if self.at_least is not None else None


@dataclass(frozen=True)
class Pair:
    """The same thing measured on ours and then on stock Rasa, in one run."""

    what: str
    unit: str
    ours: float
    stock: float
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of text under a title, for what is neither a figure nor a pair. The first column says what a row is."""

    part: str
    title: str
    head: tuple[str, ...]
    rows: list[list[str]]
    note: str = ""


@dataclass
class Results:
    """Everything that one run has found. `skipped`: a sentence for each part that could not be measured."""

    figures: list[Figure] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        rows = [{**each.__dict__, "must": each.must, "holds": each.holds} for each in self.figures]
        return {
            "figures": rows,
            "pairs": [each.__dict__ for each in self.pairs],
            "tables": [each.__dict__ for each in self.tables],
            "skipped": self.skipped,
        }


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` (1 to 99) of the values do not exceed. One value is its own percentile."""
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def middle(values: Sequence[float]) -> float:
    return float(median(values))


def shown(value: float | None) -> str:
    """For tables: three significant digits, no more decimals than help."""
    if value is None:
        return ""
    decimals = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f}"
