"""The report for `docs/accuracy.md`: the summary as Markdown tables, in English, without any text that was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.evaluation.judging import VERDICTS
from bot.evaluation.origin import Origin
from bot.evaluation.summary import Share, headline

HEADLINE = {
    "right": "in scope: right",
    "helped": "in scope: right or asked well",
    "missed": "in scope: missed",
    "wrong": "in scope: wrong",
    "outside": "out of scope: right",
}
SPECIAL = re.compile(r"([\\`*_|<>\[\]~&#])")


def report(summary: dict[str, Any], origin: Origin) -> str:
    """The whole page. Names and ids from the files are escaped."""
    parts = [
        "# How accurate kilotse is",
        "Made by `kilotse evaluate --markdown`; do not edit. How is judged, [evaluation.md](evaluation.md) tells.",
        f"- Measured on {origin.day.isoformat()} with {_code(origin.command)}.\n"
        f"- Content: hash {_code(origin.content)}. Lines: {summary['lines']}.",
        _headline(summary),
        *_groups("language", summary["by_language"]),
        *_groups("kind", summary["by_kind"]),
        *_calibration(summary["calibration"]),
        *_confusions(summary["confusions"]),
        *_languages(summary["language"]),
        "## Engine, ms a message",
        _table(list(summary["ms"]), [list(summary["ms"].values())]),
    ]
    return "\n\n".join(parts) + "\n"


def _headline(summary: dict[str, Any]) -> str:
    shares = headline(summary)
    rows: list[list[Any]] = [[words, shares[name].percent(), shares[name].of] for name, words in HEADLINE.items()]
    rows.append(["language identified", _percent(summary["language_identified"]), summary["lines"]])
    return _table(["what", "share", "lines"], rows)


def _groups(by: str, groups: dict[str, Any]) -> Iterable[str]:
    heads = [by, "right", "asked well", "missed", "wrong", "out of scope: right", "wrong", "language identified"]
    rows = [
        [
            name,
            *(row["in_scope"][verdict] for verdict in VERDICTS),
            row["out_of_scope"]["right"],
            row["out_of_scope"]["wrong"],
            _percent(row["language_identified"]),
        ]
        for name, row in groups.items()
    ]
    return f"## By {by}", _table(heads, rows)


def _calibration(found: dict[str, Any]) -> Iterable[str]:
    error = found["expected_calibration_error"]
    told = "No line in scope has a ranking." if error is None else f"Expected calibration error: {error:.3f}."
    rows = [
        [f"{each['from']} to {each['to']}", each["lines"], _percent(each["confidence"]), _percent(each["right"])]
        for each in found["bins"]
    ]
    heads = ["confidence", "lines", "mean confidence", "best entry right"]
    return "## Calibration", f"{told} In scope, of the lines that have a ranking.", _table(heads, rows)


def _confusions(pairs: Sequence[dict[str, Any]]) -> Iterable[str]:
    if not pairs:
        return "## Confusions", "None."
    rows = [[each["expected"], each["given"], each["count"], ", ".join(each["lines"])] for each in pairs]
    return "## Confusions", _table(["expected", "given", "lines", "such as"], rows)


def _languages(found: dict[str, Any]) -> Iterable[str]:
    rows = [
        [code, row["lines"], row["identified"], Share(row["identified"], row["lines"]).percent()]
        for code, row in found["by_language"].items()
    ]
    yield "## Languages identified"
    yield _table(["language", "lines", "identified", "share"], rows)
    if found["confusions"]:
        yield _table(["language", "taken for", "lines"], found["confusions"])


def _table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table of pipes; columns of numbers, shares and nothing else stand right."""
    numeric = [all(_is_figure(row[place]) for row in rows) for place in range(len(heads))]
    rule = ["---:" if right else "---" for right in numeric]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *(map(_cell, row) for row in rows)))


def _is_figure(value: Any) -> bool:
    return not isinstance(value, str) or value.endswith(" %") or value == "–"


def _cell(value: Any) -> str:
    """One line of text; what Markdown or HTML would read as markup is escaped, an id's inner underscore too."""
    return SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def _code(text: str) -> str:
    """Text as code; backticks cannot end it."""
    return f"`{' '.join(text.split()).replace('`', chr(39))}`"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
