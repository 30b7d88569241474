"""How a text is spelt: a linear head over character n-grams of its words in Latin letters and of their consonants.

Helps with short and misspelt messages, and with those in Latin letters that are usually written in others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlu.romanised import romanised, skeleton
from nlu.text import words

SIZES = (2, 3, 4)
USUAL = -1.0  # score of a class that is not meant
BUCKETS = 1 << 16  # n-grams are hashed into so many columns
Array = npt.NDArray[np.float32]


@dataclass
class LexicalHead:
    """One weight for each n-gram and class. `rarity` weighs an n-gram by how few training texts have it."""

    weights: npt.NDArray[np.float16]  # buckets x classes
    bias: Array
    rarity: Array

    def scores(self, text: str, among: npt.NDArray[np.int_] | None = None) -> Array:
        """One score a class: above 0 speaks for it, about -1 is usual for the others.

        `among`: numbers of the classes to look at; the others get what is usual. None: all.
        """
        row = weigh(counted([text]), self.rarity)
        if among is None:
            return np.asarray(row.data @ self.weights[row.indices].astype(np.float32) + self.bias, dtype=np.float32)
        scores = np.full(len(self.bias), USUAL, dtype=np.float32)
        scores[among] = row.data @ self.weights[np.ix_(row.indices, among)].astype(np.float32) + self.bias[among]
        return scores


def counted(texts: Sequence[str]) -> sparse.csr_matrix:
    """Texts x buckets: how often each n-gram stands in the text, damped by the logarithm."""
    columns: list[int] = []
    weights: list[float] = []
    borders = [0]
    for text in texts:
        found = Counter(crc32(gram.encode()) % BUCKETS for gram in _grams(text))
        columns += found.keys()
        weights += (1 + np.log(count) for count in found.values())
        borders.append(len(columns))
    return sparse.csr_matrix((np.array(weights, dtype=np.float32), columns, borders), shape=(len(texts), BUCKETS))


def rarity_of(counts: sparse.csr_matrix) -> Array:
    """Inverse document frequency of each n-gram, smoothed: 1 for one that every text has."""
    texts = counts.shape[0]
    found = np.bincount(counts.indices, minlength=BUCKETS)
    return np.asarray(np.log((1 + texts) / (1 + found)) + 1, dtype=np.float32)


def weigh(counts: sparse.csr_matrix, rarity: Array) -> sparse.csr_matrix:
    """The rows, weighed and of length 1; a text without letters stays 0."""
    rows = counts.multiply(rarity).tocsr()
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(length, 1e-9)).dot(rows).tocsr().astype(np.float32)


def _grams(text: str) -> list[str]:
    grams: list[str] = []
    for word in words(text):
        for kind, spelt in (("", romanised(word)), ("=", skeleton(word))):
            padded = f" {spelt} "
            grams += [kind + padded[start : start + size] for size in SIZES for start in range(len(padded) - size + 1)]
    return grams
