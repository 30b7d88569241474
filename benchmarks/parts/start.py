"""How long a resident waits after a start, and what the engine's environment takes on disk."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from benchmarks.figures import CannotMeasure, Figure, middle
from benchmarks.machine import disk_mb
from benchmarks.process import Running, answers, free_ports
from benchmarks.run import Run, say
from benchmarks.served import Engine, Kilotse
from benchmarks.talks import GatewayTalk
from bot.environment import ROOT

QUESTION = "Wo kann ich Deutsch lernen?"
FRESH_WAIT_S = 1200.0


def measure(run: Run) -> None:
    """`kilotse serve` with a model, the engine alone, the disk; `make run` in a fresh clone with --fresh."""
    repetitions = run.count(3)
    say("start: kilotse serve, first with a new database")
    _first_answer(run)
    again = [_first_answer(run) for _ in range(repetitions)]
    say("start: the engine alone")
    engine = [_engine_ready(run) for _ in range(repetitions)]
    run.results.figures += [
        Figure("start", "second start to first answer", middle(again), "s", at_most=10),
        Figure("start", "engine start to ready", middle(engine), "s", at_most=5),
        Figure("start", "disk of .venv-rasa", disk_mb(ROOT / ".venv-rasa"), "MB", at_most=1000, note="with test tools"),
    ]
    if run.fresh:
        run.results.figures.append(
            Figure("start", "make run in a fresh clone to first answer", _fresh(run), "s", at_most=300)
        )


def _first_answer(run: Run) -> float:
    """Seconds from the command to the first answer that the engine has decided."""
    with Kilotse(run.place) as kilotse:
        kilotse.wait()
        return _asked(kilotse, kilotse.port)


def _asked(program: Running, port: int) -> float:
    talk = GatewayTalk(port)
    talk.send(QUESTION)
    seconds = program.seconds()
    talk.close()
    return seconds


def _engine_ready(run: Run) -> float:
    with Engine(run.place) as engine:
        return engine.wait()


def _fresh(run: Run) -> float:
    """`git clone` of the last commit and `make run` there, with empty package caches. Needs the registry."""
    say("start: make run in a fresh clone (minutes)")
    port, engine_port = free_ports(2)
    with tempfile.TemporaryDirectory(prefix="clone-", dir=run.place.folder) as folder:
        clone = Path(folder) / "kilotse"
        cloned = subprocess.run(["git", "clone", "--quiet", ROOT, clone], capture_output=True, text=True, check=False)
        if cloned.returncode:
            raise CannotMeasure(f"git clone of {ROOT} failed: {cloned.stderr.strip()}")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("KILOTSE_")}
        caches = {"UV_CACHE_DIR": f"{folder}/uv", "PIP_NO_CACHE_DIR": "1", "XDG_CACHE_HOME": f"{folder}/cache"}
        ports = {"KILOTSE_PORT": str(port), "KILOTSE_ENGINE_PORT": str(engine_port)}
        with Running(["make", "run"], {**inherited, **caches, **ports}, clone, run.place.log("fresh")) as made:
            made.wait_until(
                lambda: answers(engine_port, "/health") and answers(port, "/healthz"), "make run", FRESH_WAIT_S
            )
            return _asked(made, port)
