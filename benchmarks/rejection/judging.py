"""How well a score separates what is ours from what is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score, roc_curve

FALSE_REJECTIONS = 0.03  # share of messages in scope that may be turned away
DRAWS = 1000  # of the bootstrap


def judge_scores(scores: Sequence[float], inside: Sequence[bool], named: Sequence[bool]) -> dict[str, float]:
    """Shares, 0 to 1. `inside`: in scope; `named`: the best class is the right one (False for out of scope).

    `rejected` and `accuracy` are at the threshold that turns away at most 3 % of what is in scope; there, what is
    turned away counts as wrong. `low` and `high` are the bootstrap's 95 % interval of `rejected`.
    """
    values, ours, right = np.asarray(scores), np.asarray(inside), np.asarray(named)
    border, rejected = _reject(values, ours)
    random = np.random.default_rng(0)
    draws = [_draw(values, ours, random) for _ in range(DRAWS)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return {
        "auroc": float(roc_auc_score(ours, values)),
        "rejected": rejected,
        "low": float(low),
        "high": float(high),
        "accuracy": float((right & (values > border))[ours].mean()),
    }


def _reject(values: Any, ours: Any) -> tuple[float, float]:
    """The highest score that is turned away, and the share of out of scope turned away with it."""
    false, true, borders = roc_curve(~ours, -values, drop_intermediate=False)
    place = int(np.flatnonzero(false <= FALSE_REJECTIONS)[-1])
    return -float(borders[place]), float(true[place])


def _draw(values: Any, ours: Any, random: np.random.Generator) -> float:
    """The share of one resampling; both kinds keep their number."""
    chosen = np.concatenate([random.choice(np.flatnonzero(kind), int(kind.sum())) for kind in (ours, ~ours)])
    return _reject(values[chosen], ours[chosen])[1]
