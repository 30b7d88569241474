"""What was taken for what, in pairs of entries and in categories."""

from __future__ import annotations

from bot.evaluation.confusions import ASKED, NO_ANSWER, category_matrix, confusion_pairs
from tests.bot.evaluation.conftest import COURSE, HOUSING, judge, line, outcome

SCHOOL, WORK = "offers.schools-teachers", "life.work"


def shown(*pairs):
    return [(pair.expected, pair.given, pair.count) for pair in confusion_pairs(judge(*pairs))]


def test_pairs_are_counted_and_the_most_frequent_comes_first():
    once = (line([WORK]), outcome("answered", HOUSING))
    twice = (line([HOUSING]), outcome("answered", COURSE))

    assert shown(once, twice, twice) == [(HOUSING, COURSE, 2), (WORK, HOUSING, 1)]


def test_a_question_back_without_the_right_entry_names_all_it_offered():
    assert shown((line([WORK]), outcome("asked", HOUSING, COURSE))) == [(WORK, f"{HOUSING}, {COURSE}", 1)]


def test_only_wrong_lines_in_scope_are_confusions(judged):
    assert [(pair.expected, pair.given) for pair in confusion_pairs(judged)] == [(HOUSING, COURSE)]


def test_where_all_are_expected_the_missing_one_is_named():
    asked = line([HOUSING, COURSE], all=True)

    assert shown((asked, outcome("answered", HOUSING))) == [(COURSE, HOUSING, 1)]


def test_five_lines_of_thirty_pairs_are_kept():
    pairs = [
        (line([HOUSING], id=f"{entry}-{number}"), outcome("answered", f"life.n{entry}"))
        for entry in range(31)
        for number in range(7)
    ]

    found = confusion_pairs(judge(*pairs))

    assert len(found) == 30
    assert found[0].as_json() == {
        "expected": HOUSING,
        "given": "life.n0",
        "count": 7,
        "lines": ["0-0", "0-1", "0-2", "0-3", "0-4"],
    }


def test_categories_cross_what_was_expected_with_what_was_given():
    matrix = category_matrix(
        judge(
            (line([HOUSING]), outcome("answered", COURSE)),
            (line([HOUSING]), outcome("answered", SCHOOL)),
            (line([SCHOOL]), outcome("asked", SCHOOL, HOUSING)),
            (line([SCHOOL]), outcome("handoff")),
            (line(), outcome("answered", "about.team")),  # out of scope: no row
        )
    )

    assert (matrix.rows, matrix.columns) == (["offers", "life"], ["offers", "life", ASKED, NO_ANSWER])
    assert matrix.counts == {"life": {"life": 1, "offers": 1}, "offers": {ASKED: 1, NO_ANSWER: 1}}


def test_a_right_answer_is_on_the_diagonal_even_if_another_was_better():
    matrix = category_matrix(judge((line([SCHOOL, HOUSING]), outcome("answered", HOUSING))))

    assert matrix.counts == {"life": {"life": 1}}


def test_categories_that_the_content_does_not_know_come_last():
    matrix = category_matrix(
        judge((line(["zoo.lion"]), outcome("answered", HOUSING)), (line(["odd"]), outcome("language")))
    )

    assert matrix.rows == ["odd", "zoo"]
    assert matrix.columns == ["life", "odd", "zoo", ASKED, NO_ANSWER]
