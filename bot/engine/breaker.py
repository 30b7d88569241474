"""A circuit breaker: after some failures in a row it spares the engine, and the resident the waiting."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    """Closed lets calls through; open refuses them for `pause_s`; then one call may try again.

    Source: Nygard (2007), "Release It!", Circuit Breaker.
    """

    def __init__(self, failures: int = 3, pause_s: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._pause_s = pause_s
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        """True: do not call now."""
        return self._failures >= self._limit and self._clock() < self._open_until

    def try_pass(self) -> bool:
        """May a call be made now? Half open, the first caller gets through and the others wait for its outcome."""
        if self.is_open:
            return False
        if self._failures >= self._limit:
            self._open_until = self._clock() + self._pause_s
        return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= self._limit:
            self._open_until = self._clock() + self._pause_s
