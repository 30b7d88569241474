"""Ours, nearest neighbour and stock Rasa on the development set's test part, and three ways to name its languages."""

from __future__ import annotations

from benchmarks.figures import CannotMeasure
from benchmarks.peers import systems
from benchmarks.peers.languages import identify
from benchmarks.peers.tables import kinds_table, whole_table
from benchmarks.run import Run
from benchmarks.stock.answers import fitting_lines
from bot.environment import ROOT
from bot.evaluation.lines import Line

LINES = ROOT / "nlu/development/test"
EPOCHS = 8  # of stock Rasa: its training takes about a quarter of an hour on two cores


def measure(run: Run) -> None:
    lines = chosen_lines(run)
    run.stop_kilotse()
    ours, outcomes = systems.ours(run.place, lines)
    nearest = systems.neighbour(run.place, lines)
    languages = identify(run.place, lines, outcomes)
    stock = systems.stock(run.place, lines, EPOCHS if run.epochs is None else run.epochs)
    asked = [ours, nearest, stock]
    run.results.tables += [whole_table(asked), kinds_table(asked), languages]


def chosen_lines(run: Run) -> list[Line]:
    """The lines that the content answers, or that are out of scope; a shortened run takes every n-th of them."""
    files = sorted(LINES.glob("*.jsonl"))
    lines = [line for path in files for line in fitting_lines(run.place, path)]
    if not lines:
        raise CannotMeasure(f"There are no questions in {LINES} that this content answers.")
    return lines[:: round(1 / run.share)]
