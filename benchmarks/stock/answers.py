"""Right answers of both, on the same judged questions and by the same rules."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.figures import CannotMeasure
from benchmarks.place import Place
from benchmarks.process import tail
from benchmarks.talks import StockTalk
from bot.evaluation.judging import Outcome, judge_outcome
from bot.evaluation.lines import Line, read_lines
from bot.evaluation.summary import summarise

OUTCOMES = "outcomes.jsonl"
VERDICTS = ("right", "asked_well", "missed", "wrong")


def fitting_lines(place: Place, questions: Path) -> list[Line]:
    """The questions that are out of scope, or that at least one entry of the content answers."""
    known = place.content.entries.keys()
    return [line for line in read_lines(questions) if not line.expect or known & set(line.expect)]


def ours(place: Place, lines: Iterable[Line], engine_port: int) -> dict[str, Any]:
    """The summary of `kilotse evaluate`: crisis check, engine and filter. The outcomes stay: `our_outcomes`."""
    path = place.folder / "questions.jsonl"
    path.write_text("".join(_row(line) for line in lines), encoding="utf-8")
    place.log("evaluate").unlink(missing_ok=True)
    place.kilotse(
        ["evaluate", str(path), "--json", "--outcomes", str(place.folder / OUTCOMES)], KILOTSE_ENGINE_PORT=engine_port
    )
    printed = place.log("evaluate").read_text(encoding="utf-8")
    try:
        summary: dict[str, Any] = json.loads(printed[printed.index("{\n") :])
    except ValueError:
        raise CannotMeasure(f"kilotse evaluate printed no summary:\n{tail(place.log('evaluate'))}") from None
    return summary


def our_outcomes(place: Place) -> list[Outcome]:
    """What `ours` was told last, in the order of the lines."""
    rows = map(json.loads, (place.folder / OUTCOMES).read_text(encoding="utf-8").splitlines())
    return [Outcome(**{**row, "entries": tuple(row["entries"])}) for row in rows]


def _row(line: Line) -> str:
    return json.dumps({**line.__dict__, "expect": list(line.expect)}, ensure_ascii=False) + "\n"


def stock(lines: Iterable[Line], port: int) -> dict[str, Any]:
    """The same summary for stock Rasa, which names no language."""
    return judged(lines, (_ask(line, port) for line in lines))


def judged(lines: Iterable[Line], outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """The summary of outcomes that stand in the order of the lines."""
    pairs = zip(lines, outcomes, strict=True)
    return summarise([(line, outcome, judge_outcome(line, outcome)) for line, outcome in pairs])


def _ask(line: Line, port: int) -> Outcome:
    """Each question is a conversation of its own. The action says its entry in `custom`; all else is a fallback."""
    with closing(StockTalk(port)) as talk:
        started = time.perf_counter()
        reply = talk.send(line.text)
        ms = (time.perf_counter() - started) * 1000
    custom = next((each["custom"] for each in reply if "custom" in each), None)
    if custom is None:
        return Outcome(line.id, "", "fallback", (), 0.0, ms)
    return Outcome(line.id, "", "answered", (custom["entry"],), custom["confidence"], ms)
