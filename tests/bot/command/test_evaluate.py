"""`kilotse evaluate`: every line is asked, and everything is written down."""

from __future__ import annotations

import json

import pytest

from bot.command.__main__ import main

RIGHT = {"id": "tr-1", "lang": "tr", "kind": "plain", "text": "ev", "expect": ["life.housing"]}
HOUSING, COURSE = "life.housing", "life.german-course"


@pytest.fixture
def write(tmp_path):
    """Write a file of these lines (objects, or text as it is) and return its path."""

    def lines(*rows, end="\n"):
        path = tmp_path / "questions.jsonl"
        texts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        path.write_bytes("".join(text + end for text in texts).encode())
        return path

    return lines


def test_every_line_is_asked_alone_and_without_a_hint(engine_says, write):
    asked = engine_says()

    assert main(["evaluate", str(write(RIGHT, {**RIGHT, "lang": "ar", "text": "بيت"})), "--json"]) == 0
    assert [turn["message"] for turn in asked] == ["ev", "بيت"]
    assert {json.dumps(turn["metadata"]["language"]) for turn in asked} == {'{"code": null, "from": "none"}'}
    assert [turn["metadata"]["last_entry"] for turn in asked] == [None, None]


def test_with_hint_the_lines_language_is_the_pages(engine_says, write):
    asked = engine_says()

    main(["evaluate", str(write(RIGHT)), "--json", "--hint"])

    assert asked[0]["metadata"]["language"] == {"code": "tr", "from": "page"}


@pytest.mark.parametrize("hint", [[], ["--hint"]])
def test_the_entry_answered_before_is_told_to_the_engine(engine_says, write, hint):
    asked = engine_says()

    main(["evaluate", str(write({**RIGHT, "last": COURSE}, RIGHT)), "--json", *hint])

    assert [turn["metadata"]["last_entry"] for turn in asked] == [COURSE, None]


def test_json_is_one_object_with_the_figures(engine_says, answer, clarify, write, capsys):
    engine_says(ev=answer(HOUSING, language="tr"), kurs=clarify(HOUSING, COURSE))
    rows = [RIGHT, {**RIGHT, "text": "kurs"}, {**RIGHT, "text": "hava", "expect": []}, {**RIGHT, "text": "?"}]

    main(["evaluate", str(write(*rows)), "--json"])

    summary = json.loads(capsys.readouterr().out)
    assert summary["in_scope"] == {"right": 1, "asked_well": 1, "missed": 1, "wrong": 0}
    assert summary["out_of_scope"]["right"] == 1
    assert summary["language_identified"] == 0.25
    assert summary["ms"]["p50"] > 0


def test_the_figures_come_from_the_ranking(engine_says, answer, clarify, write, capsys):
    engine_says(ev=answer(HOUSING, language="tr"), kurs=clarify(HOUSING, COURSE))
    rows = [RIGHT, {**RIGHT, "id": "tr-2", "text": "kurs", "expect": ["life.work"]}, {**RIGHT, "text": "?"}]

    main(["evaluate", str(write(*rows)), "--json"])

    summary = json.loads(capsys.readouterr().out)
    assert [each["lines"] for each in summary["calibration"]["bins"]] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
    assert summary["calibration"]["expected_calibration_error"] == 0.185  # (0.3 − 0 + 1 − 0.93) / 2
    assert summary["confusions"] == [
        {"expected": "life.work", "given": f"{HOUSING}, {COURSE}", "count": 1, "lines": ["tr-2"]}
    ]
    assert summary["risk_coverage"] == [{"coverage": 0.3333, "risk": 0.0}, {"coverage": 0.6667, "risk": 0.5}]


def test_languages_that_readers_share_count_as_one(engine_says, answer, write, capsys):
    engine_says(stan=answer(HOUSING, language="bs"))

    main(["evaluate", str(write({**RIGHT, "lang": "hr", "text": "stan"})), "--json"])

    assert json.loads(capsys.readouterr().out)["language_identified"] == 1.0


def test_reports_are_written_where_asked(engine_says, answer, write, tmp_path, content, capsys):
    engine_says(ev=answer(HOUSING, language="tr"))
    html, markdown = tmp_path / "accuracy.html", tmp_path / "accuracy.md"

    assert main(["evaluate", str(write(RIGHT)), "--json", "--html", str(html), "--markdown", str(markdown)]) == 0

    assert json.loads(capsys.readouterr().out)["lines"] == 1
    assert content.training_hash in html.read_text(encoding="utf-8")
    assert content.training_hash in markdown.read_text(encoding="utf-8")
    assert str(tmp_path) not in html.read_text(encoding="utf-8") + markdown.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--html", "--markdown", "--outcomes"])
def test_a_folder_that_is_not_there_is_said_before_anything_is_asked(engine_says, write, tmp_path, option, capsys):
    asked = engine_says()

    assert main(["evaluate", str(write(RIGHT)), option, str(tmp_path / "nowhere" / "file")]) == 1
    assert "cannot be written (there is no such folder)" in capsys.readouterr().err
    assert asked == []


def test_a_report_that_cannot_be_written_is_named(engine_says, write, tmp_path, capsys):
    engine_says()

    assert main(["evaluate", str(write(RIGHT)), "--html", str(tmp_path)]) == 1
    assert f"{tmp_path} cannot be written (Is a directory)" in capsys.readouterr().err


def test_the_crisis_check_is_part_of_what_is_measured(engine_says, write, content, capsys):
    engine_says()
    rule = content.crisis[0]

    main(["evaluate", str(write({**RIGHT, "text": rule.positive[0], "expect": [rule.entry]})), "--json"])

    assert json.loads(capsys.readouterr().out)["in_scope"]["right"] == 1


def test_outcomes_are_written_a_line_each(engine_says, answer, write, tmp_path, capsys):
    engine_says(ev=answer(HOUSING, language="tr"))
    out = tmp_path / "outcomes.jsonl"

    main(["evaluate", str(write(RIGHT, {**RIGHT, "id": "tr-2", "text": "?"})), "--outcomes", str(out)])

    first, second = (json.loads(row) for row in out.read_text().splitlines())
    assert {**first, "ms": 0} == {
        "id": "tr-1",
        "language": "tr",
        "outcome": "answered",
        "entries": [HOUSING],
        "confidence": 0.93,
        "ms": 0,
    }
    assert (second["id"], second["outcome"], second["entries"]) == ("tr-2", "fallback", [])
    assert "in scope" in capsys.readouterr().out


def test_without_an_engine_there_is_nothing_to_measure(no_engine, write, capsys):
    assert main(["evaluate", str(write(RIGHT))]) == 1
    assert capsys.readouterr().err == "The engine does not run; there is nothing to measure. Start it: kilotse serve\n"


def test_an_engine_that_fails_on_the_way_is_no_result(engine_says, write, capsys):
    engine_says(ev=None)

    assert main(["evaluate", str(write(RIGHT))]) == 1
    assert "The engine failed at line tr-1." in capsys.readouterr().err
