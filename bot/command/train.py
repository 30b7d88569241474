"""`kilotse train`: the engine trains; the content is brought in and checked first."""

from __future__ import annotations

import argparse

from bot.command.engine_process import run_engine
from bot.command.prepare import prepare_content


def run(options: argparse.Namespace) -> int:
    prepare_content()
    return run_engine(["train", *(["--force"] if options.force else [])])
