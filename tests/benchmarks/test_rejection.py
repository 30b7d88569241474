"""The whole way of the part `rejection` on a data set of a few texts, in the engine's environment."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from benchmarks.parts import rejection
from benchmarks.place import Place
from benchmarks.program import ENGINE
from benchmarks.run import Run
from bot.environment import SEED

TEXTS = {
    "translate": "how do i say {} in french",
    "timer": "set a timer for {} minutes please",
    "weather": "will it rain in {} tomorrow",
    "oos": "who invented the {} and why",
}
WORDS = ["seven", "cat", "house", "twelve", "paris", "bread", "window", "thirty", "rome", "bicycle"]


@pytest.fixture
def data(tmp_path):
    """A folder as that of --data: eight texts an intent to train on, two to judge."""
    folder = tmp_path / "data/clinc150"
    folder.mkdir(parents=True)
    for name, words in (("train", WORDS[:8]), ("val", WORDS[8:])):
        rows = [f"{intent}\t{text.format(word)}\n" for intent, text in TEXTS.items() for word in words]
        (folder / f"{name}.tsv").write_text("intent\ttext\n" + "".join(rows), encoding="utf-8")
    return folder.parent


@pytest.mark.skipif(not ENGINE.exists(), reason="the engine's environment is not installed")
def test_texts_unlike_all_intents_are_told_apart(tmp_path, data):
    (tmp_path / "place").mkdir()
    with ExitStack() as stack:
        run = Run(Place(tmp_path / "place", SEED), stack, data=data)
        rejection.measure(run)

    figures = {each.what: each.value for each in run.results.figures}
    assert figures["AUROC"] == 100
    assert figures["in scope right, nothing rejected"] == 100
    (table,) = run.results.tables
    assert "3 intents: trained on 24 texts in scope and 8 out of scope, judged on 6 and 2" in table.title
    assert table.rows[0][0] == rejection.PRIMARY
