from __future__ import annotations

import numpy as np
import pytest

from nlu.ranking import FEATURES
from nlu.thresholds import OUTSIDE_SHARE
from nlu.weighing_fit import fit_weighing

CLASSES = 5  # the first is out of scope


@pytest.fixture
def make_features():
    """Features of which the first speaks for the target and the others say nothing, with the targets."""
    random = np.random.default_rng(3)

    def make(texts: int, outside: int, strength: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
        targets = np.array([0] * outside + [1 + number % (CLASSES - 1) for number in range(texts)], dtype=np.int32)
        features = random.normal(size=(len(targets), CLASSES, len(FEATURES))).astype(np.float32)
        features[np.arange(len(targets)), targets, 0] += strength
        return features, targets

    return make


def test_the_feature_that_tells_weighs_most(make_features):
    weights = fit_weighing(*make_features(400, 100)).weights

    assert weights[0] > 1
    assert np.abs(weights[1:]).max() < 0.5


def test_probabilities_of_unseen_texts_are_about_as_often_right_as_they_say(make_features):
    weighing = fit_weighing(*make_features(1500, 500, strength=2.0))
    features, targets = make_features(1500, 500, strength=2.0)
    shares = weighing.probabilities(features)

    assert shares.sum(axis=1) == pytest.approx(1, abs=1e-4)
    assert shares.max(axis=1).mean() == pytest.approx((shares.argmax(axis=1) == targets).mean(), abs=0.03)


@pytest.mark.parametrize(("inside", "outside"), [(900, 100), (100, 900)])
def test_a_quarter_is_expected_out_of_scope_however_many_there_are(make_features, inside, outside):
    features, targets = make_features(inside, outside, strength=0.0)  # features say nothing
    shares = fit_weighing(features, targets).probabilities(np.zeros((1, CLASSES, len(FEATURES)), dtype=np.float32))

    assert shares[0, 0] == pytest.approx(OUTSIDE_SHARE, abs=0.03)


@pytest.mark.parametrize(("inside", "outside"), [(40, 0), (0, 40)])
def test_texts_of_one_kind_alone_give_finite_weights(make_features, inside, outside):
    weighing = fit_weighing(*make_features(inside, outside))

    assert np.isfinite(weighing.weights).all()
    assert np.isfinite(weighing.outside)
