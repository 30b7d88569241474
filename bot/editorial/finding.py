"""One thing that a check has found: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """`place` is a file of the content, with its line where one is known. An error must not be published."""

    place: str
    severity: Severity
    check: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.text}"


class Files:
    """Finds lines again in the content's files, for findings about what was read from them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def entry(self, entry_id: str, language: str | None = None, words: str = "") -> str:
        """The place of an entry, of its wording in a language, or of words in that wording or in its examples."""
        lines = self._lines(f"entries/{entry_id}.yml")
        start = _first(lines, [f"  {language}:"]) if language else 0
        return self._place(f"entries/{entry_id}.yml", _first(lines, [words], start) if words else start)

    def text(self, language: str, key: str) -> str:
        return self._place(f"texts/{language}.yml", _first(self._lines(f"texts/{language}.yml"), [f'"{key}":']))

    def contact(self, contact_id: str) -> str:
        return self._place("contacts.yml", _first(self._lines("contacts.yml"), [f"{contact_id}:"]))

    def _place(self, name: str, line: int) -> str:
        return f"{self.directory.name}/{name}:{line + 1}"

    @lru_cache(maxsize=1024)  # noqa: B019  (one instance lives as long as one check)
    def _lines(self, name: str) -> list[str]:
        return (self.directory / name).read_text(encoding="utf-8").splitlines()


def _first(lines: list[str], wanted: Iterable[str], start: int = 0) -> int:
    """Index of the first line from `start` on that holds one of the words; `start` if none does."""
    sought = tuple(wanted)
    return next((at for at in range(start, len(lines)) if any(word in lines[at] for word in sought)), start)


def counts(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """How many errors and warnings."""
    found = [each.severity for each in findings]
    return {"error": found.count("error"), "warning": found.count("warning")}
