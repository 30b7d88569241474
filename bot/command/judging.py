"""How an outcome is judged and counted; the rules are those of `docs/evaluation.md`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bot.command.talk import Exchange

Verdict = Literal["right", "asked_well", "missed", "wrong"]
VERDICTS: tuple[Verdict, ...] = ("right", "asked_well", "missed", "wrong")
Judged = Sequence[tuple["Line", "Outcome", Verdict]]


@dataclass(frozen=True)
class Line:
    """A judged question: `expect` are the right entries, best first, none when it is out of scope."""

    id: str
    lang: str
    kind: str
    text: str
    expect: tuple[str, ...]
    all: bool


@dataclass(frozen=True)
class Outcome:
    """What the assistant did with a line."""

    id: str
    language: str
    outcome: str  # answered, asked, fallback, handoff, language
    entries: tuple[str, ...]
    confidence: float
    ms: float

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
        return cls(id, judgement.language, kind, unique, round(judgement.confidence, 4), round(judgement.ms, 1))

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "entries": list(self.entries)}


def judge_outcome(line: Line, outcome: Outcome) -> Verdict:
    """Right, asked well, missed or wrong. Judging follows `expect`, not `kind`."""
    entries = set(outcome.entries)
    if not line.expect:
        allowed = {"smalltalk.off-topic"} | ({"contact.other-office"} if line.kind == "oos-near" else set())
        return "wrong" if outcome.outcome == "answered" and not entries <= allowed else "right"
    if outcome.outcome == "answered":
        hit = entries >= set(line.expect) if line.all else outcome.entries[0] in line.expect
        return "right" if hit else "wrong"
    if outcome.outcome == "asked":
        return "asked_well" if entries & set(line.expect) else "wrong"
    return "missed"


def summarise(judged: Judged) -> dict[str, Any]:
    """The one object that `--json` prints."""
    times = sorted(outcome.ms for _, outcome, _ in judged)
    named = [outcome.language == line.lang for line, outcome, _ in judged]
    return {
        "lines": len(judged),
        **_scopes(judged),
        "by_language": _grouped(judged, "lang"),
        "by_kind": _grouped(judged, "kind"),
        "language_identified": round(sum(named) / len(named), 4) if named else 0.0,
        "ms": {"p50": _percentile(times, 50), "p95": _percentile(times, 95)},
    }


def _count(judged: Judged) -> dict[str, int]:
    counted = Counter(verdict for _, _, verdict in judged)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def _grouped(judged: Judged, field: str) -> dict[str, dict[str, dict[str, int]]]:
    groups: dict[str, list[tuple[Line, Outcome, Verdict]]] = defaultdict(list)
    for each in judged:
        groups[getattr(each[0], field)].append(each)
    return {name: _scopes(groups[name]) for name in sorted(groups)}


def _scopes(judged: Judged) -> dict[str, dict[str, int]]:
    inside = [each for each in judged if each[0].expect]
    return {"in_scope": _count(inside), "out_of_scope": _count([each for each in judged if not each[0].expect])}


def _percentile(times: list[float], percent: int) -> float:
    if len(times) < 2:
        return times[0] if times else 0.0
    return round(quantiles(times, n=100, method="inclusive")[percent - 1], 1)


def tables(summary: dict[str, Any]) -> str:
    """The summary for people."""
    rows = [("all", summary), *summary["by_kind"].items(), *summary["by_language"].items()]
    heads = ["in scope: right", "asked well", "missed", "wrong", "out of scope: right", "wrong"]
    lines = [f"{'':<12}" + "  ".join(heads)]
    for name, scopes in rows:
        counts = [scopes["in_scope"][verdict] for verdict in VERDICTS]
        counts += [scopes["out_of_scope"]["right"], scopes["out_of_scope"]["wrong"]]
        cells = (f"{count:>{len(head)}}" for count, head in zip(counts, heads, strict=True))
        lines.append(f"{name:<12}" + "  ".join(cells))
    lines.append(f"language identified: {summary['language_identified']:.1%} of {summary['lines']} lines")
    lines.append(f"engine, ms a message: p50 {summary['ms']['p50']}, p95 {summary['ms']['p95']}")
    return "\n".join(lines)
