"""Trains a `Ranker`: the heads, and on messages they have not seen its calibration and the two thresholds.

Those messages are the development set's tuning part, where it covers the content. Where it does not (another city's
entries, a small catalogue in a test), training questions stand in, held out in folds: the n-th questions of an entry in
all languages are often translations of one another, so they share a fold and none is judged by its own translation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.head_fit import Texts, fit_head, fit_spelling
from nlu.lexical import counted, rarity_of, weigh
from nlu.ranking import FEATURES, Array, Centre, Classes, Neighbours, Ranker, tongue, with_nearest
from nlu.samples import Sample, Tuning
from nlu.thresholds import Outcome, choose_thresholds
from nlu.vector_cache import Vector
from nlu.weighing_fit import fit_weighing

FOLDS = 6  # ten say the same and cost 20 s more
MEAN_BACKING = 20  # a language's mean leans on the mean of all as if on so many texts
FEWEST_TUNING = 300  # messages of the development set; with fewer the folds are the better measure
Report = Callable[[str], None]


@dataclass
class Unseen:
    """Messages that the heads did not learn from, with their features (texts x classes x FEATURES)."""

    features: Array
    expected: list[tuple[int, ...]]  # numbers of the classes that are right; none: out of scope

    def targets(self) -> Classes:
        return np.array([classes[0] if classes else 0 for classes in self.expected], dtype=np.int32)


def fit_ranker(
    samples: Sequence[Sample],
    entries: set[str],
    harmless: Collection[str],
    report: Report,
    tuning: Sequence[Tuning] = (),
) -> Ranker:
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
        vectors=np.stack([centre(sample.vector, tongue(sample.language, sample.text)) for sample in samples]),
        spelt=weigh(counts, rarity),
        targets=np.array([number.get(sample.label or "", 0) for sample in samples], dtype=np.int32),
        folds=np.array([sample.group % FOLDS for sample in samples]),
        count=len(classes) + 1,
    )
    report(f"Training the heads on {len(samples)} texts in {len(classes)} classes")
    ranker = Ranker(
        classes,
        centre,
        fit_head(texts, texts.everything()),
        fit_spelling(texts, texts.everything(), rarity),
        Neighbours(texts.vectors, texts.targets),
    )
    usable = [each for each in tuning if number.keys() >= set(each.expected)]
    if len(usable) >= FEWEST_TUNING:
        report(f"Setting probabilities and thresholds on {len(usable)} messages of the development set")
        unseen = _tuning_features(ranker, usable, number)
    else:
        unseen = _held_out_features(texts, report)
    ranker.weighing = fit_weighing(unseen.features, unseen.targets())
    outcomes = _outcomes(ranker, unseen, [place for label, place in number.items() if label in entries])
    ranker.thresholds, ranker.held_out = choose_thresholds(outcomes, harmless)
    return ranker


def _centre(samples: Sequence[Sample]) -> Centre:
    everywhere = np.asarray(np.mean([sample.vector for sample in samples], axis=0), dtype=np.float32)
    spoken: Mapping[str, list[Vector]] = defaultdict(list)
    for sample in samples:
        spoken[tongue(sample.language, sample.text)].append(sample.vector)
    means = {
        name: np.asarray(
            (np.sum(vectors, axis=0) + MEAN_BACKING * everywhere) / (len(vectors) + MEAN_BACKING), dtype=np.float32
        )
        for name, vectors in spoken.items()
    }
    return Centre(everywhere, means)


def _tuning_features(ranker: Ranker, tuning: Sequence[Tuning], number: Mapping[str, int]) -> Unseen:
    features = np.stack([ranker.features(each.text, each.vector, each.language) for each in tuning])
    return Unseen(features, [tuple(number[label] for label in each.expected) for each in tuning])


def _held_out_features(texts: Texts, report: Report) -> Unseen:
    """From heads and neighbours of the other folds alone."""
    features = np.empty((len(texts.targets), texts.count, len(FEATURES)), dtype=np.float32)
    for fold in sorted(set(texts.folds.tolist())):
        report(f"Holding out fold {fold + 1} of {FOLDS}")
        test = texts.folds == fold
        spelling = fit_spelling(texts, ~test, np.empty(0, dtype=np.float32))
        heads = fit_head(texts, ~test).log_probabilities(texts.vectors[test])
        spelt = texts.spelt[test] @ spelling.weights.astype(np.float32) + spelling.bias
        known = Neighbours(texts.vectors[~test], texts.targets[~test])
        rows = zip(heads, spelt, texts.vectors[test], strict=True)
        features[test] = [with_nearest(head, each, vector, known) for head, each, vector in rows]
    return Unseen(features, [(int(target),) if target else () for target in texts.targets])


def _outcomes(ranker: Ranker, unseen: Unseen, entries: Sequence[int]) -> list[Outcome]:
    """What would be decided on each message, for those that mean an entry or are out of scope."""
    names = ["", *ranker.classes]
    places = np.array(entries)
    outcomes: list[Outcome] = []
    for shares, expected in zip(ranker.weighing.probabilities(unseen.features), unseen.expected, strict=True):
        if expected and not set(expected) <= set(entries):
            continue
        order = places[np.argsort(-shares[places])][:5]
        ranking = [(names[each], float(shares[each])) for each in order]
        outcomes.append(Outcome(ranking, tuple(names[each] for each in expected)))
    return outcomes
