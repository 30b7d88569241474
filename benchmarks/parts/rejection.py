"""CLINC150: our ranking code trained on its 150 intents, and what it turns away of its validation part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.figures import CannotMeasure, Figure, Table, shown
from benchmarks.program import ENGINE, ask_program
from benchmarks.rejection.clinc import FOLDER, JUDGED, TRAINING
from benchmarks.run import Run, say

PRIMARY = "1 - P(out of scope)"  # what the engine itself goes by
AUROC, REJECTED = 97.6, 92.0  # per cent: the goals
HEAD = ("decided by", "AUROC %", "out of scope rejected %", "95 % interval", "in scope right %")
NOTE = (
    "Rejected: at the threshold that turns away at most 3 % of what is in scope, chosen on the judged texts "
    "themselves; there, what is in scope and turned away is not right. The interval is the bootstrap's."
)


def measure(run: Run) -> None:
    training, judged = split_files(run.data)
    run.stop_kilotse()
    say("rejection: embedding and training (minutes)")
    given = {"training": str(training), "judged": str(judged), "cache": str(run.place.folder / "rejection.sqlite3")}
    found = ask_program(run.place, ENGINE, "benchmarks.rejection", given)
    best = found["scores"][PRIMARY]
    figures = [
        Figure("rejection", "AUROC", 100 * best["auroc"], "%", at_least=AUROC, note=PRIMARY),
        Figure("rejection", "out of scope rejected", 100 * best["rejected"], "%", at_least=REJECTED, note=PRIMARY),
        Figure("rejection", "in scope right, nothing rejected", 100 * found["accuracy"], "%"),
        Figure("rejection", "embedding all texts", found["embedding_s"], "s"),
        Figure("rejection", "training", found["fitting_s"], "s"),
    ]
    run.results.figures += figures
    run.results.tables.append(_table(found))


def split_files(data: Path) -> tuple[Path, Path]:
    """Training and judged texts. CannotMeasure: the data set is not there."""
    files = data / FOLDER / TRAINING, data / FOLDER / JUDGED
    if missing := [path for path in files if not path.is_file()]:
        raise CannotMeasure(
            f"There is no {missing[0]}. CLINC150 is not part of the project: name the folder that holds "
            f"{FOLDER}/{TRAINING} and {FOLDER}/{JUDGED} with --data DIR."
        )
    return files


def _table(found: dict[str, Any]) -> Table:
    training, judged = found["training"], found["judged"]
    title = (
        f"CLINC150, {found['intents']} intents: trained on {training['inside']:,} texts in scope and "
        f"{training['whole'] - training['inside']:,} out of scope, judged on {judged['inside']:,} and "
        f"{judged['whole'] - judged['inside']:,}"
    )
    return Table("rejection", title, HEAD, [_row(name, each) for name, each in found["scores"].items()], NOTE)


def _row(name: str, each: dict[str, float]) -> list[str]:
    interval = f"{100 * each['low']:.0f} to {100 * each['high']:.0f}"
    return [
        name,
        *(shown(100 * each[field]) for field in ("auroc", "rejected")),
        interval,
        shown(100 * each["accuracy"]),
    ]
