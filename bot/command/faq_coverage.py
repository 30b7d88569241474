"""`kilotse faq coverage`: entry × language, as a table, as JSON or as a page."""

from __future__ import annotations

import argparse
import json

from rich.console import Console

import bot.ready  # noqa: F401  (first)
from bot import clock, environment
from bot.editorial.coverage import coverage, page, table
from bot.environment import SettingError
from faq.store import load_content


def run(options: argparse.Namespace) -> int:
    """FaqError: the content has faults. SettingError: the page cannot be written."""
    content = load_content(environment.read().content_in_use)
    found = coverage(content)
    if options.html:
        try:
            options.html.write_text(page(content, found, clock.today()), encoding="utf-8")
        except OSError as error:
            raise SettingError(f"{options.html} cannot be written ({error.strerror}). Give another file.") from None
        print(f"written: {options.html}")
    if options.json:
        print(json.dumps(found.states, ensure_ascii=False, indent=2))
    elif not options.html:
        console = Console()
        shown = table(found)
        # A table narrower than its columns says nothing: rather let lines wrap, or the reader scroll.
        console.print(shown, width=max(console.width, console.measure(shown).minimum), overflow="ignore", crop=False)
    return 0
