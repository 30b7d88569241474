"""Chooses from when on an entry is answered, and from when on it is offered, by what mistakes cost residents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faq.decision import Ranked, Thresholds, decide

WRONG, MISSED, ASKED = 5.0, 1.0, 0.3  # a wrong answer misleads; a question back is a small trouble
OUTSIDE_SHARE = 0.25  # share of out-of-scope messages to expect, whatever the training data holds
MOST_WRONG = 0.025  # share of in-scope messages answered or asked back wrongly: the goal is 0.03 on messages unseen
LEAST_RIGHT = 0.91  # share of in-scope messages to be answered rightly at once
STEPS = np.round(np.arange(0.02, 0.99, 0.02), 2)
Pair = tuple[float, float]  # ask, sure
ASK_ALL = Thresholds(sure=1.0, ask=0.0)


@dataclass(frozen=True)
class Outcome:
    """The ranking of one text that was not trained on, best first, and the ids that are right (none: out of scope)."""

    ranking: list[tuple[str, float]]
    expected: tuple[str, ...]


def choose_thresholds(
    outcomes: Sequence[Outcome], harmless: Collection[str] = ()
) -> tuple[Thresholds, dict[str, float]]:
    """The pair of least cost, and what it would mean for these texts: shares of each kind, 0 to 1.

    Cost alone would ask back one in six to spare one wrong answer in a hundred. So it chooses among the pairs with at
    most MOST_WRONG, and among these among those with LEAST_RIGHT, or the most that can be had; if too much is wrong
    with every pair, among all of them.

    `harmless` are ids whose answer is right for what is out of scope: it says so.
    """
    best = np.array([outcome.ranking[0][1] for outcome in outcomes])
    inside = np.array([bool(outcome.expected) for outcome in outcomes])
    right = np.array([_right(outcome, harmless) for outcome in outcomes])
    offered = np.array([not set(outcome.expected).isdisjoint(_entries(outcome, ASK_ALL)) for outcome in outcomes])
    weight = np.where(inside, (1 - OUTSIDE_SHARE) / max(inside.sum(), 1), OUTSIDE_SHARE / max((~inside).sum(), 1))
    answered = np.where(right, 0.0, WRONG)
    asked = np.where(offered | ~inside, ASKED, WRONG)
    missed = np.where(inside, MISSED, 0.0)
    cost: dict[Pair, float] = {}
    wrongly: dict[Pair, float] = {}
    rightly: dict[Pair, float] = {}
    for ask, sure in ((ask, sure) for ask in STEPS for sure in STEPS if sure >= ask):
        answers, asks = best >= sure, (best >= ask) & (best < sure)
        pair = (float(ask), float(sure))
        cost[pair] = float((weight * np.where(answers, answered, np.where(asks, asked, missed))).sum())
        wrongly[pair] = _share(inside & ((answers & ~right) | (asks & ~offered)), inside)
        rightly[pair] = _share(inside & answers & right, inside)
    allowed = [pair for pair in cost if wrongly[pair] <= MOST_WRONG]
    most = max((rightly[pair] for pair in allowed), default=0.0)
    allowed = [pair for pair in allowed if rightly[pair] >= min(LEAST_RIGHT, most)]
    ask, sure = min(allowed or cost, key=lambda pair: cost[pair])
    kinds = {
        "right": inside & right & (best >= sure),
        "asked_well": inside & offered & (best < sure) & (best >= ask),
        "missed": inside & (best < ask),
        "wrong": inside & (((best >= sure) & ~right) | ((best < sure) & (best >= ask) & ~offered)),
    }
    held_out = {name: _share(chosen, inside) for name, chosen in kinds.items()}
    held_out["outside_answered"] = float((~inside & ~right & (best >= sure)).sum() / max((~inside).sum(), 1))
    held_out["outside_asked"] = float((~inside & (best < sure) & (best >= ask)).sum() / max((~inside).sum(), 1))
    return Thresholds(sure=sure, ask=ask), {name: round(share, 4) for name, share in held_out.items()}


def _share(chosen: npt.NDArray[np.bool_], among: npt.NDArray[np.bool_]) -> float:
    return float(chosen.sum() / max(among.sum(), 1))


def _right(outcome: Outcome, harmless: Collection[str]) -> bool:
    first = outcome.ranking[0][0]
    return first in (outcome.expected or harmless)


def _entries(outcome: Outcome, thresholds: Thresholds) -> tuple[str, ...]:
    return decide([Ranked(entry, confidence) for entry, confidence in outcome.ranking], thresholds).entries
