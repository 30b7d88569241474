"""The training texts that are no entry's: in every language, and none that means something else as well."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from faq.crisis import fold
from faq.model import variant_of
from faq.store import load_content
from nlu import paths

CONTENT = load_content(paths.content())
DATA = paths.PROJECT / "nlu/data"
LANGUAGES = [code for code in CONTENT.languages if not variant_of(code)]
FEWEST = {"out_of_scope": 14, "change_language": 6, "ask_person": 3, "greet": 3}


def texts(path: Path) -> dict[str, list[str]]:
    blocks = yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", [])
    return {block["intent"]: [row.removeprefix("- ") for row in block["examples"].splitlines()] for block in blocks}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_enough_of_each(code: str):
    few = {intent: len(texts(DATA / f"{code}.yml").get(intent, [])) for intent in FEWEST}

    assert {intent: count for intent, count in few.items() if count < FEWEST[intent]} == {}


def test_every_file_is_of_a_language():
    assert {path.stem for path in DATA.glob("*.yml")} == {"rules", *LANGUAGES}


def test_no_text_means_two_things():
    meanings: dict[str, set[str]] = defaultdict(set)
    for path in DATA.glob("*.yml"):
        for intent, rows in texts(path).items():
            for row in rows:
                meanings[fold(row)].add(intent)
    for entry in CONTENT.entries.values():
        for _, question in entry.questions():
            meanings[fold(question)].add(entry.intent if entry.intent in FEWEST else entry.id)

    assert {text: found for text, found in meanings.items() if len(found) > 1} == {}
