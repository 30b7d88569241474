"""How an outcome is judged; the rules are those of `docs/evaluation.md`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.evaluation.lines import Line
from faq.decision import Ranked

if TYPE_CHECKING:
    from bot.command.talk import Exchange

Verdict = Literal["right", "asked_well", "missed", "wrong"]
VERDICTS: tuple[Verdict, ...] = ("right", "asked_well", "missed", "wrong")
Judged = Sequence[tuple[Line, "Outcome", Verdict]]


@dataclass(frozen=True)
class Outcome:
    """What the assistant did with a line."""

    id: str
    language: str
    outcome: str  # answered, asked, fallback, handoff, language
    entries: tuple[str, ...]
    confidence: float
    ms: float
    ranking: tuple[Ranked, ...] = ()  # best first; for the figures alone, `as_json` leaves it out

    @classmethod
    def of(cls, id: str, result: Exchange) -> Outcome:
        """A handoff that was asked for counts as answered with contact.human; a crisis text as its entry."""
        judgement = result.judgement
        kinds = {"answer": "answered", "clarify": "asked", "switch": "language"}
        kind, entries = kinds.get(judgement.kind, judgement.kind), result.entries
        if result.crisis:
            kind = "answered"
            entries = [result.crisis.entry, *(judgement.entries if judgement.kind == "answer" else ())]
        if judgement.kind == "handoff" and judgement.reason == "asked":
            kind, entries = "answered", [*([result.crisis.entry] if result.crisis else []), "contact.human"]
        unique = tuple(dict.fromkeys(entries))
        confidence, ms = round(judgement.confidence, 4), round(judgement.ms, 1)
        return cls(id, judgement.language, kind, unique, confidence, ms, judgement.ranking)

    def as_json(self) -> dict[str, Any]:
        """The fixed fields that `--outcomes` writes."""
        return {
            "id": self.id,
            "language": self.language,
            "outcome": self.outcome,
            "entries": list(self.entries),
            "confidence": self.confidence,
            "ms": self.ms,
        }


def judge_outcome(line: Line, outcome: Outcome) -> Verdict:
    """Right, asked well, missed or wrong. Judging follows `expect`, not `kind`."""
    entries = set(outcome.entries)
    if not line.expect:
        return "wrong" if outcome.outcome == "answered" and not entries <= right_outside(line) else "right"
    if outcome.outcome == "answered":
        hit = entries >= set(line.expect) if line.all else outcome.entries[0] in line.expect
        return "right" if hit else "wrong"
    if outcome.outcome == "asked":
        return "asked_well" if entries & set(line.expect) else "wrong"
    return "missed"


def right_outside(line: Line) -> set[str]:
    """The entries that may answer a line out of scope: they say that it is not ours."""
    return {"smalltalk.off-topic"} | ({"contact.other-office"} if line.kind == "oos-near" else set())
