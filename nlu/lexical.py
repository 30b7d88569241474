"""How alike two texts look: cosine of their character 3- and 4-grams. Helps with short and misspelt messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlu.text import words

SIZES = (3, 4)
BUCKETS = 1 << 17  # n-grams are hashed into so many columns


class LexicalIndex:
    """Rows of n-gram weights, one a training text; `rarity` weighs an n-gram by how few texts have it."""

    def __init__(self, rows: sparse.csr_matrix, rarity: npt.NDArray[np.float32]) -> None:
        self.rows = rows
        self.rarity = rarity

    @classmethod
    def of(cls, texts: Sequence[str]) -> LexicalIndex:
        counts = sparse.vstack([_counts(text) for text in texts], format="csr")
        found = np.bincount(counts.indices, minlength=BUCKETS)
        rarity = np.log((1 + len(texts)) / (1 + found)).astype(np.float32) + 1
        return cls(_unit(counts.multiply(rarity).tocsr().astype(np.float32)), rarity)

    def likeness(self, text: str) -> npt.NDArray[np.float32]:
        """Cosine (0 to 1) of the text with each row."""
        mine = _unit(_counts(text).multiply(self.rarity).tocsr().astype(np.float32))
        return np.asarray((self.rows @ mine.T).todense(), dtype=np.float32).ravel()


def _counts(text: str) -> sparse.csr_matrix:
    found = Counter(crc32(gram.encode()) % BUCKETS for gram in _grams(text))
    columns = np.fromiter(found.keys(), dtype=np.int32, count=len(found))
    weights = np.sqrt(np.fromiter(found.values(), dtype=np.float32, count=len(found)))
    return sparse.csr_matrix((weights, columns, np.array([0, len(found)])), shape=(1, BUCKETS), dtype=np.float32)


def _grams(text: str) -> list[str]:
    padded = " " + " ".join(words(text)) + " "
    return [padded[start : start + size] for size in SIZES for start in range(len(padded) - size + 1)]


def _unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(length, 1e-9)).dot(rows).tocsr().astype(np.float32)
