"""`.venv-stock`: Rasa with TensorFlow, from requirements/stock.lock, made when it is first needed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from benchmarks.figures import CannotMeasure
from benchmarks.run import say
from bot.environment import ROOT

FOLDER = ROOT / ".venv-stock"
LOCK = ROOT / "requirements/stock.lock"
STAMP = FOLDER / "installed"
UV = ROOT / ".venv-tools/bin/uv"


def install() -> Path:
    """The environment's folder of programs. CannotMeasure: it cannot be made."""
    if not STAMP.is_file() or STAMP.stat().st_mtime < LOCK.stat().st_mtime:
        say("stock: installing Rasa with TensorFlow into .venv-stock (2.8 GB, once)")
        if not (FOLDER / "bin/python").exists():
            python = output(["sh", "requirements/find-python.sh", "engine"])
            output([str(UV), "venv", "--quiet", "--no-project", "--python", python, str(FOLDER)])
        options = ["--quiet", "--require-hashes", "--compile-bytecode", "--python", str(FOLDER / "bin/python")]
        output([str(UV), "pip", "sync", *options, str(LOCK)])
        STAMP.touch()
    return FOLDER / "bin"


def output(command: list[str]) -> str:
    """What it prints. CannotMeasure: it failed."""
    # UV_NO_CONFIG: the overrides in pyproject.toml would take TensorFlow out.
    variables = {**os.environ, "UV_NO_CONFIG": "1"}
    try:
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        raise CannotMeasure(f"There is no {command[0]}. Install the environments: make install") from None
    except subprocess.CalledProcessError as error:
        raise CannotMeasure(f"{' '.join(command)} failed:\n{error.stderr.strip()}") from None
    return done.stdout.strip()
