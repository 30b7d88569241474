"""The figures are counted as the evaluation format says; a terminal shows them in its wording."""

from __future__ import annotations

import json

import pytest

from bot.evaluation.report_text import tables
from bot.evaluation.summary import Share, headline, summarise
from tests.bot.evaluation.conftest import COURSE, HOUSING, judge, line, outcome


def test_the_summary_is_json(judged):
    assert json.loads(json.dumps(summarise(judged), allow_nan=False)) == summarise(judged)


def test_scopes_are_counted_apart(judged):
    summary = summarise(judged)

    assert summary["lines"] == 6
    assert summary["in_scope"] == {"right": 1, "asked_well": 1, "missed": 1, "wrong": 1}
    assert summary["out_of_scope"] == {"right": 1, "asked_well": 0, "missed": 0, "wrong": 1}


@pytest.mark.parametrize(
    ("group", "names"), [("by_language", {"tr": 2, "ar": 4}), ("by_kind", {"plain": 3, "short": 1, "oos-far": 2})]
)
def test_every_line_is_counted_in_its_group(judged, group, names):
    found = summarise(judged)[group]

    counted = {name: sum(row["in_scope"].values()) + sum(row["out_of_scope"].values()) for name, row in found.items()}
    assert counted == names


def test_the_share_of_languages_identified_is_told_for_all_and_each_group(judged):
    summary = summarise(judged)

    assert summary["language_identified"] == round(5 / 6, 4)
    assert {code: row["language_identified"] for code, row in summary["by_language"].items()} == {"ar": 0.75, "tr": 1.0}
    assert summary["by_kind"]["plain"]["language_identified"] == round(2 / 3, 4)


@pytest.mark.parametrize(
    ("times", "p50", "p95", "p99"),
    [
        ([], 0.0, 0.0, 0.0),
        ([7.5], 7.5, 7.5, 7.5),
        ([10, 20], 15.0, 19.5, 19.9),
        ([30, 10, 20], 20.0, 29.0, 29.8),
        (range(1, 102), 51.0, 96.0, 100.0),
    ],
)
def test_times_are_told_as_percentiles(times, p50, p95, p99):
    summary = summarise([(line([HOUSING]), outcome("answered", HOUSING, ms=ms), "right") for ms in times])

    assert summary["ms"] == {"p50": p50, "p95": p95, "p99": p99}


def test_no_lines_are_no_division_by_zero():
    summary = summarise([])

    assert summary["language_identified"] == 0.0
    assert summary["calibration"]["expected_calibration_error"] is None
    assert headline(summary)["right"].percent() == "–"
    assert "no line has a ranking; most confused: nothing" in tables(summary)


def test_the_headline_counts_each_scope_for_itself(judged):
    found = headline(summarise(judged))

    assert found["helped"] == Share(2, 4)
    assert found["outside"] == Share(1, 2)
    assert found["helped"].percent() == "50.0 %"


def test_tables_show_every_group_and_figure(judged):
    shown = tables(summarise(judged))

    assert all(name in shown for name in ("in scope", "out of scope", "oos-far", "tr", "ar", "asked well"))
    assert "language identified: 83.3% of 6 lines" in shown
    assert "p50 35.0, p95 57.5, p99 59.5" in shown
    assert "most confused: life.housing → life.german-course (1)" in shown


def test_tables_name_the_five_most_frequent_confusions():
    wrong = [(line([HOUSING]), outcome("answered", f"life.number-{number}")) for number in range(6)]
    often = [(line([HOUSING]), outcome("answered", COURSE))] * 2

    last = tables(summarise(judge(*wrong, *often))).split("most confused: ")[1].split("\n")[0]

    assert last.split("; ")[0] == "life.housing → life.german-course (2)"
    assert len(last.split("; ")) == 5
