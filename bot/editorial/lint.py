"""All checks of the content, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.editorial.finding import Files, Finding
from bot.editorial.mixed import check_languages
from bot.editorial.questions import check_meaning, check_twice, questions_of
from bot.editorial.reading_level import check_reading_level
from bot.editorial.side_engine import SideEngine
from bot.editorial.wordings import check_contacts, check_wordings
from faq.faults import FaqError
from faq.model import Content
from faq.store import load_content

Report = Callable[[str, int, int], None]  # what is being looked at, how much of it is done, how much there is


def lint_files(directory: Path) -> tuple[Content | None, list[Finding]]:
    """The content and what can be said without an engine. None: faults of the schema, which are the findings."""
    try:
        content = load_content(directory)
    except FaqError as error:
        return None, [Finding(f"{each.file}:{each.line}", "error", "schema", each.text) for each in error.faults]
    files = Files(directory)
    found = [
        *check_wordings(content, files),
        *check_contacts(content, files),
        *check_reading_level(content, files),
        *check_twice(questions_of(content), files),
    ]
    return content, found


def lint_meaning(content: Content, directory: Path, engine: SideEngine, report: Report) -> list[Finding]:
    """What needs vectors and identified languages."""
    files = Files(directory)
    questions = questions_of(content)
    wordings = sum(len(entry.wordings) for entry in content.entries.values()) + len(content.texts)
    return [
        *check_languages(content, engine, files, _counting(report, "languages", wordings)),
        *check_meaning(questions, engine, files, _counting(report, "example questions", len(questions))),
    ]


def _counting(report: Report, what: str, of: int) -> Callable[[int], None]:
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        report(what, done, of)

    return count


def sorted_for_reading(findings: Sequence[Finding]) -> list[Finding]:
    """Errors first, each group by place."""
    return sorted(findings, key=lambda each: (each.severity != "error", each.place, each.text))


def with_collisions_counted(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, but of the collisions one for each entry: how many there are, and how to list them."""
    others = [each for each in findings if each.check != "collision"]
    files = Counter(each.place.rpartition(":")[0] for each in findings if each.check == "collision")
    for file, count in files.items():
        text = f"{count} example questions sit nearer to other entries. List them: kilotse faq lint {Path(file).stem}"
        others.append(Finding(f"{file}:1", "warning", "collision", text))
    return sorted_for_reading(others)
