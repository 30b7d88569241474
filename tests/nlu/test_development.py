from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from faq.crisis import fold
from nlu import paths
from nlu.development import TUNING, tuning_lines

FOLDER = paths.PROJECT / "nlu" / "development"
SAMPLES = paths.PROJECT.parent / "shared" / "eval" / "sample.jsonl"
FEWEST = 2500
ALIKE_BY_CHANCE = 5  # words; so short a question has few wordings


def read(path: Path) -> list[dict]:
    return [json.loads(row) for row in path.read_text(encoding="utf-8").split("\n") if row]


def rows(split: str) -> list[dict]:
    return [row for path in sorted((FOLDER / split).glob("*.jsonl")) for row in read(path)]


BOTH = [*rows("tune"), *rows("test")]
FOLLOWUPS = read(FOLDER / "followups.jsonl")


@pytest.fixture(scope="module")
def trained_on(content) -> set[str]:
    """Folded texts of the example questions and of nlu/data."""
    known = {fold(question) for entry in content.entries.values() for _, question in entry.questions()}
    for path in (paths.PROJECT / "nlu" / "data").glob("*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", []):
            known |= {fold(row.removeprefix("- ")) for row in block["examples"].splitlines()}
    return known


def test_it_is_large_and_in_28_languages():
    assert len(BOTH) >= FEWEST
    assert len({row["lang"] for row in BOTH}) == 28


@pytest.mark.parametrize("split", ["tune", "test"])
def test_each_split_has_every_language_in_a_file_of_its_name(split):
    found = {path.stem: {row["lang"] for row in read(path)} for path in (FOLDER / split).glob("*.jsonl")}

    assert found == {row["lang"]: {row["lang"]} for row in BOTH}


def test_no_id_is_used_twice():
    counts = Counter(row["id"] for row in [*BOTH, *FOLLOWUPS])

    assert [each for each, count in counts.items() if count > 1] == []


def test_the_entries_that_are_right_exist(content):
    expected = {entry for row in [*BOTH, *FOLLOWUPS] for entry in row["expect"]}
    before = {row["last"] for row in FOLLOWUPS}

    assert (expected | before) - content.entries.keys() == set()


def test_who_asks_two_things_expects_two_entries():
    assert {len(row["expect"]) for row in BOTH if row.get("all")} == {2}


def test_no_message_stands_in_both_splits():
    assert {fold(row["text"]) for row in rows("tune")} & {fold(row["text"]) for row in rows("test")} == set()


def test_no_message_of_more_than_a_few_words_is_one_that_is_trained_on(trained_on):
    seen = [row["id"] for row in BOTH if fold(row["text"]) in trained_on]

    assert [row["id"] for row in BOTH if row["id"] in seen and len(row["text"].split()) > ALIKE_BY_CHANCE] == []


@pytest.mark.skipif(not SAMPLES.is_file(), reason="the evaluation's sample is not part of the project")
def test_no_message_is_one_of_the_evaluations_sample():
    sample = {fold(row["text"]) for row in read(SAMPLES)}

    assert [row["id"] for row in [*BOTH, *FOLLOWUPS] if fold(row["text"]) in sample] == []


def test_the_tuning_lines_are_the_tuning_part_and_nothing_else():
    assert [line.text for line in tuning_lines()] == [row["text"] for row in rows("tune")]
    assert sum(line.both for line in tuning_lines()) == sum(bool(row.get("all")) for row in rows("tune"))
    assert TUNING.name == "tune"


def test_no_source_of_nlu_reads_the_test_split():
    sources = [path for path in (paths.PROJECT / "nlu").rglob("*.py")]
    naming = [
        path.name
        for path in sources
        if any(
            name in path.read_text(encoding="utf-8")
            for name in ("development/test", '"development" / "test"', '.parent / "test"', "followups")
        )
    ]

    assert len(sources) > 40
    assert naming == []
