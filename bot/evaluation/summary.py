"""The figures of an evaluation as one object: what `--json` prints and every report shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from bot.evaluation.calibration import calibration, risk_coverage
from bot.evaluation.confusions import confusion_pairs
from bot.evaluation.judging import VERDICTS, Judged, Outcome, Verdict
from bot.evaluation.languages import Audience, itself, language_figures, share_identified
from bot.evaluation.lines import Line

PERCENTILES = (50, 95, 99)


def summarise(judged: Judged, audience: Audience = itself) -> dict[str, Any]:
    """The figures; their names are told in `docs/evaluation.md`. `audience`: see `languages.audience_of`."""
    times = sorted(outcome.ms for _, outcome, _ in judged)
    return {
        "lines": len(judged),
        **_scopes(judged),
        "by_language": _grouped(judged, "lang", audience),
        "by_kind": _grouped(judged, "kind", audience),
        "language_identified": share_identified(judged, audience),
        "language": language_figures(judged, audience),
        "confusions": [pair.as_json() for pair in confusion_pairs(judged)],
        "calibration": calibration(judged),
        "risk_coverage": risk_coverage(judged),
        "ms": {f"p{percent}": _percentile(times, percent) for percent in PERCENTILES},
    }


def _count(judged: Judged) -> dict[str, int]:
    counted = Counter(verdict for _, _, verdict in judged)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def _grouped(judged: Judged, field: str, audience: Audience) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[tuple[Line, Outcome, Verdict]]] = defaultdict(list)
    for each in judged:
        groups[getattr(each[0], field)].append(each)
    return {
        name: {**_scopes(groups[name]), "language_identified": share_identified(groups[name], audience)}
        for name in sorted(groups)
    }


def _scopes(judged: Judged) -> dict[str, dict[str, int]]:
    inside = [each for each in judged if each[0].expect]
    return {"in_scope": _count(inside), "out_of_scope": _count([each for each in judged if not each[0].expect])}


def _percentile(times: list[float], percent: int) -> float:
    if len(times) < 2:
        return times[0] if times else 0.0
    return round(quantiles(times, n=100, method="inclusive")[percent - 1], 1)


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    def percent(self) -> str:
        """With one digit, as in "93.1 %"; a dash of none."""
        return f"{100 * self.count / self.of:.1f} %" if self.of else "–"


def headline(summary: dict[str, Any]) -> dict[str, Share]:
    """What is read first: `right`, `helped` (right or asked well), `missed`, `wrong` in scope; `outside` right."""
    inside, outside = summary["in_scope"], summary["out_of_scope"]
    asked = sum(inside.values())
    return {
        "right": Share(inside["right"], asked),
        "helped": Share(inside["right"] + inside["asked_well"], asked),
        "missed": Share(inside["missed"], asked),
        "wrong": Share(inside["wrong"], asked),
        "outside": Share(outside["right"], sum(outside.values())),
    }
