"""What the parts of one run share: the place, the texts not yet sent, the kilotse that several of them ask."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Results
from benchmarks.load import send, take
from benchmarks.place import Place
from benchmarks.sentences import sentences
from benchmarks.served import Kilotse
from benchmarks.talks import GatewayTalk
from bot.environment import ROOT

DATA = ROOT.parent / "shared/data"  # public data sets, part of no repository
WARM = 60  # messages before anything is timed


@dataclass
class Run:
    """One run. `share` (0 to 1) shortens it: that part of the messages and repetitions, at least what figures need."""

    place: Place
    stack: ExitStack  # stops what the parts start
    share: float = 1.0
    epochs: int | None = None  # of stock Rasa's two neural networks; None: what the part thinks fit
    questions: Path | None = None  # judged questions, for the comparison
    fresh: bool = False
    data: Path = DATA
    results: Results = field(default_factory=Results)
    texts: Iterator[str] = field(default_factory=sentences)
    _kilotse: Kilotse | None = None

    def count(self, whole: int, least: int = 1) -> int:
        """So many of `whole`, for a shortened run."""
        return max(least, round(whole * self.share))

    def new_texts(self, count: int) -> list[str]:
        return take(self.texts, count)

    def kilotse(self) -> Kilotse:
        """A warm kilotse, started at the first call and stopped at the latest when the run ends."""
        if self._kilotse is None:
            kilotse = self.stack.enter_context(Kilotse(self.place))
            kilotse.wait()
            self.warm(kilotse)
            self._kilotse = kilotse
        return self._kilotse

    def stop_kilotse(self) -> None:
        """For parts that must have the machine, or the place, to themselves."""
        if self._kilotse is not None:
            self._kilotse.stop()
            self._kilotse = None

    def warm(self, kilotse: Kilotse) -> None:
        """Messages in every language, so that lazy parts are loaded before the first timed one."""
        send(lambda: GatewayTalk(kilotse.port), self.new_texts(WARM), clients=4)


def say(text: str) -> None:
    """Progress, beside the tables on standard output."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
