"""`kilotse train-language`: the engine makes the language model anew, or measures it."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from bot.command.engine_process import run_engine


def run(options: argparse.Namespace) -> int:
    arguments = ["train-language"]
    for name in ("data", "udhr", "output", "test"):
        if value := getattr(options, name):
            arguments += [f"--{name}", str(value.resolve())]
    if options.json:
        arguments.append("--json")
    if options.test is None and (spec := find_spec("django")) and spec.origin:
        arguments += ["--locales", str(Path(spec.origin).parent)]
    return run_engine(arguments)
