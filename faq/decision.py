"""What to do with a ranking: answer, ask back, or say that there is no answer. Both houses decide with this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MOST_OFFERED = 3  # a person on a phone can weigh three buttons, not five
HOPELESS = 20  # a third entry this much less likely than the best is not offered


@dataclass(frozen=True)
class Thresholds:
    """Confidences (0 to 1): from `sure` on an entry is answered, from `ask` on it is offered as a button."""

    sure: float
    ask: float

    def __post_init__(self) -> None:
        if not 0 <= self.ask <= self.sure <= 1:
            raise ValueError(f"thresholds are sure={self.sure}, ask={self.ask}; 0 <= ask <= sure <= 1 must hold.")


@dataclass(frozen=True)
class Ranked:
    """An entry and the probability (0 to 1) that it is what was asked."""

    entry: str
    confidence: float


@dataclass(frozen=True)
class Decision:
    """`answer` has one entry, `clarify` up to three, `fallback` none."""

    kind: Literal["answer", "clarify", "fallback"]
    entries: tuple[str, ...]
    confidence: float


def decide(ranking: Sequence[Ranked], thresholds: Thresholds) -> Decision:
    """Decide on a ranking, best first. Entries that may not be shown must be left out of it beforehand."""
    if not ranking or ranking[0].confidence < thresholds.ask:
        return Decision("fallback", (), ranking[0].confidence if ranking else 0.0)
    best = ranking[0]
    if best.confidence >= thresholds.sure:
        return Decision("answer", (best.entry,), best.confidence)
    # The next ones share what probability is left: offered when they are not hopeless beside the best, and the second
    # in any case, since one button alone is no choice.
    likely = enumerate(ranking[:MOST_OFFERED])
    offered = tuple(each.entry for place, each in likely if place < 2 or each.confidence >= best.confidence / HOPELESS)
    return Decision("clarify", offered, best.confidence)
