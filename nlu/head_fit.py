"""Trains the two linear heads: over sentence vectors, and over how texts are spelt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from joblib import parallel_backend
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from nlu.lexical import USUAL, LexicalHead
from nlu.ranking import Array, Classes, Head

STRENGTH = 30.0  # inverse regularisation C of the head over vectors: the likeliest of 10, 30, 100 on questions held out
SPELLING_STRENGTH = 0.3  # C of the head over n-grams
ABSENT = -20.0  # bias of a class that has no text
CORES = 2
Chosen = npt.NDArray[np.bool_]


@dataclass
class Texts:
    """All training texts, sorted by class: 0 is out of scope."""

    vectors: Array  # centred
    spelt: sparse.csr_matrix  # n-grams, weighed
    targets: Classes
    folds: npt.NDArray[np.int_]
    count: int  # of classes, out of scope included

    def everything(self) -> Chosen:
        return np.ones(len(self.targets), dtype=bool)


def fit_head(texts: Texts, used: Chosen) -> Head:
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(texts.vectors[used], texts.targets[used])
    weights = np.zeros((texts.count, texts.vectors.shape[1]), dtype=np.float32)
    bias = np.full(texts.count, ABSENT, dtype=np.float32)
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        weights[model.classes_] = np.concatenate([-model.coef_, model.coef_]) / 2
        bias[model.classes_] = np.concatenate([-model.intercept_, model.intercept_]) / 2
    else:
        weights[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return Head(weights, bias)


def fit_spelling(texts: Texts, used: Chosen, rarity: Array) -> LexicalHead:
    """One classifier a class against all others, two at a time: liblinear leaves the interpreter's lock alone."""
    one = LinearSVC(C=SPELLING_STRENGTH, dual=True, max_iter=2000, random_state=0)
    with parallel_backend("threading", n_jobs=CORES):
        model = OneVsRestClassifier(one, n_jobs=CORES).fit(texts.spelt[used], texts.targets[used])
    weights = np.zeros((texts.spelt.shape[1], texts.count), dtype=np.float16)
    bias = np.full(texts.count, USUAL, dtype=np.float32)
    if len(model.classes_) == 2:  # scikit-learn keeps one classifier for two classes
        (only,) = model.estimators_
        weights[:, model.classes_] = np.concatenate([-only.coef_, only.coef_]).T
        bias[model.classes_] = np.concatenate([-only.intercept_, only.intercept_])
    else:
        for number, each in zip(model.classes_, model.estimators_, strict=True):
            weights[:, number], bias[number] = each.coef_[0], each.intercept_[0]
    return LexicalHead(weights, bias, rarity)
