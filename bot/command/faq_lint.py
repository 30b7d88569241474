"""`kilotse faq lint`: everything that can be wrong with the content, each finding on a line."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

import bot.ready  # noqa: F401  (first)
from bot import environment
from bot.editorial.finding import Finding, counts
from bot.editorial.lint import lint_files, lint_meaning, sorted_for_reading, with_collisions_counted
from bot.editorial.side_engine import side_engine
from faq.model import Content


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when there is an error. SettingError: no engine can be asked."""
    directory = environment.read().content_in_use
    content, found = lint_files(directory)
    if content is not None and not options.quick:
        found += _with_engine(content, directory)
    shown = [each for each in sorted_for_reading(found) if _wanted(each, options.entries)]
    number = counts(shown)
    if options.json:
        print(json.dumps([asdict(each) for each in shown], ensure_ascii=False, indent=2))
    else:
        for each in shown if options.entries else with_collisions_counted(shown):
            print(each)
        left_out = " (without engine: languages and collisions not checked)" if options.quick else ""
        print(f"{number['error']} errors, {number['warning']} warnings in {directory}{left_out}")
    return 1 if number["error"] else 0


def _wanted(finding: Finding, entries: list[str]) -> bool:
    return not entries or any(f"/{entry}.yml:" in finding.place for entry in entries)


def _with_engine(content: Content, directory: Path) -> list[Finding]:
    with side_engine() as engine, Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bars:
        rows = {what: bars.add_task(what, total=None) for what in ("languages", "example questions")}
        return lint_meaning(
            content, directory, engine, lambda what, done, of: bars.update(rows[what], completed=done, total=of)
        )
