"""Ranks the classes (entries, and intents that are none) for a message, each with a calibrated confidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from faq.decision import Thresholds
from nlu.lexical import LexicalIndex
from nlu.vector_cache import Vector

Array = npt.NDArray[np.float32]
FEATURES = ("head", "head_lead", "near", "near_lead", "near_over_outside", "look")
ARRAYS, FACTS = "ranker.npz", "ranker.json"
LEAST_LOG = -12.0  # log probability of a class the head rules out


class Centre:
    """Subtracts the mean vector of the message's language: what is left is meaning, comparable across languages."""

    def __init__(self, everywhere: Vector, means: Mapping[str, Vector]) -> None:
        self.everywhere = everywhere
        self.means = means

    def __call__(self, vector: Vector, language: str) -> Vector:
        """A unit vector; the mean of all languages is subtracted where the language's own is not known."""
        moved = vector - self.means.get(language, self.everywhere)
        return np.asarray(moved / max(float(np.linalg.norm(moved)), 1e-9), dtype=np.float32)


@dataclass
class Neighbours:
    """Training texts as centred vectors and n-grams, sorted by class; class -1 is out of scope and comes first."""

    vectors: Array  # texts x 384
    classes: npt.NDArray[np.int32]
    index: LexicalIndex

    def nearest(self, likeness: Array, count: int, used: npt.NDArray[np.bool_] | None = None) -> tuple[Array, float]:
        """The highest likeness (-1 to 1) per class, and the highest of the out-of-scope texts."""
        best = np.full(count + 1, -1.0, dtype=np.float32)
        chosen = slice(None) if used is None else used
        np.maximum.at(best, self.classes[chosen] + 1, likeness[chosen])
        return best[1:], float(best[0])


@dataclass
class Head:
    """Multinomial logistic regression over the classes."""

    weights: Array  # classes x 384
    bias: Array

    def log_probabilities(self, vector: Vector) -> Array:
        scores = self.weights @ vector + self.bias
        scores = scores - scores.max()
        return np.maximum(scores - np.log(np.exp(scores).sum()), LEAST_LOG)


@dataclass
class Calibration:
    """Logistic regression from the features of a (message, class) pair to the probability that the class is right."""

    weights: Array  # one a feature, of standardised features
    bias: float
    mean: Array
    scale: Array

    def confidences(self, features: Array) -> Array:
        """Per class, 0 to 1, together at most 1."""
        scores = ((features - self.mean) / self.scale) @ self.weights + self.bias
        shares = 1 / (1 + np.exp(-scores))
        return np.asarray(shares / max(1.0, float(shares.sum())), dtype=np.float32)


def pair_features(logs: Array, near: Array, outside: float, look: Array) -> Array:
    """One row of FEATURES a class: how likely, how near and how alike it is, alone and against its best rival."""
    return np.stack([logs, logs - _rival(logs), near, near - _rival(near), near - outside, look], axis=1)


def _rival(values: Array) -> Array:
    """For each class the highest value among the others."""
    if len(values) < 2:
        return values - 1
    first, second = np.argsort(-values)[:2]
    rival = np.full_like(values, values[first])
    rival[first] = values[second]
    return rival


@dataclass
class Ranker:
    """What training found, and nothing else: ids, numbers, hashed n-grams; no text."""

    classes: list[str]  # entry ids, and intents that are no entry
    centre: Centre
    head: Head
    neighbours: Neighbours
    calibration: Calibration
    thresholds: Thresholds
    held_out: dict[str, float]  # how training questions fare that the ranker has not seen; shares 0 to 1

    def rank(self, text: str, vector: Vector, language: str) -> list[tuple[str, float]]:
        """All classes with their confidence (0 to 1, together at most 1), best first."""
        centred = self.centre(vector, language)
        near, outside = self.neighbours.nearest(self.neighbours.vectors @ centred, len(self.classes))
        look, _ = self.neighbours.nearest(self.neighbours.index.likeness(text), len(self.classes))
        features = pair_features(self.head.log_probabilities(centred), near, outside, np.maximum(look, 0))
        confidences = self.calibration.confidences(features)
        order = np.argsort(-confidences)
        return [(self.classes[each], float(confidences[each])) for each in order]

    def save(self, directory: Path, facts: Mapping[str, Any]) -> None:
        """Write the arrays without pickle, and the rest with `facts` of the caller's as JSON."""
        rows = self.neighbours.index.rows
        languages = sorted(self.centre.means)
        np.savez(
            directory / ARRAYS,
            everywhere=self.centre.everywhere,
            means=np.stack([self.centre.means[code] for code in languages]),
            head=self.head.weights,
            head_bias=self.head.bias,
            vectors=self.neighbours.vectors.astype(np.float16),
            of_class=self.neighbours.classes,
            grams=rows.data.astype(np.float16),
            gram_columns=rows.indices,
            gram_rows=rows.indptr,
            rarity=self.neighbours.index.rarity.astype(np.float16),
            calibration=np.stack([self.calibration.weights, self.calibration.mean, self.calibration.scale]),
        )
        known = {
            "classes": self.classes,
            "languages": languages,
            "calibration_bias": self.calibration.bias,
            "thresholds": {"sure": self.thresholds.sure, "ask": self.thresholds.ask},
            "held_out": self.held_out,
        }
        (directory / FACTS).write_text(json.dumps({**facts, **known}, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> tuple[Ranker, dict[str, Any]]:
        """The ranker and all the facts saved with it."""
        facts = json.loads((directory / FACTS).read_text(encoding="utf-8"))
        with np.load(directory / ARRAYS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        weights, mean, scale = arrays["calibration"]
        return (
            cls(
                facts["classes"],
                Centre(arrays["everywhere"], dict(zip(facts["languages"], arrays["means"], strict=True))),
                Head(arrays["head"], arrays["head_bias"]),
                _neighbours(arrays),
                Calibration(weights, facts["calibration_bias"], mean, scale),
                Thresholds(**facts["thresholds"]),
                facts["held_out"],
            ),
            facts,
        )


def _neighbours(arrays: Mapping[str, npt.NDArray[Any]]) -> Neighbours:
    rarity = arrays["rarity"].astype(np.float32)
    shape = (len(arrays["of_class"]), len(rarity))
    grams = arrays["grams"].astype(np.float32)
    rows = sparse.csr_matrix((grams, arrays["gram_columns"], arrays["gram_rows"]), shape=shape)
    return Neighbours(arrays["vectors"].astype(np.float32), arrays["of_class"], LexicalIndex(rows, rarity))
