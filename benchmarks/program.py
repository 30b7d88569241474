"""Parts that need another environment: a module run there, with JSON in a file before and after."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.figures import CannotMeasure
from benchmarks.place import Place
from benchmarks.process import run
from bot.environment import ROOT

ENGINE = ROOT / ".venv-rasa/bin/python"


def ask_program(place: Place, python: Path, module: str, given: Any) -> Any:
    """What `python -m MODULE GIVEN FOUND` has found. CannotMeasure: it failed, or there is no such environment."""
    if not python.exists():
        raise CannotMeasure(f"There is no {python}. Install the environments: make install")
    name = module.rpartition(".")[2]
    given_path, found_path = (place.folder / f"{name}-{end}.json" for end in ("given", "found"))
    given_path.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    run([str(python), "-m", module, str(given_path), str(found_path)], place.variables(), ROOT, place.log(name))
    return json.loads(found_path.read_text(encoding="utf-8"))
