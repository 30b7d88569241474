"""The judged questions: one JSON object a line, in the format of `docs/evaluation.md`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.environment import SettingError
from faq.entries import ID

FIELDS = {"id", "lang", "kind", "text", "expect"}
LONGEST_ID = 80  # characters, as `faq/contract.json` has it


@dataclass(frozen=True)
class Line:
    """A judged question: `expect` are the right entries, best first, none when it is out of scope."""

    id: str
    lang: str
    kind: str
    text: str
    expect: tuple[str, ...]
    all: bool
    last: str | None = None  # the entry answered before


def read_lines(path: Path) -> Iterator[Line]:
    """The questions of a file, or of a folder's *.jsonl. SettingError: file and line, and what is wrong with it."""
    if path.is_dir():
        yield from (line for file in sorted(path.glob("*.jsonl")) for line in read_lines(file))
        return
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
    except (ValueError, RecursionError) as error:
        raise SettingError(f"{place}: no JSON ({error}). Write one object a line.") from None
    if not isinstance(data, dict) or not data.keys() >= FIELDS:
        raise SettingError(f"{place}: a field is missing. Each line needs {', '.join(sorted(FIELDS))}.")
    expect, last = data["expect"], data.get("last")
    if not isinstance(expect, list) or not all(isinstance(id, str) for id in expect):
        raise SettingError(f"{place}: `expect` is not a list of entry ids. Write [] for out of scope.")
    if last is not None and not _is_entry_id(last):
        raise SettingError(f"{place}: `last` is not an entry id, such as life.housing. Mend it, or leave it out.")
    id, lang, kind, asked = (str(data[field]) for field in ("id", "lang", "kind", "text"))
    return Line(id, lang, kind, asked, tuple(expect), bool(data.get("all")), last)


def _is_entry_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_ID and ID.fullmatch(value) is not None
