"""A guard of accuracy: no change may make the assistant worse in any language without anybody noticing.

The first 15 lines of each language of `nlu/development/test/` are read by the model of the whole content, as a first
message without any hint, and judged as docs/evaluation.md says, without the crisis check. What was right and wrong when
`guard.json` was recorded stands in it. If a change is meant to shift that, look at the difference, then record anew
(with a trained model; KILOTSE_CONTENT=faq takes the seed instead of the living content):

    KILOTSE_CONTENT=faq .venv-rasa/bin/python -m tests.engine.test_guard
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import pytest

from nlu.engine import environment

environment.prepare()  # this module is also a command of its own

from faq.decision import Ranked, decide
from nlu.embedding import embedder
from nlu.languages import guesser
from nlu.paths import PROJECT
from nlu.places import named_place, neighbours
from nlu.ranking import ARRAYS, FACTS, Ranker
from nlu.reading import Context, Reader
from nlu.text import clean

LINES = PROJECT / "nlu" / "development" / "test"
RECORD = Path(__file__).with_name("guard.json")
READ = 15  # lines of each language
LANGUAGES = sorted(path.stem for path in LINES.glob("*.jsonl"))
MOST_RANKED = 5  # as many as the engine tells
BY_CHANCE = 1  # fewer right or more wrong, in a language
BY_CHANCE_IN_ALL = 5
Verdict = Literal["right", "wrong", "unanswered"]
Counts = Mapping[str, Mapping[str, int]]  # language -> verdict -> lines


def load_reader(model: Path) -> Reader:
    """What the model file holds, as the engine reads it."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as archive:
        for member in archive.getmembers():
            name = Path(member.name).name
            if name in (ARRAYS, FACTS) and (stream := archive.extractfile(member)):
                (Path(folder) / name).write_bytes(stream.read())
        ranker, facts = Ranker.load(Path(folder))
    return Reader(ranker, facts["categories"], embedder().vector, facts["related"])


def verdict(reader: Reader, line: Mapping[str, Any]) -> Verdict:
    """Asked back counts as unanswered where one of what is offered is right."""
    kind, entries = outcome(reader, line["text"])
    expected = set(line["expect"])
    if not expected:
        harmless = {"smalltalk.off-topic"} | ({"contact.other-office"} if line["kind"] == "oos-near" else set())
        if kind == "answer":
            return "right" if set(entries) <= harmless else "wrong"
        return "unanswered" if kind == "clarify" else "right"
    if kind == "answer":
        hit = set(entries) >= expected if line.get("all") else entries[0] in expected
        return "right" if hit else "wrong"
    return "wrong" if kind == "clarify" and expected.isdisjoint(entries) else "unanswered"


def outcome(reader: Reader, text: str) -> tuple[str, tuple[str, ...]]:
    """What a first message gets: answer, clarify, fallback, switch or language; and the entries shown or offered."""
    guess = guesser().guess(text)
    if guess.ask and len(guess.candidates) > 1:
        return "language", ()
    context = Context(elsewhere=named_place(text, neighbours()) is not None)
    reading = reader.read(clean(text), guess.language, context)
    if reading.several:
        return "answer", reading.several
    best, confidence = reading.ranked[0]
    if best not in reader.categories and confidence >= reader.ranker.thresholds.ask:
        return "switch", ()
    entries = [Ranked(name, share) for name, share in reading.ranked if name in reader.categories][:MOST_RANKED]
    decision = decide(entries, reader.ranker.thresholds)
    return decision.kind, decision.entries


def count(reader: Reader) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for language in LANGUAGES:
        with (LINES / f"{language}.jsonl").open(encoding="utf-8") as rows:
            verdicts = Counter(verdict(reader, json.loads(row)) for row in islice(filter(str.strip, rows), READ))
        found[language] = {"right": verdicts["right"], "wrong": verdicts["wrong"]}
    return found


def in_all(counts: Counts, name: str) -> int:
    return sum(each[name] for each in counts.values())


@pytest.fixture(scope="module")
def recorded() -> Counts:
    return json.loads(RECORD.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def counted(model: Path) -> Counts:
    return count(load_reader(model))


def test_every_language_is_recorded(recorded):
    assert recorded.keys() == set(LANGUAGES)
    assert all(each["right"] + each["wrong"] <= READ for each in recorded.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_understood_as_well_as_before(recorded, counted, language):
    before, now = recorded[language], counted[language]

    assert now["right"] >= before["right"] - BY_CHANCE
    assert now["wrong"] <= before["wrong"] + BY_CHANCE


def test_all_together_are_understood_as_well_as_before(recorded, counted):
    assert in_all(counted, "right") >= in_all(recorded, "right") - BY_CHANCE_IN_ALL
    assert in_all(counted, "wrong") <= in_all(recorded, "wrong") + BY_CHANCE_IN_ALL


def test_it_reads_as_the_running_engine_does(engine, model):
    """The decision is put together here from its parts: it must be the one that residents get."""
    reader = load_reader(model)
    lines = (LINES / "de.jsonl").read_text(encoding="utf-8").splitlines()[:READ]
    for text in (json.loads(line)["text"] for line in lines):
        kind, entries = outcome(reader, text)
        said = engine.ask(text)
        asked = said["kind"] == "handoff"

        assert ("answer" if asked else said["kind"]) == kind
        assert tuple(said.get("entries", ["contact.human"] if asked else [])) == entries


def main() -> int:
    from nlu.engine.model_files import model_for, training_fingerprint

    model = model_for(training_fingerprint())
    if not model.is_file():
        print("No model fits the content. Train it with: python -m nlu.engine train", file=sys.stderr)
        return 1
    counts = count(load_reader(model))
    rows = ",\n".join(f" {json.dumps(language)}: {json.dumps(counts[language])}" for language in LANGUAGES)
    RECORD.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")
    lines = READ * len(LANGUAGES)
    print(f"{RECORD.name}: of {lines} lines {in_all(counts, 'right')} right, {in_all(counts, 'wrong')} wrong")
    return 0


if __name__ == "__main__":
    sys.exit(main())
