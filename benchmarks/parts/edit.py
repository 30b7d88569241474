"""From saving a corrected answer to the first reader who gets it, without a restart."""

from __future__ import annotations

import time
from contextlib import closing

from benchmarks.figures import CannotMeasure, Figure, middle
from benchmarks.run import Run, say
from benchmarks.talks import GatewayTalk
from faq.model import GERMAN

ENTRY = "life.german-course"
ANSWER = "    answer: |\n"  # the first one in a file is the German
REPETITIONS = 10
MOST_S = 20.0


def measure(run: Run) -> None:
    port = run.kilotse().port
    say("edit: save an answer, ask until a reader gets it")
    seconds = [_edit(run, port, f"Messung {number}.") for number in range(run.count(REPETITIONS, 3))]
    note = f"of {len(seconds)} edits"
    run.results.figures += [
        Figure("edit", "saved to next reader, median", middle(seconds), "s", at_most=2, note=note),
        Figure("edit", "saved to next reader, longest", max(seconds), "s", at_most=2, note=note),
    ]


def _edit(run: Run, port: int, mark: str) -> float:
    """Seconds from the write until a reader who has just come gets the mark."""
    path = run.place.directory / "entries" / f"{ENTRY}.yml"
    question = run.place.content.entries[ENTRY].wordings[GERMAN].questions[0]
    before, found, after = path.read_text(encoding="utf-8").partition(ANSWER)
    if not found:
        raise CannotMeasure(f"{path} has no German answer in the usual form; nothing to edit.")
    time.sleep(0.3)  # not in step with the watch
    path.write_text(f"{before}{ANSWER}      {mark}\n\n{after}", encoding="utf-8")
    saved = time.monotonic()
    while time.monotonic() - saved < MOST_S:
        if _reads(port, question, mark):
            return time.monotonic() - saved
        time.sleep(0.02)
    raise CannotMeasure(f"No reader saw the edit of {path.name} within {MOST_S:.0f} s.")


def _reads(port: int, question: str, mark: str) -> bool:
    """A new conversation, asked once."""
    with closing(GatewayTalk(port)) as reader:
        return any(mark in message["text"] for message in reader.send(question) if message["author"] == "bot")
