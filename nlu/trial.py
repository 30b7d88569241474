"""Rankings as they would be with drafts of example questions: what staff see before they publish.

Exact where it is cheap: the draft's entry gets its texts, its spelling weights, and the head is fitted on from where it
stands. Probabilities and thresholds stay those of the model in use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from nlu.head_fit import SPELLING_STRENGTH, STRENGTH
from nlu.lexical import USUAL, LexicalHead, counted, weigh
from nlu.ranking import Head, Neighbours, Ranker, tongue
from nlu.samples import Sample

MORE_STEPS = 15  # of the head's optimiser, from the weights in use


def with_drafts(ranker: Ranker, samples: Sequence[Sample], drafts: Mapping[str, Sequence[Sample]]) -> Ranker:
    """The ranker as if each drafted entry had these questions and no others. A new entry becomes a new class.

    `samples` are all texts the ranker was trained on; takes 5 to 10 s for 20,000 texts.
    """
    classes = [*ranker.classes, *(entry for entry in drafts if entry not in ranker.classes)]
    number = {label: place for place, label in enumerate(classes, start=1)}
    kept = [sample for sample in samples if sample.label not in drafts]
    texts = sorted(
        [*kept, *(sample for draft in drafts.values() for sample in draft)], key=lambda s: number.get(s.label or "", 0)
    )
    targets = np.array([number.get(sample.label or "", 0) for sample in texts], dtype=np.int32)
    vectors = np.stack([ranker.centre(each.vector, tongue(each.language, each.text)) for each in texts])
    return replace(
        ranker,
        classes=classes,
        head=_head(ranker.head, vectors, targets, len(classes) + 1),
        spelling=_spelling(ranker.spelling, texts, targets, [number[entry] for entry in drafts]),
        neighbours=Neighbours(vectors, targets),
    )


def _head(present: Head, vectors: np.ndarray, targets: np.ndarray, count: int) -> Head:
    more = count - len(present.bias)
    weights = np.vstack([present.weights, np.zeros((more, present.weights.shape[1]), dtype=np.float32)])
    bias = np.concatenate([present.bias, np.full(more, present.bias.min(), dtype=np.float32)])
    model = LogisticRegression(C=STRENGTH, max_iter=MORE_STEPS, warm_start=True)
    known = np.unique(targets)
    model.coef_, model.intercept_, model.classes_ = weights[known], bias[known], known
    model.fit(vectors, targets)
    weights[known], bias[known] = model.coef_, model.intercept_
    return Head(weights.astype(np.float32), bias.astype(np.float32))


def _spelling(
    present: LexicalHead, texts: Sequence[Sample], targets: np.ndarray, changed: Sequence[int]
) -> LexicalHead:
    spelt = weigh(counted([sample.text for sample in texts]), present.rarity)
    more = max([*changed, len(present.bias) - 1]) + 1 - len(present.bias)
    weights = np.hstack([present.weights, np.zeros((len(present.weights), more), dtype=np.float16)])
    bias = np.concatenate([present.bias, np.full(more, USUAL, dtype=np.float32)])
    for each in changed:
        if not (targets == each).any():  # a draft without questions
            weights[:, each], bias[each] = 0, USUAL
            continue
        model = LinearSVC(C=SPELLING_STRENGTH, dual=True, max_iter=2000, random_state=0).fit(spelt, targets == each)
        weights[:, each], bias[each] = model.coef_[0], model.intercept_[0]
    return LexicalHead(weights, bias, present.rarity)
