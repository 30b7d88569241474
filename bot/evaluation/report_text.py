"""The summary for a terminal."""

from __future__ import annotations

from typing import Any

from bot.evaluation.judging import VERDICTS

MOST_CONFUSIONS = 5


def tables(summary: dict[str, Any]) -> str:
    """A row for all lines and for each kind and language, then a line a figure."""
    rows = [("all", summary), *summary["by_kind"].items(), *summary["by_language"].items()]
    heads = ["in scope: right", "asked well", "missed", "wrong", "out of scope: right", "wrong"]
    lines = [f"{'':<12}" + "  ".join(heads)]
    for name, scopes in rows:
        counts = [scopes["in_scope"][verdict] for verdict in VERDICTS]
        counts += [scopes["out_of_scope"]["right"], scopes["out_of_scope"]["wrong"]]
        cells = (f"{count:>{len(head)}}" for count, head in zip(counts, heads, strict=True))
        lines.append(f"{name:<12}" + "  ".join(cells))
    ms = summary["ms"]
    lines.append(f"language identified: {summary['language_identified']:.1%} of {summary['lines']} lines")
    lines.append(f"{_calibrated(summary)}; {_confused(summary)}")
    lines.append(f"engine, ms a message: p50 {ms['p50']}, p95 {ms['p95']}, p99 {ms['p99']}")
    return "\n".join(lines)


def _calibrated(summary: dict[str, Any]) -> str:
    error = summary["calibration"]["expected_calibration_error"]
    if error is None:
        return "expected calibration error: no line has a ranking"
    return f"expected calibration error: {error:.3f}"


def _confused(summary: dict[str, Any]) -> str:
    most = summary["confusions"][:MOST_CONFUSIONS]
    pairs = (f"{each['expected']} → {each['given']} ({each['count']})" for each in most)
    return f"most confused: {'; '.join(pairs) or 'nothing'}"
