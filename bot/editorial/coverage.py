"""Which entry has which language, and in what state: a table for terminals and a page for staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from django.template import Context, Engine
from rich import box
from rich.table import Table

from bot.editorial.wordings import needed
from faq.entries import is_stale
from faq.model import GERMAN, Content, Entry, variant_of

State = Literal["checked", "machine", "stale", "draft", "missing", "none"]

SIGNS: Mapping[State, tuple[str, str]] = {  # sign and colour in a terminal
    "checked": ("✔", "green"),
    "machine": ("m", "yellow"),
    "stale": ("s", "magenta"),
    "draft": ("d", "cyan"),
    "missing": ("✘", "red"),
    "none": ("·", "dim"),
}
GERMAN_SIGNS: Mapping[State, str] = {  # colour alone would tell some readers nothing
    "checked": "✔",
    "machine": "C",
    "stale": "V",
    "draft": "O",
    "missing": "✘",
    "none": "",
}
GERMAN_WORDS: Mapping[State, str] = {
    "checked": "geprüft",
    "machine": "Computer-Übersetzung",
    "stale": "veraltet: Der deutsche Text ist neuer",
    "draft": "Original, noch nicht geprüft",
    "missing": "fehlt",
    "none": "nicht vorgesehen",
}
CELL = 4  # characters
THERE = ("checked", "machine", "stale", "draft")
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Coverage:
    """`states` is entry id -> language code -> state, for `languages` in their order."""

    languages: Sequence[str]
    states: Mapping[str, Mapping[str, State]]

    def count(self, language: str) -> Counter[State]:
        return Counter(states[language] for states in self.states.values())


def coverage(content: Content) -> Coverage:
    """The languages that entries must have, German first, then those that some entries have."""
    must = needed(content)
    worded = {code for entry in content.entries.values() for code in entry.wordings}
    languages = [GERMAN, *(code for code in must if code != GERMAN), *sorted(worded - set(must))]
    return Coverage(
        languages,
        {
            id: {code: state(entry, code, code in must) for code in languages}
            for id, entry in sorted(content.entries.items(), key=lambda item: (item[1].category, item[0]))
        },
    )


def state(entry: Entry, language: str, must: bool = True) -> State:
    """`draft`: the German original while nobody has signed it. `none`: absent, and nobody asks for it."""
    wording = entry.wordings.get(language)
    if wording is None:
        return "missing" if must else "none"
    if is_stale(entry, language):
        return "stale"
    if wording.checked is not None:
        return "checked"
    return "draft" if language == GERMAN else "machine"


def table(found: Coverage) -> Table:
    """One row an entry, one column a language, and the sums of what is there."""
    legend = "✔ checked  m machine translation  s stale  d original, unsigned  ✘ missing  · not asked for"
    shown = Table(title=legend, box=box.SIMPLE, padding=0)
    shown.add_column("entry", no_wrap=True)
    for code in found.languages:
        shown.add_column(_short(code), justify="center", min_width=CELL)
    for id, states in found.states.items():
        cells = (SIGNS[states[code]] for code in found.languages)
        shown.add_row(id, *(f"[{colour}]{sign}[/]" for sign, colour in cells))
    there = [sum(n for kind, n in found.count(code).items() if kind in THERE) for code in found.languages]
    shown.add_section()
    shown.add_row(f"there, of {len(found.states)}", *map(str, there))
    return shown


def _short(code: str) -> str:
    return code.rpartition("-x-")[2] if variant_of(code) else code


def page(content: Content, found: Coverage, today: date) -> str:
    """The self-contained HTML page, in German."""
    engine = Engine(dirs=[str(TEMPLATES)])
    rows = [
        {
            "id": id,
            "title": content.entries[id].wordings[GERMAN].title,
            "category": _topic(content, content.entries[id].category),
            "cells": [
                {**_legend(states[code]), "language": content.languages[code].german} for code in found.languages
            ],
        }
        for id, states in found.states.items()
    ]
    columns = [
        {"code": _short(code), "name": content.languages[code].german, "bars": _bars(found.count(code))}
        for code in found.languages
    ]
    legend = [_legend(each) for each in SIGNS]
    values = {"rows": rows, "columns": columns, "legend": legend, "today": today, "hash": content.hash}
    return engine.get_template("coverage.html").render(Context(values))


def _topic(content: Content, category: str) -> str:
    """The category as residents see it; smalltalk is no topic of theirs."""
    return content.texts[GERMAN].get(f"topic_{category}", "Gespräch")


def _legend(kind: State) -> dict[str, str]:
    return {"state": kind, "sign": GERMAN_SIGNS[kind], "words": GERMAN_WORDS[kind]}


def _bars(count: Counter[State]) -> list[dict[str, object]]:
    return [{**_legend(kind), "number": count[kind]} for kind in SIGNS if count[kind]]
