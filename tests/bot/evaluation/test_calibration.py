"""Confidences are held against what was right; the figures are those of a hand-computed example."""

from __future__ import annotations

import pytest

from bot.evaluation.calibration import calibration, risk_coverage
from tests.bot.evaluation.conftest import COURSE, HOUSING, judge, line, outcome

OFF_TOPIC = "smalltalk.off-topic"


def sure(confidence, right=True, kind="answered"):
    """A line in scope and what was best ranked for it."""
    return line([HOUSING]), outcome(kind, HOUSING if right else COURSE, confidence=confidence)


def test_the_error_is_the_gap_of_each_bin_weighted_by_its_lines():
    lines = [
        sure(0.92),
        sure(0.94),
        sure(0.96),
        sure(0.98, right=False),
        sure(0.55),
        sure(0.51, right=False),
        sure(0.2),
    ]

    found = calibration(judge(*lines))

    # 0.9 to 1: 3 of 4 right, mean 0.95, gap 0.20; 0.5 to 0.6: 1 of 2, mean 0.53, gap 0.03; 0.1 to 0.2: 1 of 1, gap 0.80.
    # (4 · 0.20 + 2 · 0.03 + 1 · 0.80) / 7 = 1.66 / 7
    assert found["expected_calibration_error"] == 0.2371
    assert found["bins"][9] == {"from": 0.9, "to": 1.0, "lines": 4, "confidence": 0.95, "right": 0.75}
    assert found["bins"][5] == {"from": 0.5, "to": 0.6, "lines": 2, "confidence": 0.53, "right": 0.5}
    assert found["bins"][1] == {"from": 0.1, "to": 0.2, "lines": 1, "confidence": 0.2, "right": 1.0}


def test_confidences_that_come_true_are_no_error():
    lines = [sure(0.75), sure(0.75), sure(0.75), sure(0.75, right=False)]

    assert calibration(judge(*lines))["expected_calibration_error"] == 0.0


@pytest.mark.parametrize(
    ("confidence", "place"),
    [(0.0, 0), (0.1, 0), (0.1001, 1), (0.3, 2), (0.6, 5), (0.7, 6), (0.9, 8), (0.9001, 9), (1.0, 9)],
)
def test_a_confidence_on_a_border_belongs_to_the_bin_below(confidence, place):
    bins = calibration(judge(sure(confidence)))["bins"]

    assert [each["lines"] for each in bins] == [int(number == place) for number in range(10)]


def test_a_bin_without_lines_claims_nothing():
    found = calibration([])

    assert found["expected_calibration_error"] is None
    assert found["bins"][0] == {"from": 0.0, "to": 0.1, "lines": 0, "confidence": None, "right": None}
    assert len(found["bins"]) == 10


def test_questions_back_and_fallbacks_count_by_what_was_best_ranked():
    found = calibration(judge(sure(0.45, kind="asked"), sure(0.15, right=False, kind="fallback")))

    assert [each["lines"] for each in found["bins"]] == [0, 1, 0, 0, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "pair",
    [
        (line(), outcome("answered", HOUSING, confidence=0.9)),  # out of scope
        (line([HOUSING]), outcome("answered", HOUSING)),  # no ranking
        (line([HOUSING]), outcome("handoff", HOUSING, confidence=0.9)),
        (line([HOUSING]), outcome("language", HOUSING, confidence=0.9)),
    ],
)
def test_other_lines_have_no_confidence_to_check(pair):
    assert calibration(judge(pair))["expected_calibration_error"] is None


def test_risk_grows_as_less_sure_lines_are_answered():
    lines = [sure(0.5, right=False), sure(0.9), sure(0.7), (line(), outcome("fallback"))]

    assert risk_coverage(judge(*lines)) == [
        {"coverage": 0.25, "risk": 0.0},
        {"coverage": 0.5, "risk": 0.0},
        {"coverage": 0.75, "risk": 0.3333},
    ]


def test_lines_of_the_same_confidence_make_one_point():
    assert risk_coverage(judge(sure(0.8), sure(0.8, right=False))) == [{"coverage": 1.0, "risk": 0.5}]


@pytest.mark.parametrize(
    ("kind", "entry", "risk"),
    [
        ("oos-far", HOUSING, 1.0),
        ("oos-far", OFF_TOPIC, 0.0),
        ("oos-far", "contact.other-office", 1.0),
        ("oos-near", "contact.other-office", 0.0),
    ],
)
def test_out_of_scope_only_an_entry_that_says_so_is_no_risk(kind, entry, risk):
    pair = (line(kind=kind), outcome("answered", entry, confidence=0.8))

    assert risk_coverage(judge(pair)) == [{"coverage": 1.0, "risk": risk}]


@pytest.mark.parametrize("lines", [101, 1000, 1001])
def test_a_long_curve_is_thinned_and_keeps_its_end(lines):
    points = risk_coverage(judge(*(sure(1 - number / 2000) for number in range(lines))))

    assert len(points) <= 100
    assert points[-1] == {"coverage": 1.0, "risk": 0.0}
    assert points == sorted(points, key=lambda point: point["coverage"])


def test_no_lines_make_no_curve():
    assert risk_coverage([]) == []
