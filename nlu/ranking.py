"""Ranks the classes (entries, and intents that are none) for a message, each with a calibrated confidence.

In all arrays class 0 is "out of scope"; the classes follow in the order of `Ranker.classes`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faq.decision import Thresholds
from nlu.lexical import LexicalHead
from nlu.scripts import main_script
from nlu.two_questions import TwoQuestions
from nlu.vector_cache import Vector

Array = npt.NDArray[np.float32]
Classes = npt.NDArray[np.int32]
FEATURES = ("head", "spelling", "near")
ARRAYS, FACTS = "ranker.npz", "ranker.json"
MANY = 1000  # with more classes the spelling is looked at for the LOOKED_AT that the head finds likeliest
LOOKED_AT = 300
RANKED = 100
COMPARED = 24  # classes whose texts a message is compared with one by one
SPELLING_BESIDE = 3.0  # weight of the spelling beside the head's log probability, to choose them
LEAST_LOG = -12.0  # log probability of a class the head rules out


def tongue(language: str, text: str) -> str:
    """Language and script of a text, such as "ar-Latn": the same words in other letters have another mean vector."""
    return f"{language}-{main_script(text)}"


class Centre:
    """Subtracts the mean vector of the message's language: what is left is meaning, comparable across languages."""

    def __init__(self, everywhere: Vector, means: Mapping[str, Vector]) -> None:
        self.everywhere = everywhere
        self.means = means

    def __call__(self, vector: Vector, tongue: str) -> Vector:
        """A unit vector; the mean of all languages is subtracted where the language's own is not known."""
        moved = vector - self.means.get(tongue, self.everywhere)
        return np.asarray(moved / max(float(np.linalg.norm(moved)), 1e-9), dtype=np.float32)


@dataclass
class Neighbours:
    """Training texts as centred vectors, sorted by class."""

    vectors: Array  # texts x 384
    classes: Classes
    starts: npt.NDArray[np.int64] = field(init=False)  # where the texts of each class begin, and the end

    def __post_init__(self) -> None:
        last = int(self.classes.max(initial=0))
        self.starts = np.searchsorted(self.classes, np.arange(last + 3))

    def nearest(self, vector: Array, wanted: Iterable[int], count: int) -> Array:
        """The highest likeness (-1 to 1) of the wanted classes' texts; 0 for others and those without a text."""
        best = np.zeros(count, dtype=np.float32)
        for number in wanted:
            texts = self.vectors[slice(*self.starts[number : number + 2])] if number + 1 < len(self.starts) else ()
            if len(texts):
                best[number] = (texts @ vector).max()
        return best


@dataclass
class Head:
    """Multinomial logistic regression over the classes."""

    weights: Array  # classes x 384
    bias: Array

    def log_probabilities(self, vectors: Array) -> Array:
        """Of one vector or of many; the last axis is the classes."""
        scores = vectors @ self.weights.T + self.bias
        scores = scores - scores.max(axis=-1, keepdims=True)
        return np.maximum(scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True)), LEAST_LOG)


@dataclass
class Weighing:
    """Conditional logit: what the features of all classes say together, as probabilities that sum to 1.

    Source: D. McFadden, Conditional logit analysis of qualitative choice behavior (1974).
    """

    weights: Array  # one a feature
    outside: float  # what speaks for "out of scope" whatever the features

    def probabilities(self, features: Array) -> Array:
        """`features` is (texts x) classes x FEATURES."""
        scores = features @ self.weights
        scores[..., 0] += self.outside
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=-1, keepdims=True), dtype=np.float32)


def _highest(values: Array, count: int) -> npt.NDArray[np.int_]:
    """Where the highest values are, the highest first."""
    some = np.argpartition(-values, count)[:count] if count < len(values) else np.arange(len(values))
    return some[np.argsort(-values[some])]


def with_nearest(head: Array, spelling: Array, centred: Array, neighbours: Neighbours) -> Array:
    """The three features of each class; only those that head and spelling find likely are compared text by text."""
    likely = _highest(head + SPELLING_BESIDE * spelling, COMPARED)
    near = neighbours.nearest(centred, {0, *likely.tolist()}, len(head))
    return np.stack([head, spelling, near], axis=-1)


@dataclass
class Ranker:
    """What training found, and nothing else: ids, numbers, hashed n-grams; no text."""

    classes: list[str]  # entry ids, and intents that are no entry
    centre: Centre
    head: Head
    spelling: LexicalHead
    neighbours: Neighbours
    weighing: Weighing = field(default_factory=lambda: Weighing(np.ones(len(FEATURES), dtype=np.float32), 0.0))
    thresholds: Thresholds = field(default_factory=lambda: Thresholds(sure=1.0, ask=1.0))
    held_out: dict[str, float] = field(default_factory=dict)  # how unseen messages fare; shares 0 to 1
    two_questions: TwoQuestions | None = None

    def rank(self, text: str, vector: Vector, language: str) -> list[tuple[str, float]]:
        """The 100 likeliest classes with their confidence (0 to 1), best first; the rest to 1 is "out of scope"."""
        confidences = self.weighing.probabilities(self.features(text, vector, language))[1:]
        return [(self.classes[each], float(confidences[each])) for each in _highest(confidences, RANKED)]

    def features(self, text: str, vector: Vector, language: str) -> Array:
        """Classes (out of scope first) x FEATURES."""
        centred = self.centre(vector, tongue(language, text))
        head = self.head.log_probabilities(centred)
        among = _highest(head, LOOKED_AT) if len(head) > MANY else None
        return with_nearest(head, self.spelling.scores(text, among), centred, self.neighbours)

    def save(self, directory: Path, facts: Mapping[str, Any]) -> None:
        """Write the arrays without pickle, and the rest with `facts` of the caller's as JSON."""
        languages = sorted(self.centre.means)
        np.savez(
            directory / ARRAYS,
            everywhere=self.centre.everywhere,
            means=np.stack([self.centre.means[code] for code in languages]),
            head=self.head.weights,
            head_bias=self.head.bias,
            vectors=self.neighbours.vectors.astype(np.float16),
            of_class=self.neighbours.classes,
            spelling=self.spelling.weights,
            spelling_bias=self.spelling.bias,
            rarity=self.spelling.rarity.astype(np.float16),
            weighing=self.weighing.weights,
        )
        known = {
            "classes": self.classes,
            "languages": languages,
            "outside": self.weighing.outside,
            "thresholds": {"sure": self.thresholds.sure, "ask": self.thresholds.ask},
            "held_out": self.held_out,
            "two_questions": asdict(self.two_questions) if self.two_questions else None,
        }
        (directory / FACTS).write_text(json.dumps({**facts, **known}, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> tuple[Ranker, dict[str, Any]]:
        """The ranker and all the facts saved with it."""
        facts = json.loads((directory / FACTS).read_text(encoding="utf-8"))
        with np.load(directory / ARRAYS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        spelling = LexicalHead(arrays["spelling"], arrays["spelling_bias"], arrays["rarity"].astype(np.float32))
        return (
            cls(
                facts["classes"],
                Centre(arrays["everywhere"], dict(zip(facts["languages"], arrays["means"], strict=True))),
                Head(arrays["head"], arrays["head_bias"]),
                spelling,
                Neighbours(arrays["vectors"].astype(np.float32), arrays["of_class"]),
                Weighing(arrays["weighing"], facts["outside"]),
                Thresholds(**facts["thresholds"]),
                facts["held_out"],
                TwoQuestions(**facts["two_questions"]) if facts["two_questions"] else None,
            ),
            facts,
        )
