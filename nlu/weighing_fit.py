"""Sets the weights of a `Weighing`, on texts that the heads have not seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from nlu.ranking import Array, Classes, Weighing
from nlu.thresholds import OUTSIDE_SHARE

SMALL_WEIGHTS = 1e-4  # ridge on the weights


def fit_weighing(features: Array, targets: Classes) -> Weighing:
    """The weights under which the texts' own classes are most probable, a quarter of the texts being out of scope.

    `features` is texts x classes x FEATURES, a target the number of a class (0: out of scope).
    """
    table = np.concatenate([features, np.zeros((*features.shape[:2], 1), dtype=np.float32)], axis=2).astype(np.float64)
    table[:, 0, -1] = 1.0
    rows = np.arange(len(targets))
    inside = targets > 0
    of_inside, of_outside = (1 - OUTSIDE_SHARE) / max(inside.sum(), 1), OUTSIDE_SHARE / max((~inside).sum(), 1)
    share = np.where(inside, of_inside, of_outside)

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = table @ weights
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        surprise = np.einsum("nk,nkf->nf", np.exp(logs), table) - table[rows, targets]
        value = -(share * logs[rows, targets]).sum() + SMALL_WEIGHTS * weights @ weights
        return float(value), share @ surprise + 2 * SMALL_WEIGHTS * weights

    found = minimize(loss, np.ones(table.shape[2]), jac=True, method="L-BFGS-B").x
    return Weighing(found[:-1].astype(np.float32), float(found[-1]))
