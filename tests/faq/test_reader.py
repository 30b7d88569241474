"""The reader: YAML 1.1 without its traps, and every fault with its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq.faults import Fault
from faq.reader import MAX_DEPTH, Value, read_file

Read = Callable[[str | bytes], Value]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write the text as a file and read it; the faults are in `value.faults`."""

    def write_and_read(text: str | bytes) -> Value:
        path = tmp_path / "any.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_file(path, "content/any.yml", [])

    return write_and_read


def shown(value: Value) -> list[str]:
    return [str(fault) for fault in value.faults]


def test_a_text_is_read_without_the_blanks_around_it(read: Read):
    value = read("title: '  Schule  '\n")

    assert value.mapping("The file").string("title") == "Schule"
    assert shown(value) == []


def test_the_mark_that_windows_puts_before_utf_8_does_no_harm(read: Read):
    value = read(b"\xef\xbb\xbftitle: Schule\n")

    assert value.mapping("The file").string("title") == "Schule"


@pytest.mark.parametrize("text", ["", "# only a comment\n", "null\n"])
def test_an_empty_file_reads_as_empty_without_a_fault(read: Read, text: str):
    value = read(text)

    assert value.empty
    assert shown(value) == []


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("off", "off"),
        ("12:30", "12:30"),
        ("115", "115"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e3", None),  # YAML 1.1 wants a dot: a text
        ("1.5", "1.5"),
        ("2026-11-20", "2026-11-20"),
        ("[a, b]", "a list or mapping"),
        ("{a: b}", "a list or mapping"),
    ],
)
def test_what_yaml_reads_as_something_else_than_text_is_refused_with_its_line(
    read: Read, written: str, quoted: str | None
):
    value = read(f"# kilotse\ntitle: {written}\n")
    value.mapping("The file").string("title")

    expected = [f"content/any.yml:2: `title` is not a text but {quoted}. Put it in quotes."] if quoted else []
    assert shown(value) == expected


@pytest.mark.parametrize("written", ["no", "12:30", "115"])
def test_quotes_make_a_text_of_it(read: Read, written: str):
    value = read(f'title: "{written}"\n')

    assert value.mapping("The file").string("title") == written


@pytest.mark.parametrize("key", ["no", "on", "12:30", "115"])
def test_a_key_that_yaml_reads_as_something_else_is_refused(read: Read, key: str):
    value = read(f"{key}: a text\n")
    value.mapping("The file")

    assert shown(value) == [f"content/any.yml:1: `key` is not a text but {key}. Put it in quotes."]


@pytest.mark.parametrize("blank", ["", "''", "'  '", "null", "~"])
def test_a_blank_text_is_a_fault(read: Read, blank: str):
    value = read(f"title: {blank}\n")
    found = value.mapping("The file").string("title")

    assert found == ""
    assert len(value.faults) == 1


@pytest.mark.parametrize("text", ["title: a ${HOME} b", 'title: "\\x24{HOME}"', "title: |\n  one\n  ${HOME}"])
def test_what_rasa_would_expand_is_refused(read: Read, text: str):
    value = read(text)
    value.mapping("The file").string("title")

    assert shown(value) == [
        "content/any.yml:1: `title` contains `${`. Remove it: Rasa would read it as a setting of the machine."
    ]


def test_what_rasa_would_expand_is_refused_in_a_key_too(read: Read):
    value = read("'${HOME}': a text\n")
    value.mapping("The file")

    assert "`key` contains `${`" in shown(value)[0]


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [one]\nb: *x\n",
        "a: one\nb: &x [*x]\n",  # holds itself
        "a: &x one\nb: [*x]\n",
        "a: one\nb: [&x {}, &y [*x, *x], [*y, *y]]\n",  # doubles at each level
    ],
)
def test_an_alias_is_refused(read: Read, text: str):
    value = read(text)

    assert value.empty
    assert [fault.text for fault in value.faults] == ["Anchors and aliases (&, *) are not allowed. Write the text out."]


def test_a_bomb_of_aliases_is_refused_without_being_unfolded(read: Read):
    levels = "\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 60))
    value = read(f"a0: &a0 boom\n{levels}\n")  # 9 ** 59 texts

    assert value.empty
    assert len(value.faults) == 1


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !!python/object/apply:os.system [id]", "tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: !secret x", "!secret"),
        ("a: !!binary aGk=", "tag:yaml.org,2002:binary"),
        ("a: !!set {b}", "tag:yaml.org,2002:set"),
        ("a: {<<: {b: c}}", "tag:yaml.org,2002:merge"),
    ],
)
def test_a_tag_is_refused(read: Read, text: str, tag: str):
    value = read(f"# kilotse\n{text}\n")

    assert value.empty
    assert shown(value) == [f"content/any.yml:2: The tag {tag} is not allowed. Remove it."]


def test_nesting_is_allowed_down_to_the_limit(read: Read):
    value = read("[" * MAX_DEPTH + "]" * MAX_DEPTH)

    assert shown(value) == []


@pytest.mark.parametrize("count", [MAX_DEPTH + 1, 1_000, 200_000])
@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ("[", ""), ("{a: ", "}"), ("- ", ""), ("? ", "")])
def test_deep_nesting_is_refused_however_deep_and_ends_no_process(read: Read, opened: str, closed: str, count: int):
    value = read(f"{opened * count}{closed * count}")

    assert value.empty
    assert [fault.text for fault in value.faults] == ["The file nests deeper than 20 levels. Flatten it."]


@pytest.mark.parametrize("text", ["titel: Gebühr".encode("latin-1"), "titel: ü".encode("utf-16"), b"a: \xff"])
def test_a_file_that_is_not_utf_8_is_a_fault(read: Read, text: bytes):
    value = read(text)

    assert shown(value) == ["content/any.yml:1: The file is not UTF-8. Save it with the encoding UTF-8."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\nc: [d\n", 3),
        ("a: b\n\tc: d\n", 2),
        ("a: b: c\n", 1),
        ("a: b\n---\nc: d\n", 2),  # two documents
        ("a: *unknown\n", 1),
        ('a: "\\ud800"\n', 1),  # half a character
        (b"a: b\0c\n", 1),
    ],
)
def test_what_is_no_yaml_is_a_fault_with_its_line_and_a_remedy(read: Read, text: str | bytes, line: int):
    value = read(text)

    assert value.empty
    assert len(value.faults) == 1
    assert shown(value)[0].startswith(f"content/any.yml:{line}: This is not valid YAML: ")
    assert shown(value)[0].endswith("Check indentation, colons and quotes.")


def test_a_missing_file_is_a_fault(tmp_path: Path):
    faults: list[Fault] = []
    read_file(tmp_path / "none.yml", "content/none.yml", faults)

    assert [str(fault) for fault in faults] == [
        "content/none.yml:1: The file cannot be read (No such file or directory). Check that it exists."
    ]


def test_a_key_that_stands_twice_is_a_fault_at_the_second_and_the_first_counts(read: Read):
    value = read("title: one\nother: x\ntitle: two\n")
    mapping = value.mapping("The file")

    assert mapping.string("title") == "one"
    assert shown(value) == ["content/any.yml:3: `title` stands twice. Remove one."]


def test_an_unknown_key_is_refused_with_the_keys_there_are(read: Read):
    value = read("title: one\n\ntitel: two\n")
    mapping = value.mapping("The entry")
    mapping.string("title")
    mapping.get("facts")
    mapping.close()

    assert shown(value) == ["content/any.yml:3: The entry has no key `titel`. Keys: title, facts."]


def test_a_missing_key_is_a_fault_at_the_mapping(read: Read):
    value = read("\n\nother: x\n")
    value.mapping("The entry").string("title")

    assert shown(value) == ["content/any.yml:3: The entry has no `title`. Add `title:` under it."]


def test_a_choice_must_be_among_the_choices(read: Read):
    value = read("kind: fax\n")
    value.mapping("The item").choice("kind", ("phone", "email"))

    assert shown(value) == ["content/any.yml:1: `kind` is fax. Choose one of: phone, email."]


def test_a_missing_choice_is_the_default(read: Read):
    value = read("other: x\n")

    assert value.mapping("The item").choice("kind", ("phone", "email"), default="email") == "email"
    assert shown(value) == []


@pytest.mark.parametrize("text", ["list: one", "list: {a: b}"])
def test_what_is_no_list_is_a_fault_and_has_no_members(read: Read, text: str):
    value = read(text)
    found = value.mapping("The file").members["list"].strings("list")

    assert found == ()
    assert "`list` is not a list." in shown(value)[0]


def test_what_is_no_mapping_is_a_fault_and_has_no_members(read: Read):
    value = read("- one\n- two\n")
    mapping = value.mapping("The file")

    assert mapping.members == {}
    assert shown(value) == ["content/any.yml:1: `The file` is not a mapping. Write `key: value` lines under it."]


@pytest.mark.parametrize("written", ["2026-11-20", "'2026-11-20'"])
def test_a_day_is_read(read: Read, written: str):
    value = read(written)

    assert value.as_date("seen") == date(2026, 11, 20)


@pytest.mark.parametrize(
    "written", ["20.11.2026", "2026-02-30", "2026-11", "20261120", "2026-W47-5", "2026-11-20 12:00", "soon", "[a]"]
)
def test_what_is_no_day_is_a_fault_in_every_version_of_python(read: Read, written: str):
    value = read(written)

    assert value.as_date("seen") is None
    assert shown(value) == ["content/any.yml:1: `seen` is not a day. Write it as 2026-11-20, without quotes."]


@pytest.mark.parametrize(("written", "flag"), [("true", True), ("false", False)])
def test_a_flag_is_read(read: Read, written: str, flag: bool):
    value = read(written)

    assert value.as_flag("stand_in") is flag
    assert shown(value) == []


@pytest.mark.parametrize("written", ["yes", "on", "1", "[true]"])
def test_what_is_neither_true_nor_false_is_a_fault(read: Read, written: str):
    value = read(written)
    value.as_flag("stand_in")

    assert shown(value) == ["content/any.yml:1: `stand_in` is neither true nor false. Write one of them."]
