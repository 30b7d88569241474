"""`kilotse evaluate`: judges the whole decision on files of questions; the format is told in `docs/evaluation.md`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.progress import track

from bot import environment
from bot.command import talk
from bot.command.judging import Line, Outcome, judge_outcome, summarise, tables
from bot.engine.client import Engine, Hint
from bot.environment import SettingError

FIELDS = {"id", "lang", "kind", "text", "expect"}


def run(options: argparse.Namespace) -> int:
    lines = [line for path in options.files for line in read_lines(path)]
    outcomes = asyncio.run(_ask_all(lines, options.hint))
    if options.outcomes:
        text = "".join(json.dumps(outcome.as_json(), ensure_ascii=False) + "\n" for outcome in outcomes)
        options.outcomes.write_text(text, encoding="utf-8")
    judged = [(line, outcome, judge_outcome(line, outcome)) for line, outcome in zip(lines, outcomes, strict=True)]
    summary = summarise(judged)
    print(json.dumps(summary, ensure_ascii=False, indent=2) if options.json else tables(summary))
    return 0


def read_lines(path: Path) -> Iterator[Line]:
    """The questions of a file. SettingError: file and line, and what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: cannot be read ({error}). Give a file of JSON lines.") from None
    for number, row in enumerate(text.split("\n"), start=1):
        if row.strip():
            yield _read_line(f"{path}:{number}", row)


def _read_line(place: str, row: str) -> Line:
    try:
        data: Any = json.loads(row)
    except ValueError as error:
        raise SettingError(f"{place}: no JSON ({error}). Write one object a line.") from None
    if not isinstance(data, dict) or not data.keys() >= FIELDS:
        raise SettingError(f"{place}: a field is missing. Each line needs {', '.join(sorted(FIELDS))}.")
    expect = data["expect"]
    if not isinstance(expect, list) or not all(isinstance(id, str) for id in expect):
        raise SettingError(f"{place}: `expect` is not a list of entry ids. Write [] for out of scope.")
    return Line(
        str(data["id"]), str(data["lang"]), str(data["kind"]), str(data["text"]), tuple(expect), bool(data.get("all"))
    )


async def _ask_all(lines: list[Line], with_hint: bool) -> list[Outcome]:
    outcomes = []
    async with Engine(environment.read().engines) as engine:
        if not await engine.healthy(timeout_s=3.0):
            raise SettingError("The engine does not run; there is nothing to measure. Start it: kilotse serve")
        shown = track(lines, description="asking", console=_progress_console(), disable=not sys.stderr.isatty())
        for line in shown:
            try:
                result = await talk.exchange(engine, line.text, Hint(line.lang, "page") if with_hint else Hint())
            except SettingError as error:
                raise SettingError(f"Line {line.id}: {error}") from None
            if result.judgement.plain_search:
                raise SettingError(f"The engine failed at line {line.id}. See its log, and measure again.")
            outcomes.append(Outcome.of(line.id, result))
    return outcomes


def _progress_console() -> Any:
    from rich.console import Console

    return Console(stderr=True)
