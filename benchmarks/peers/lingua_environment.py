"""An environment with lingua in the run's temporary place; it goes with the run."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.place import Place
from benchmarks.stock.environment import UV, output

PACKAGE = "lingua-language-detector==2.1.1"


def install(place: Place) -> Path:
    """Its interpreter. CannotMeasure: it cannot be installed."""
    folder = place.folder / "lingua"
    python = folder / "bin/python"
    output([str(UV), "venv", "--quiet", "--no-project", "--python", sys.executable, str(folder)])
    output([str(UV), "pip", "install", "--quiet", "--python", str(python), PACKAGE])
    return python
