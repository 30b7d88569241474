"""The pictures are as large as the figures say."""

from __future__ import annotations

import pytest

from bot.evaluation import charts


def test_a_bar_is_filled_by_its_parts():
    parts = charts.bar({"right": 3, "asked_well": 0, "missed": 1, "wrong": 0})

    assert parts == [
        {"verdict": "right", "x": "0.00", "width": "75.00"},
        {"verdict": "missed", "x": "75.00", "width": "25.00"},
    ]


def test_a_bar_of_nothing_is_empty():
    assert charts.bar(dict.fromkeys(["right", "asked_well", "missed", "wrong"], 0)) == []


def test_columns_stand_on_the_axis_and_empty_bins_have_none():
    bins = [
        {"from": 0.0, "to": 0.1, "lines": 0, "confidence": None, "right": None},
        {"from": 0.9, "to": 1.0, "lines": 4, "confidence": 0.95, "right": 1.0},
    ]

    (column,) = charts.reliability(bins)["columns"]

    assert float(column["y"]) == charts.TOP
    assert float(column["y"]) + float(column["height"]) == charts.BOTTOM
    assert float(column["x"]) < float(column["dot_x"]) < float(column["x"]) + float(column["width"])


@pytest.mark.parametrize(("risk", "top"), [(0.0, "5 %"), (0.05, "5 %"), (0.06, "10 %"), (0.3, "50 %"), (1.0, "100 %")])
def test_the_axis_of_risk_is_no_longer_than_it_must(risk, top):
    curve = charts.risk_curve([{"coverage": 1.0, "risk": risk}])

    assert curve["axes"]["y"][-1]["label"] == top
    assert float(curve["end"]["x"]) == charts.RIGHT


def test_a_curve_without_points_has_axes_alone():
    curve = charts.risk_curve([])

    assert (curve["line"], curve["end"]) == ("", None)
    assert [tick["label"] for tick in curve["axes"]["x"]] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
