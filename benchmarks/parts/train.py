"""`kilotse train --force`: with every vector in the cache, and with an empty cache."""

from __future__ import annotations

from benchmarks.figures import Figure, middle
from benchmarks.run import Run, say


def measure(run: Run) -> None:
    run.stop_kilotse()
    say("train: empty cache")
    empty = run.place.first_training_s
    say("train: vectors cached")
    cached = [run.place.kilotse(["train", "--force"]) for _ in range(run.count(3))]
    entries = len(run.place.content.entries)
    run.results.figures += [
        Figure("train", "vectors cached", middle(cached), "s", at_most=60, note=f"{entries} entries"),
        Figure("train", "vectors not cached", empty, "s", at_most=240, note="once"),
    ]
