"""Runs the engine's own commands, in its own environment, from ours."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from bot import environment
from bot.environment import Environment, SettingError

SECRET_VARIABLES = ("KILOTSE_DATABASE",)


def engine_variables(settings: Environment) -> dict[str, str]:
    """The variables that an engine process gets: ours without the database's password, and threads pinned."""
    return {
        **{name: value for name, value in os.environ.items() if name not in SECRET_VARIABLES},
        "KILOTSE_VAR": str(settings.var),
        "KILOTSE_CONTENT": str(settings.content),
        "KILOTSE_ENGINE_PORT": str(settings.engine_port),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "RASA_TELEMETRY_ENABLED": "false",
    }


def engine_command(settings: Environment, arguments: Sequence[str]) -> list[str]:
    """`python -m nlu.engine …` of the engine's environment. SettingError: it is not installed."""
    if not settings.engine_python.is_file():
        raise SettingError(f"There is no {settings.engine_python}. Install the engine's environment: make install")
    return [str(settings.engine_python), "-m", "nlu.engine", *arguments]


def run_engine(arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> int:
    """Run one of the engine's commands to its end; it prints for itself. Returns its exit status."""
    settings = environment.read()
    command = engine_command(settings, arguments)
    return subprocess.run(
        command, cwd=environment.ROOT, env={**engine_variables(settings), **(variables or {})}, check=False
    ).returncode
