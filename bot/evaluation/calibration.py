"""Whether confidences mean what they say: reliability, the expected calibration error, risk against coverage.

All is about the best ranked entry. Lines without a ranking (fallbacks of the engine, handoffs, language questions) have
no confidence to check.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from bot.evaluation.judging import Judged, right_outside
from bot.evaluation.lines import Line

BINS = 10
MOST_POINTS = 100
CHECKED = ("answered", "asked", "fallback")


@dataclass(frozen=True)
class Claim:
    """The best ranked entry of a line: its confidence (0 to 1), and whether it is right."""

    confidence: float
    right: bool


def calibration(judged: Judged) -> dict[str, Any]:
    """The expected calibration error (0 to 1; None of no lines) and its bins, over the in-scope lines with a ranking.

    Guo et al. 2017, "On Calibration of Modern Neural Networks", equations 3 and 5:
    ECE = Σ |B_m| / n · |acc(B_m) − conf(B_m)| over ten bins B_m of the confidences in ((m−1)/10, m/10]; 0 is in the
    first. A bin has its bounds `from` and `to`, the number of `lines`, their mean `confidence`, and `right`, the share
    of lines whose best ranked entry is in `expect`; the last two are None where it is empty.
    """
    claims = _claims([each for each in judged if each[0].expect and each[1].outcome in CHECKED])
    upper = [number / BINS for number in range(1, BINS + 1)]
    held: list[list[Claim]] = [[] for _ in upper]
    for claim in claims:
        held[bisect_left(upper, claim.confidence)].append(claim)
    bins = [_bin(number, inside) for number, inside in enumerate(held)]
    gaps = [len(inside) * abs(_share_right(inside) - _confidence(inside)) for inside in held if inside]
    return {"expected_calibration_error": round(sum(gaps) / len(claims), 4) if claims else None, "bins": bins}


def _bin(number: int, claims: Sequence[Claim]) -> dict[str, Any]:
    return {
        "from": number / BINS,
        "to": (number + 1) / BINS,
        "lines": len(claims),
        "confidence": round(_confidence(claims), 4) if claims else None,
        "right": round(_share_right(claims), 4) if claims else None,
    }


def risk_coverage(judged: Judged) -> list[dict[str, float]]:
    """Up to 100 points by falling confidence: if every line from that confidence on got its best ranked entry.

    `coverage` is the share of all lines, in scope and out of scope, that would then be answered, and `risk` the share
    of these that would be answered wrongly (both 0 to 1). Out of scope an entry that says so is right. Lines without a
    ranking are never answered, so the curve may end before a coverage of 1.
    """
    claims = sorted(_claims(judged), key=lambda claim: -claim.confidence)
    points, wrong = [], 0
    for place, claim in enumerate(claims, start=1):
        wrong += not claim.right
        if place == len(claims) or claims[place].confidence != claim.confidence:  # no border parts equal confidences
            points.append({"coverage": round(place / len(judged), 4), "risk": round(wrong / place, 4)})
    step = -(-len(points) // MOST_POINTS) or 1
    return points[::-1][::step][::-1]  # the last one, everything ranked, always stays


def _claims(judged: Judged) -> list[Claim]:
    ranked = [(line, outcome.ranking[0]) for line, outcome, _ in judged if outcome.ranking]
    return [Claim(best.confidence, _is_right(line, best.entry)) for line, best in ranked]


def _is_right(line: Line, entry: str) -> bool:
    return entry in (line.expect or right_outside(line))


def _confidence(claims: Sequence[Claim]) -> float:
    return fmean(claim.confidence for claim in claims)


def _share_right(claims: Sequence[Claim]) -> float:
    return fmean(claim.right for claim in claims)
