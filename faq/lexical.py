"""Plain search by letters over the published entries: what is left when the engine is down.

Character trigrams of titles and example questions, weighted by rarity (tf-idf), compared by cosine. Source:
Salton, Buckley (1988), "Term-weighting approaches in automatic text retrieval".
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from faq.crisis import fold
from faq.model import Entry

SIZE = 3


@dataclass(frozen=True)
class Found:
    """An entry, its nearest question's language, and the cosine of that question (0 to 1)."""

    entry: str
    language: str
    confidence: float


def _grams(text: str) -> Counter[str]:
    folded = fold(text)
    return Counter(folded[i : i + SIZE] for i in range(max(1, len(folded) - SIZE + 1)))


class LexicalIndex:
    """The entries' questions and titles by their trigrams."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        texts = [(entry.id, language, text) for entry in entries for language, text in _texts(entry)]
        self._document = [(id, language) for id, language, _ in texts]
        documents = [_grams(text) for _, _, text in texts]
        frequency = Counter(gram for grams in documents for gram in grams)
        self._rarity = {gram: math.log(1 + len(documents) / count) for gram, count in frequency.items()}
        self._unknown = math.log(1 + len(documents))  # grams of no document weigh as the rarest: they count against
        # Arrays, not lists of pairs: 20,000 questions take 30 MB instead of 200.
        self._postings = {gram: (array("i"), array("f")) for gram in frequency}
        for number, grams in enumerate(documents):
            for gram, weight in self._weigh(grams).items():
                numbers, weights = self._postings[gram]
                numbers.append(number)
                weights.append(weight)

    def _weigh(self, grams: Counter[str]) -> dict[str, float]:
        """Unit-length tf-idf weights."""
        weights = {gram: (1 + math.log(n)) * self._rarity.get(gram, self._unknown) for gram, n in grams.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}

    def search(self, text: str, most: int = 3) -> list[Found]:
        """The entries with the nearest questions, best first."""
        scores: dict[int, float] = defaultdict(float)
        for gram, weight in self._weigh(_grams(text)).items():
            for number, other in zip(*self._postings.get(gram, ((), ())), strict=True):
                scores[number] += weight * other
        best: dict[str, Found] = {}
        for number, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
            entry, language = self._document[number]
            best.setdefault(entry, Found(entry, language, min(1.0, score)))
        return list(best.values())[:most]


def _texts(entry: Entry) -> list[tuple[str, str]]:
    titles = [(code, wording.title) for code, wording in entry.wordings.items()]
    return titles + entry.questions()
