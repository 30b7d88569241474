"""The report is Markdown whose tables hold together, whatever the files say."""

from __future__ import annotations

import re

import pytest

from bot.evaluation.origin import Origin
from bot.evaluation.report_markdown import report
from bot.evaluation.summary import summarise
from tests.bot.evaluation.conftest import COURSE, HOUSING, ORIGIN, judge, line, outcome


def cells(row):
    return re.split(r"(?<!\\)\|", row)[1:-1]


def test_the_report_says_first_what_it_is_and_how_it_was_made(judged):
    lines = report(summarise(judged), ORIGIN).splitlines()

    assert lines[0] == "# How accurate kilotse is"
    assert "- Measured on 2026-11-24 with `kilotse evaluate questions.jsonl`." in lines
    assert "- Content: hash `0123456789abcdef`. Lines: 6." in lines


@pytest.mark.parametrize(
    "row",
    [
        "| in scope: right | 25.0 % | 4 |",
        "| in scope: right or asked well | 50.0 % | 4 |",
        "| out of scope: right | 50.0 % | 2 |",
        "| language identified | 83.3 % | 6 |",
        "| ar | 0 | 0 | 1 | 1 | 1 | 1 | 75.0 % |",  # by language
        "| oos-far | 0 | 0 | 0 | 0 | 1 | 1 | 100.0 % |",  # by kind
        "| 0.9 to 1.0 | 1 | 95.0 % | 100.0 % |",
        "| 0.0 to 0.1 | 0 | – | – |",
        "| life.housing | life.german-course | 1 | 1 |",
        "| ar | 4 | 3 | 75.0 % |",
        "| ar | fa | 1 |",
        "| p50 | p95 | p99 |",
        "| 35.0 | 57.5 | 59.5 |",
    ],
)
def test_every_figure_has_its_row(judged, row):
    assert row in report(summarise(judged), ORIGIN).splitlines()


def test_the_calibration_error_is_told(judged):
    assert "Expected calibration error: 0.450." in report(summarise(judged), ORIGIN)


def test_figures_stand_right_and_words_left(judged):
    lines = report(summarise(judged), ORIGIN).splitlines()

    assert lines[lines.index("| what | share | lines |") + 1] == "| --- | ---: | ---: |"


@pytest.mark.parametrize("evil", ["a|b", "a\n| b", "<script>", "[x](http://evil)", "`|`", "\\|"])
def test_names_from_the_file_stay_in_their_cell(evil):
    wrong = (line([HOUSING], id=evil, kind=evil, lang=evil), outcome("answered", COURSE, language="de"))

    text = report(summarise(judge(wrong)), ORIGIN)

    tables = [block.splitlines() for block in text.split("\n\n") if block.startswith("| ")]
    assert all(len({len(cells(row)) for row in table}) == 1 for table in tables)
    assert not re.search(r"(?<!\\)[<\[`]", "".join(row for table in tables for row in table))


def test_a_command_with_backticks_stays_code():
    command = Origin(ORIGIN.day, ORIGIN.content, "kilotse evaluate '`x`.jsonl'")

    assert "`kilotse evaluate ''x'.jsonl'`" in report(summarise([]), command)


def test_no_lines_make_a_report_all_the_same():
    text = report(summarise([]), ORIGIN)

    assert "No line in scope has a ranking." in text
    assert "## Confusions\n\nNone." in text


def test_no_text_that_was_asked_is_published():
    secret = (line([HOUSING], text="Ich heiße Erika"), outcome("answered", COURSE))

    assert "Erika" not in report(summarise(judge(secret)), ORIGIN)
