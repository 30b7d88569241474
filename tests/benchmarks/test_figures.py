from __future__ import annotations

import json

import pytest

from benchmarks.figures import Figure, Pair, Results, percentile, shown


@pytest.mark.parametrize(
    ("figure", "must", "holds"),
    [
        (Figure("message", "p50", 49.9, "ms", at_most=50), "< 50", True),
        (Figure("message", "p50", 50.0, "ms", at_most=50), "< 50", False),
        (Figure("throughput", "16 at once", 40.0, "messages/s", at_least=40), ">= 40", True),
        (Figure("throughput", "16 at once", 39.9, "messages/s", at_least=40), ">= 40", False),
        (Figure("throughput", "p95", 536.0, "ms"), "", None),
    ],
)
def test_figure_says_what_it_must_be_and_whether_it_is(figure, must, holds):
    assert (figure.must, figure.holds) == (must, holds)


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "1,234"), (63.68, "63.7"), (4.873, "4.87"), (50.0, "50"), (None, "")]
)
def test_value_is_shown_with_no_more_decimals_than_help(value, text):
    assert shown(value) == text


def test_percentile_of_one_value_is_that_value():
    assert percentile([7.0], 95) == 7.0


def test_ninety_fifth_percentile_is_exceeded_by_one_in_twenty():
    assert percentile([float(number) for number in range(101)], 95) == 95.0


def test_results_can_be_written_as_json_with_their_verdicts():
    results = Results([Figure("start", "second", 4.9, "s", at_most=10)], [Pair("training", "s", 33, 792)], ["none"])

    data = json.loads(json.dumps(results.as_json()))

    assert data["figures"][0]["holds"] is True
    assert data["pairs"][0]["stock"] == 792
    assert data["skipped"] == ["none"]
