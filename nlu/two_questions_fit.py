"""Learns from the development set's tuning part when a message asks two things."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlu.two_questions import Parts, TwoQuestions

FROM = 0.5  # probability from which both are answered: 1 message in 140 that asks one thing gets a wrong one first
FEWEST = 20  # messages that ask two things


def fit_two_questions(found: Sequence[tuple[Parts, Sequence[str]]]) -> TwoQuestions | None:
    """`found`: the parts of each message that has some, and the entries it asks for (two: both must be answered).

    None: there are too few messages that ask two things.
    """
    both = np.array([len(asked) > 1 and set(asked) <= set(parts.entries) for parts, asked in found], dtype=bool)
    if both.sum() < FEWEST:
        return None
    model = LogisticRegression(max_iter=2000).fit(np.array([parts.features for parts, _ in found]), both)
    return TwoQuestions(tuple(float(each) for each in model.coef_[0]), float(model.intercept_[0]), FROM)
