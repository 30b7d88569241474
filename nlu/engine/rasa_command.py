"""`rasa …`: Rasa's own command under the stub, with in-process actions and our data, models and addresses."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from contextlib import closing

import rasa.__main__

from nlu import paths
from nlu.engine import patches
from nlu.engine.model_files import newest
from nlu.engine.server import HOST, STOP_WITHIN_S

STORIES = "tests/engine/stories"
DATA = str(paths.PROJECT / "nlu" / "data")


def run_rasa(arguments: Sequence[str]) -> int:
    """Run `rasa ARGUMENTS` in the project's directory; the exit status is Rasa's."""
    os.chdir(paths.PROJECT)
    patches.apply()
    patches.run_actions_in_process()
    patches.stop_quickly(STOP_WITHIN_S)
    sys.argv = ["rasa", *with_defaults(arguments)]
    try:
        rasa.__main__.main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def with_defaults(arguments: Sequence[str]) -> list[str]:
    """Ours for what Rasa would look for in data/ and models/, or open to the network. Given options win."""
    wanted = {option: value for option, value in _defaults(arguments).items() if option not in arguments}
    return [*arguments, *(word for option, value in wanted.items() for word in (option, value) if word)]


def _defaults(arguments: Sequence[str]) -> dict[str, str]:
    """Options with their values; "" for an option without one."""
    command = " ".join(word for word in arguments[:2] if not word.startswith("-"))
    model, out = {"--model": str(newest() or paths.models())}, {"--out": str(paths.models())}
    test = {**model, "--out": str(paths.var() / "test"), "--no-plot": ""}  # matplotlib is not installed
    serve = {**model, "--interface": HOST, "--port": str(_free_port())}
    known = {
        "train": {"--data": DATA, **out},
        "train nlu": {"--nlu": DATA, **out},
        "data validate": {"--data": DATA},
        "test": {**test, "--stories": STORIES},
        "test core": {**test, "--stories": STORIES},
        "test nlu": {**test, "--nlu": DATA},
        "shell": serve,
        "shell nlu": model,
        "run": serve,
    }
    return {} if {"--help", "-h"} & set(arguments) else known.get(command, {})


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
