"""`kilotse evaluate`: files are read strictly, every line is asked, and everything is written down."""

from __future__ import annotations

import json

import pytest

from bot.command.__main__ import main
from bot.command.evaluate import read_lines
from bot.command.judging import Line
from bot.environment import SettingError

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


def test_a_line_is_read_with_its_fields(write):
    (found,) = read_lines(write({**RIGHT, "kind": "multi", "expect": [HOUSING, COURSE], "all": True}))

    assert found == Line("tr-1", "tr", "multi", "ev", (HOUSING, COURSE), True)


def test_all_is_false_where_it_is_missing(write):
    (found,) = read_lines(write(RIGHT))

    assert found.all is False


def test_blank_lines_do_not_count(write):
    assert len(list(read_lines(write("", RIGHT, "  ", {**RIGHT, "id": "2"}, "")))) == 2


def test_lines_may_end_as_windows_writes_them(write):
    assert len(list(read_lines(write(RIGHT, RIGHT, end="\r\n")))) == 2


@pytest.mark.parametrize("inside", ["\u2028", "\u2029", "\x85", "\x1e"])
def test_only_a_newline_ends_a_line(write, inside):
    row = (
        json.dumps({**RIGHT, "text": "ev"}).replace("ev", "ev" + inside)
        if inside != "\x1e"
        else RIGHT | {"note": "\x1e"}
    )

    assert len(list(read_lines(write(row)))) == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{", ":2: no JSON"),
        ("[]", ":2: a field is missing. Each line needs expect, id, kind, lang, text."),
        ('"text"', ":2: a field is missing."),
        ({key: RIGHT[key] for key in RIGHT if key != "expect"}, ":2: a field is missing."),
        ({**RIGHT, "expect": HOUSING}, ":2: `expect` is not a list of entry ids. Write [] for out of scope."),
        ({**RIGHT, "expect": None}, ":2: `expect` is not a list"),
        ({**RIGHT, "expect": [1]}, ":2: `expect` is not a list"),
    ],
)
def test_a_wrong_line_is_named_with_file_and_number(write, row, fault):
    path = write(RIGHT, row)

    with pytest.raises(SettingError) as error:
        list(read_lines(path))

    assert str(error.value).startswith(f"{path}{fault}")


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "questions.jsonl"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SettingError, match=r"questions\.jsonl: cannot be read"):
        list(read_lines(path))


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


def test_json_is_one_object_with_the_figures(engine_says, answer, clarify, write, capsys):
    engine_says(ev=answer(HOUSING, language="tr"), kurs=clarify(HOUSING, COURSE))
    rows = [RIGHT, {**RIGHT, "text": "kurs"}, {**RIGHT, "text": "hava", "expect": []}, {**RIGHT, "text": "?"}]

    main(["evaluate", str(write(*rows)), "--json"])

    summary = json.loads(capsys.readouterr().out)
    assert summary["in_scope"] == {"right": 1, "asked_well": 1, "missed": 1, "wrong": 0}
    assert summary["out_of_scope"]["right"] == 1
    assert summary["language_identified"] == 0.25
    assert summary["ms"]["p50"] > 0


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
