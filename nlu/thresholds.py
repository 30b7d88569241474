"""Chooses from when on an entry is answered, and from when on it is offered, by what mistakes cost residents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from faq.decision import Ranked, Thresholds, decide

WRONG, MISSED, ASKED = 5.0, 1.0, 0.3  # a wrong answer misleads; a question back is a small trouble
OUTSIDE_SHARE = 0.25  # share of out-of-scope messages to expect, whatever the training data holds
STEPS = np.round(np.arange(0.02, 0.99, 0.02), 2)
ASK_ALL = Thresholds(sure=1.0, ask=0.0)


@dataclass(frozen=True)
class Outcome:
    """The ranking of one held-out text, best first, and the id that is right (None: out of scope)."""

    ranking: list[tuple[str, float]]
    expected: str | None


def choose_thresholds(
    outcomes: Sequence[Outcome], harmless: Collection[str] = ()
) -> tuple[Thresholds, dict[str, float]]:
    """The pair of least cost, and what it would mean for these texts: shares of each kind, 0 to 1.

    `harmless` are ids whose answer is right for what is out of scope: it says so.
    """
    best = np.array([outcome.ranking[0][1] for outcome in outcomes])
    inside = np.array([outcome.expected is not None for outcome in outcomes])
    right = np.array([_right(outcome, harmless) for outcome in outcomes])
    offered = np.array([outcome.expected in _entries(outcome, ASK_ALL) for outcome in outcomes])
    weight = np.where(inside, (1 - OUTSIDE_SHARE) / max(inside.sum(), 1), OUTSIDE_SHARE / max((~inside).sum(), 1))
    answered = np.where(right, 0.0, WRONG)
    asked = np.where(offered | ~inside, ASKED, WRONG)
    missed = np.where(inside, MISSED, 0.0)
    costs = {
        (ask, sure): float((weight * np.where(best >= sure, answered, np.where(best >= ask, asked, missed))).sum())
        for ask in STEPS
        for sure in STEPS
        if sure >= ask
    }
    ask, sure = min(costs, key=lambda pair: costs[pair])
    kinds = {
        "right": inside & right & (best >= sure),
        "asked_well": inside & offered & (best < sure) & (best >= ask),
        "missed": inside & (best < ask),
        "wrong": inside & (((best >= sure) & ~right) | ((best < sure) & (best >= ask) & ~offered)),
    }
    held_out = {name: float(chosen.sum() / max(inside.sum(), 1)) for name, chosen in kinds.items()}
    held_out["outside_answered"] = float((~inside & ~right & (best >= sure)).sum() / max((~inside).sum(), 1))
    held_out["outside_asked"] = float((~inside & (best < sure) & (best >= ask)).sum() / max((~inside).sum(), 1))
    return Thresholds(sure=float(sure), ask=float(ask)), {name: round(share, 4) for name, share in held_out.items()}


def _right(outcome: Outcome, harmless: Collection[str]) -> bool:
    first = outcome.ranking[0][0]
    return first == outcome.expected if outcome.expected is not None else first in harmless


def _entries(outcome: Outcome, thresholds: Thresholds) -> tuple[str, ...]:
    return decide([Ranked(entry, confidence) for entry, confidence in outcome.ranking], thresholds).entries
