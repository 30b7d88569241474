"""What was taken for what: pairs of entries, and a matrix of their categories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.judging import Judged, Outcome, Verdict
from bot.evaluation.lines import Line
from faq.model import CATEGORIES

MOST_PAIRS, MOST_LINES = 30, 5
ASKED, NO_ANSWER = "asked", "no answer"  # the matrix's columns beside the categories; no category has such a name


@dataclass(frozen=True)
class Confusion:
    """An expected entry, and what was given instead: the first entry answered, or those offered, comma-separated."""

    expected: str
    given: str
    count: int
    lines: tuple[Line, ...]  # the first of them, up to 5

    def as_json(self) -> dict[str, Any]:
        ids = [line.id for line in self.lines]
        return {"expected": self.expected, "given": self.given, "count": self.count, "lines": ids}


def confusion_pairs(judged: Judged) -> list[Confusion]:
    """Up to 30 pairs of the in-scope lines that are wrong, most frequent first."""
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line, outcome, verdict in judged:
        if line.expect and verdict == "wrong":
            given = outcome.entries[0] if outcome.outcome == "answered" else ", ".join(outcome.entries)
            found[_expected(line, outcome, verdict), given].append(line)
    most = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_PAIRS]
    return [Confusion(*pair, len(lines), tuple(lines[:MOST_LINES])) for pair, lines in most]


def _expected(line: Line, outcome: Outcome, verdict: Verdict) -> str:
    """The one entry to compare with: the best, unless another was rightly given or, of `all`, another is missing."""
    if verdict == "right":
        return next(id for id in outcome.entries if id in line.expect)
    if line.all and outcome.outcome == "answered":
        return next(id for id in line.expect if id not in outcome.entries)
    return line.expect[0]


@dataclass(frozen=True)
class Matrix:
    """Counts of in-scope lines: expected category -> given category, ASKED or NO_ANSWER -> number above 0."""

    rows: Sequence[str]
    columns: Sequence[str]
    counts: Mapping[str, Mapping[str, int]]


def category_matrix(judged: Judged) -> Matrix:
    """Categories in the order of the content; those it does not know come last."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line, outcome, verdict in judged:
        if line.expect:
            expected = _expected(line, outcome, verdict)
            counts[_category(expected)][_column(expected, outcome, verdict)] += 1
    given = {column for row in counts.values() for column in row} - {ASKED, NO_ANSWER}
    categories = _in_order(counts.keys() | given)
    return Matrix(_in_order(set(counts)), [*categories, ASKED, NO_ANSWER], counts)


def _column(expected: str, outcome: Outcome, verdict: Verdict) -> str:
    if outcome.outcome == "asked":
        return ASKED
    if outcome.outcome != "answered":
        return NO_ANSWER
    return _category(expected if verdict == "right" else outcome.entries[0])


def _category(entry: str) -> str:
    return entry.partition(".")[0]


def _in_order(categories: set[str]) -> list[str]:
    known = [category for category in CATEGORIES if category in categories]
    return known + sorted(categories - set(known))
