from __future__ import annotations

import pytest

from benchmarks.figures import CannotMeasure
from benchmarks.parts.rejection import split_files
from benchmarks.peers.languages import percent
from benchmarks.peers.systems import Asked, outcome_of
from benchmarks.peers.tables import kinds_table, whole_table
from benchmarks.rejection.clinc import Example, read_examples
from benchmarks.stock.answers import judged
from bot.evaluation.lines import Line

ENTRIES = {"life.housing", "offers.groups"}
LINES = [
    Line("de-1", "de", "plain", "Wo finde ich eine Wohnung?", ("life.housing",), False),
    Line("de-2", "de", "plain", "Gibt es Gruppen?", ("offers.groups",), False),
    Line("de-3", "de", "oos-far", "Wie wird das Wetter?", (), False),
]


@pytest.fixture
def make_asked():
    """A system that gives the lines these labels, each sure and in 5 ms."""

    def make(name: str, labels: list[str]) -> Asked:
        answers = [{"label": label, "likeness": 1.0, "ms": 5.0} for label in labels]
        outcomes = [outcome_of(line.id, each, ENTRIES) for line, each in zip(LINES, answers, strict=True)]
        return Asked(name, judged(LINES, outcomes), 12.0, f"{name} is a system.")

    return make


@pytest.mark.parametrize(
    ("label", "outcome", "entries"),
    [
        ("life.housing", "answered", ("life.housing",)),
        ("out_of_scope", "fallback", ()),
        ("change_language", "language", ()),
    ],
)
def test_only_the_label_of_an_entry_answers(label, outcome, entries):
    found = outcome_of("de-1", {"label": label, "likeness": 0.9, "ms": 1.0}, ENTRIES)

    assert (found.outcome, found.entries) == (outcome, entries)


def test_table_has_a_column_for_each_system_and_shares_of_each_scope(make_asked):
    good = make_asked("good", ["life.housing", "offers.groups", "out_of_scope"])
    poor = make_asked("poor", ["life.housing", "life.housing", "life.housing"])

    table = whole_table([good, poor])

    rows = {name: shares for name, *shares in table.rows}
    assert table.head == ("all lines", "good", "poor")
    assert rows["in scope: right %"] == ["100", "50"]
    assert rows["in scope: wrong %"] == ["0", "50"]
    assert rows["out of scope: answered %"] == ["0", "100"]


def test_kinds_are_counted_by_scope(make_asked):
    table = kinds_table([make_asked("poor", ["life.housing", "out_of_scope", "life.housing"])])

    assert table.rows == [["oos-far", "1", "0 / 1"], ["plain", "2", "1 / 0 / 1 / 0"]]


def test_share_of_no_lines_is_a_dash():
    assert (percent([True, False]), percent([])) == ("50", "–")


def test_quotation_marks_are_part_of_a_text_and_oos_is_no_intent(tmp_path):
    path = tmp_path / "val.tsv"
    path.write_text('intent\ttext\ntimer\t"set a timer\noos\tyup, that\'s "true"\n', encoding="utf-8")

    assert read_examples(path) == [Example('"set a timer', "timer"), Example('yup, that\'s "true"', None)]


def test_absent_data_set_is_told_with_the_option_that_names_it(tmp_path):
    with pytest.raises(CannotMeasure) as fault:
        split_files(tmp_path)

    assert str(tmp_path / "clinc150/train.tsv") in str(fault.value)
    assert "--data DIR" in str(fault.value)
