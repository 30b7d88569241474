"""Trains a `Ranker`: the head, and on questions it has not seen its calibration and the two thresholds.

Questions are held out in folds. The n-th questions of an entry in all languages are often translations of one
another, so they share a fold: a question is never judged by its own translation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nlu.lexical import LexicalIndex
from nlu.ranking import Array, Calibration, Centre, Head, Neighbours, Ranker, pair_features
from nlu.samples import OUTSIDE, Sample
from nlu.thresholds import Outcome, choose_thresholds
from nlu.vector_cache import Vector

FOLDS = 10
STRENGTHS = (10.0, 30.0, 100.0)  # candidates for the head's inverse regularisation C
MEAN_BACKING = 20  # a language's mean leans on the mean of all as if on so many texts
MOST_PAIRS = 5  # classes of a held-out text that calibration looks at, and the right one
Report = Callable[[str], None]


def fit_ranker(samples: Sequence[Sample], entries: set[str], report: Report) -> Ranker:
    """Train on samples of at least two classes. `entries` are the labels that the thresholds are chosen for."""
    samples = sorted(samples, key=lambda sample: sample.label or "")  # out of scope first
    classes = sorted({sample.label for sample in samples if sample.label is not None})
    number = {label: place for place, label in enumerate(classes)}
    targets = np.array([number.get(sample.label or "", OUTSIDE) for sample in samples], dtype=np.int32)
    centre = _centre(samples)
    vectors = np.stack([centre(sample.vector, sample.language) for sample in samples])
    neighbours = Neighbours(vectors, targets, LexicalIndex.of([sample.text for sample in samples]))
    folds = np.array([sample.group % FOLDS for sample in samples])
    strength = _choose_strength(vectors, targets, folds)
    report(f"Training the head on {len(samples)} texts in {len(classes)} classes, C={strength:g}")
    features = _held_out_features(samples, neighbours, folds, strength, report)
    calibration = _calibrate(features, targets)
    outcomes = _outcomes(features, targets, calibration, [label in entries for label in classes])
    thresholds, held_out = choose_thresholds(outcomes)
    return Ranker(classes, centre, _fit_head(vectors, targets, strength), neighbours, calibration, thresholds, held_out)


def _centre(samples: Sequence[Sample]) -> Centre:
    everywhere = np.mean([sample.vector for sample in samples], axis=0)
    counts = Counter(sample.language for sample in samples)
    means: dict[str, Vector] = {}
    for code, count in counts.items():
        total = np.sum([sample.vector for sample in samples if sample.language == code], axis=0)
        means[code] = np.asarray((total + MEAN_BACKING * everywhere) / (count + MEAN_BACKING), dtype=np.float32)
    return Centre(np.asarray(everywhere, dtype=np.float32), means)


def _fit_head(vectors: Array, targets: npt.NDArray[np.int32], strength: float) -> Head:
    inside = targets != OUTSIDE
    count = int(targets.max()) + 1
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(vectors[inside], targets[inside])
    weights = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    bias = np.full(count, -20.0, dtype=np.float32)  # a class that is absent from this fold
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        weights[model.classes_] = np.concatenate([-model.coef_, model.coef_]) / 2
        bias[model.classes_] = np.concatenate([-model.intercept_, model.intercept_]) / 2
    else:
        weights[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return Head(weights, bias)


def _choose_strength(vectors: Array, targets: npt.NDArray[np.int32], folds: npt.NDArray[np.int_]) -> float:
    """The C with which the first fold's texts are most probable under a head that has not seen them."""
    test = (folds == 0) & (targets != OUTSIDE)
    if not test.any() or len(set(targets[(folds != 0) & (targets != OUTSIDE)])) < 2:
        return STRENGTHS[1]

    def loss(strength: float) -> float:
        head = _fit_head(vectors[folds != 0], targets[folds != 0], strength)
        rows = zip(vectors[test], targets[test], strict=True)
        return -float(np.mean([head.log_probabilities(vector)[target] for vector, target in rows]))

    return min(STRENGTHS, key=loss)


def _held_out_features(
    samples: Sequence[Sample],
    neighbours: Neighbours,
    folds: npt.NDArray[np.int_],
    strength: float,
    report: Report,
) -> list[Array]:
    """Per text the features of all classes, from a head and neighbours of the other folds alone."""
    count = int(neighbours.classes.max()) + 1
    features: list[Array] = [np.empty(0, dtype=np.float32)] * len(samples)
    for fold in sorted(set(folds.tolist())):
        report(f"Holding out fold {fold + 1} of {FOLDS}")
        used = folds != fold
        head = _fit_head(neighbours.vectors[used], neighbours.classes[used], strength)
        for place in np.flatnonzero(~used):
            vector = neighbours.vectors[place]
            near, outside = neighbours.nearest(neighbours.vectors @ vector, count, used)
            look, _ = neighbours.nearest(neighbours.index.likeness(samples[place].text), count, used)
            features[place] = pair_features(head.log_probabilities(vector), near, outside, np.maximum(look, 0))
    return features


def _calibrate(features: Sequence[Array], targets: npt.NDArray[np.int32]) -> Calibration:
    rows, right = [], []
    for of_text, target in zip(features, targets, strict=True):
        looked_at = set(np.argsort(-of_text[:, 0])[:MOST_PAIRS].tolist()) | ({int(target)} - {OUTSIDE})
        for place in looked_at:
            rows.append(of_text[place])
            right.append(place == target)
    table = np.stack(rows)
    mean, scale = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=500).fit((table - mean) / scale, right)
    return Calibration(model.coef_[0].astype(np.float32), float(model.intercept_[0]), mean, scale)


def _outcomes(
    features: Sequence[Array], targets: npt.NDArray[np.int32], calibration: Calibration, is_entry: Sequence[bool]
) -> list[Outcome]:
    """What would be decided on each held-out text, for texts that mean an entry or are out of scope."""
    entries = np.flatnonzero(is_entry)
    outcomes: list[Outcome] = []
    for of_text, target in zip(features, targets, strict=True):
        if target != OUTSIDE and not is_entry[target]:
            continue
        confidences = calibration.confidences(of_text)[entries]
        order = np.argsort(-confidences)
        expected = None if target == OUTSIDE else str(target)
        outcomes.append(Outcome([(str(entries[each]), float(confidences[each])) for each in order[:5]], expected))
    return outcomes
