"""Sends many texts, one after the other or at once, and times each from the sender's side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from benchmarks.figures import CannotMeasure, middle, percentile
from benchmarks.talks import Talk


@dataclass(frozen=True)
class Load:
    """What came of it. `own_ms`: processor time that the sender itself took for a message."""

    times_ms: tuple[float, ...]
    seconds: float
    own_ms: float

    @property
    def a_second(self) -> float:
        return len(self.times_ms) / self.seconds

    @property
    def p50(self) -> float:
        return middle(self.times_ms)

    @property
    def p95(self) -> float:
        return percentile(self.times_ms, 95)


def send(new_talk: Callable[[], Talk], texts: Sequence[str], clients: int = 1) -> Load:
    """Share the texts among so many clients, each waiting for its answer before it sends the next."""
    shares = [texts[first::clients] for first in range(clients)]
    started, spent = time.perf_counter(), time.process_time()
    if clients == 1:  # no threads: nothing but the message is timed
        rows = [_send_share(new_talk, texts)]
    else:
        with ThreadPoolExecutor(clients) as pool:
            rows = list(pool.map(lambda share: _send_share(new_talk, share), shares))
    seconds, own_s = time.perf_counter() - started, time.process_time() - spent
    return Load(tuple(value for row in rows for value in row), seconds, own_s * 1000 / len(texts))


def _send_share(new_talk: Callable[[], Talk], texts: Sequence[str]) -> list[float]:
    times_ms = []
    with closing(new_talk()) as talk:
        for text in texts:
            started = time.perf_counter()
            talk.send(text)
            times_ms.append((time.perf_counter() - started) * 1000)
    return times_ms


def take(source: Iterator[str], count: int) -> list[str]:
    """The next texts that nobody has sent yet. CannotMeasure: there are not that many left."""
    texts = list(islice(source, count))
    if len(texts) < count:
        raise CannotMeasure("The new texts are used up. Add words to benchmarks/sentences.py.")
    return texts
