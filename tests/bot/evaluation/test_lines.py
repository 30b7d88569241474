"""Files of judged questions are read strictly."""

from __future__ import annotations

import json

import pytest

from bot.environment import SettingError
from bot.evaluation.lines import Line, read_lines
from tests.bot.evaluation.conftest import COURSE, HOUSING

RIGHT = {"id": "tr-1", "lang": "tr", "kind": "plain", "text": "ev", "expect": ["life.housing"]}


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


def test_a_folder_stands_for_its_files_in_their_order(tmp_path):
    for number in (2, 1):
        row = json.dumps({**RIGHT, "id": f"{number}"})
        (tmp_path / f"{number}.jsonl").write_text(f"{row}\n", encoding="utf-8")

    assert [line.id for line in read_lines(tmp_path)] == ["1", "2"]


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
        (
            {**RIGHT, "last": "housing"},
            ":2: `last` is not an entry id, such as life.housing. Mend it, or leave it out.",
        ),
        ({**RIGHT, "last": [HOUSING]}, ":2: `last` is not an entry id"),
        ({**RIGHT, "last": ""}, ":2: `last` is not an entry id"),
        ({**RIGHT, "last": HOUSING + "\n"}, ":2: `last` is not an entry id"),
        ({**RIGHT, "last": "life." + "a" * 80}, ":2: `last` is not an entry id"),
        ("[" * 100_000, ":2: no JSON"),
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


@pytest.mark.parametrize(("fields", "last"), [({}, None), ({"last": None}, None), ({"last": COURSE}, COURSE)])
def test_the_entry_answered_before_may_be_told(write, fields, last):
    (found,) = read_lines(write({**RIGHT, **fields}))

    assert found.last == last


def test_other_fields_change_nothing(write):
    (found,) = read_lines(write({**RIGHT, "split": "test", "note": {"by": 1}}))

    assert found == Line("tr-1", "tr", "plain", "ev", (HOUSING,), False)
