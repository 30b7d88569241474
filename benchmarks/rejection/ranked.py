"""Our ranking code on the texts of a data set. The one module of the benchmarks that knows `nlu.ranking`."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.rejection.clinc import Example
from nlu.embedding import embedder
from nlu.ranking import FEATURES, Array
from nlu.ranking_fit import fit_ranker
from nlu.samples import Sample
from nlu.text import clean
from nlu.vector_cache import VectorCache

LANGUAGE = "en"
HEAD, NEAR = FEATURES.index("head"), FEATURES.index("near")


@dataclass(frozen=True)
class Scored:
    """`best`: the likeliest class of each judged text, out of scope left out. `scores` by name: high if in scope."""

    best: list[str]
    scores: dict[str, Array]
    embedding_s: float
    fitting_s: float


def score(training: Sequence[Example], judged: Sequence[Example], cache: Path) -> Scored:
    """Train as the engine is trained, texts of out of scope included, and score the judged texts."""
    started = time.monotonic()
    known, new = _samples(training, cache), _samples(judged, cache)
    embedded = time.monotonic()
    ranker = fit_ranker(known, {each.label for each in known if each.label}, (), lambda text: print(text, flush=True))
    fitted = time.monotonic()
    features = np.stack([ranker.features(each.text, each.vector, each.language) for each in new])
    shares = ranker.weighing.probabilities(features)
    best = [ranker.classes[place] for place in shares[:, 1:].argmax(axis=1)]
    return Scored(best, _scores(features, shares), embedded - started, fitted - embedded)


def _scores(features: Array, shares: Array) -> dict[str, Array]:
    """What could decide that a text is ours; class 0 is out of scope."""
    head, near = np.exp(features[:, 1:, HEAD]).max(axis=1), features[:, 1:, NEAR].max(axis=1)
    return {
        "1 - P(out of scope)": 1 - shares[:, 0],
        "best confidence": shares[:, 1:].max(axis=1),
        "head's probability": head,
        "nearest cosine": near,
        "head's probability + nearest cosine": head + near,
    }


def _samples(examples: Sequence[Example], cache: Path) -> list[Sample]:
    """The n-th texts of all intents share a fold, as the n-th questions of our entries do."""
    texts = [clean(example.text) for example in examples]
    vectors = embedder().vectors(texts, VectorCache(cache, embedder().name), lambda done, whole: None)
    seen: Counter[str | None] = Counter()
    samples = []
    for example, text, vector in zip(examples, texts, vectors, strict=True):
        samples.append(Sample(text, vector, LANGUAGE, example.intent, seen[example.intent]))
        seen[example.intent] += 1
    return samples
