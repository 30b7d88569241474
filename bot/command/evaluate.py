"""`kilotse evaluate`: judges the whole decision on files of questions; the format is told in `docs/evaluation.md`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from rich.progress import track

from bot import clock, environment
from bot.command import talk
from bot.content import current
from bot.engine.client import Engine, Hint
from bot.environment import SettingError
from bot.evaluation import report_html, report_markdown
from bot.evaluation.judging import Outcome, judge_outcome
from bot.evaluation.languages import audience_of
from bot.evaluation.lines import Line, read_lines
from bot.evaluation.origin import Origin, command_of
from bot.evaluation.report_text import tables
from bot.evaluation.summary import summarise


def run(options: argparse.Namespace) -> int:
    """SettingError: a file cannot be read or written, or the engine does not answer."""
    lines = [line for path in options.files for line in read_lines(path)]
    for path in (options.outcomes, options.html, options.markdown):
        if path and not path.parent.is_dir():  # said before the questions are asked, which takes its time
            raise SettingError(f"{path} cannot be written (there is no such folder). Give another file.")
    content = current()
    outcomes = asyncio.run(_ask_all(lines, options.hint))
    if options.outcomes:
        rows = (json.dumps(outcome.as_json(), ensure_ascii=False) + "\n" for outcome in outcomes)
        _write(options.outcomes, "".join(rows))
    judged = [(line, outcome, judge_outcome(line, outcome)) for line, outcome in zip(lines, outcomes, strict=True)]
    summary = summarise(judged, audience_of(content))
    command = command_of(options.files, options.hint, options.markdown)
    origin = Origin(clock.today(), content.training_hash, command)
    if options.html:
        _write(options.html, report_html.page(judged, summary, content, origin))
    if options.markdown:
        _write(options.markdown, report_markdown.report(summary, origin))
    print(json.dumps(summary, ensure_ascii=False, indent=2) if options.json else tables(summary))
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{path} cannot be written ({error.strerror}). Give another file.") from None


async def _ask_all(lines: list[Line], with_hint: bool) -> list[Outcome]:
    outcomes = []
    async with Engine(environment.read().engines) as engine:
        if not await engine.healthy(timeout_s=3.0):
            raise SettingError("The engine does not run; there is nothing to measure. Start it: kilotse serve")
        shown = track(lines, description="asking", console=_progress_console(), disable=not sys.stderr.isatty())
        for line in shown:
            try:
                result = await talk.exchange(engine, line.text, _hint(line, with_hint))
            except SettingError as error:
                raise SettingError(f"Line {line.id}: {error}") from None
            if result.judgement.plain_search:
                raise SettingError(f"The engine failed at line {line.id}. See its log, and measure again.")
            outcomes.append(Outcome.of(line.id, result))
    return outcomes


def _hint(line: Line, with_hint: bool) -> Hint:
    return Hint(line.lang, "page", line.last) if with_hint else Hint(last_entry=line.last)


def _progress_console() -> Any:
    from rich.console import Console

    return Console(stderr=True)
