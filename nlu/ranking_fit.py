"""Trains a `Ranker`: the head, and on questions it has not seen its calibration and the two thresholds.

Questions are held out in folds. The n-th questions of an entry in all languages are often translations of one
another, so they share a fold: a question is never judged by its own translation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from nlu.lexical import LexicalHead, counted, rarity_of, weigh
from nlu.ranking import FEATURES, Array, Centre, Classes, Head, Neighbours, Ranker, Weighing
from nlu.samples import Sample
from nlu.thresholds import OUTSIDE_SHARE, Outcome, choose_thresholds
from nlu.vector_cache import Vector

FOLDS = 6  # ten say the same and cost 20 s more
STRENGTHS = (10.0, 30.0, 100.0)  # candidates for the head's inverse regularisation C
SPELLING_STRENGTH = 0.3  # C of the head over n-grams
ABSENT = -20.0  # bias of a class that has no text in a fold
MEAN_BACKING = 20  # a language's mean leans on the mean of all as if on so many texts
SMALL_WEIGHTS = 1e-4  # ridge on the weights of the features
Report = Callable[[str], None]


@dataclass
class Texts:
    """All training texts, sorted by class: 0 is out of scope."""

    vectors: Array  # centred
    spelt: sparse.csr_matrix  # n-grams, weighed
    targets: Classes
    folds: npt.NDArray[np.int_]
    count: int  # of classes, out of scope included


def fit_ranker(samples: Sequence[Sample], entries: set[str], harmless: Collection[str], report: Report) -> Ranker:
    """Train on samples of at least two classes. `entries` are the labels that the thresholds are chosen for.

    `harmless` are entries whose answer says that a question is not ours: right for what is out of scope.
    """
    samples = sorted(samples, key=lambda sample: sample.label or "")  # out of scope first
    classes = sorted({sample.label for sample in samples if sample.label is not None})
    number = {label: place for place, label in enumerate(classes, start=1)}
    centre = _centre(samples)
    counts = counted([sample.text for sample in samples])
    rarity = rarity_of(counts)
    texts = Texts(
        vectors=np.stack([centre(sample.vector, sample.language) for sample in samples]),
        spelt=weigh(counts, rarity),
        targets=np.array([number.get(sample.label or "", 0) for sample in samples], dtype=np.int32),
        folds=np.array([sample.group % FOLDS for sample in samples]),
        count=len(classes) + 1,
    )
    everything = np.ones(len(samples), dtype=bool)
    strength = _choose_strength(texts)
    report(f"Training the heads on {len(samples)} texts in {len(classes)} classes, C={strength:g}")
    features = _held_out_features(texts, strength, report)
    weighing = _weigh_features(features, texts.targets)
    places = [place for label, place in number.items() if label in entries]
    outcomes = _outcomes(weighing.probabilities(features), texts.targets, places)
    thresholds, held_out = choose_thresholds(outcomes, [str(number[label]) for label in harmless if label in number])
    return Ranker(
        classes,
        centre,
        _fit_head(texts, everything, strength),
        _fit_spelling(texts, everything, rarity),
        Neighbours(texts.vectors, texts.targets),
        weighing,
        thresholds,
        held_out,
    )


def _centre(samples: Sequence[Sample]) -> Centre:
    everywhere = np.mean([sample.vector for sample in samples], axis=0)
    counts = Counter(sample.language for sample in samples)
    means: dict[str, Vector] = {}
    for code, count in counts.items():
        total = np.sum([sample.vector for sample in samples if sample.language == code], axis=0)
        means[code] = np.asarray((total + MEAN_BACKING * everywhere) / (count + MEAN_BACKING), dtype=np.float32)
    return Centre(np.asarray(everywhere, dtype=np.float32), means)


def _fit_head(texts: Texts, used: npt.NDArray[np.bool_], strength: float) -> Head:
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(texts.vectors[used], texts.targets[used])
    weights = np.zeros((texts.count, texts.vectors.shape[1]), dtype=np.float32)
    bias = np.full(texts.count, ABSENT, dtype=np.float32)
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        weights[model.classes_] = np.concatenate([-model.coef_, model.coef_]) / 2
        bias[model.classes_] = np.concatenate([-model.intercept_, model.intercept_]) / 2
    else:
        weights[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return Head(weights, bias)


def _fit_spelling(texts: Texts, used: npt.NDArray[np.bool_], rarity: Array) -> LexicalHead:
    model = LinearSVC(C=SPELLING_STRENGTH, dual=True, max_iter=2000, random_state=0)
    model.fit(texts.spelt[used], texts.targets[used])
    weights = np.zeros((texts.spelt.shape[1], texts.count), dtype=np.float32)
    bias = np.full(texts.count, -1.0, dtype=np.float32)  # what a class that is not meant usually has
    if len(model.classes_) == 2:
        weights[:, model.classes_] = np.concatenate([-model.coef_, model.coef_]).T
        bias[model.classes_] = np.concatenate([-model.intercept_, model.intercept_])
    else:
        weights[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
    return LexicalHead(weights, bias, rarity)


def _choose_strength(texts: Texts) -> float:
    """The C with which the first fold's texts are most probable under a head that has not seen them."""
    test = texts.folds == 0
    if not test.any() or len(set(texts.targets[~test])) < 2:
        return STRENGTHS[1]

    def loss(strength: float) -> float:
        logs = _fit_head(texts, ~test, strength).log_probabilities(texts.vectors[test])
        return -float(logs[np.arange(len(logs)), texts.targets[test]].mean())

    return min(STRENGTHS, key=loss)


def _held_out_features(texts: Texts, strength: float, report: Report) -> Array:
    """Texts x classes x FEATURES, from heads and neighbours of the other folds alone."""
    features = np.empty((len(texts.targets), texts.count, len(FEATURES)), dtype=np.float32)
    for fold in sorted(set(texts.folds.tolist())):
        report(f"Holding out fold {fold + 1} of {FOLDS}")
        test = texts.folds == fold
        spelling = _fit_spelling(texts, ~test, np.empty(0, dtype=np.float32))
        features[test, :, 0] = _fit_head(texts, ~test, strength).log_probabilities(texts.vectors[test])
        features[test, :, 1] = texts.spelt[test] @ spelling.weights + spelling.bias
        known = Neighbours(texts.vectors[~test], texts.targets[~test])
        features[test, :, 2] = known.nearest(texts.vectors[test], texts.count)
    return features


def _weigh_features(features: Array, targets: Classes) -> Weighing:
    """The weights under which the held-out texts' own classes are most probable, a quarter of them out of scope."""
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


def _outcomes(probabilities: Array, targets: Classes, entries: Sequence[int]) -> list[Outcome]:
    """What would be decided on each held-out text, for texts that mean an entry or are out of scope."""
    places = np.array(entries)
    outcomes: list[Outcome] = []
    for shares, target in zip(probabilities, targets, strict=True):
        if target and target not in entries:
            continue
        order = places[np.argsort(-shares[places])][:5]
        ranking = [(str(each), float(shares[each])) for each in order]
        outcomes.append(Outcome(ranking, str(target) if target else None))
    return outcomes
