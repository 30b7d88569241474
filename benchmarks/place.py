"""The temporary place of a run: a copy of the content, a model trained on it, logs. The project's var stays alone."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from benchmarks.process import run
from bot.environment import ROOT
from faq.model import Content
from faq.store import load_content

COMMAND = [sys.executable, "-m", "bot.command"]


class Place:
    """Everything that the measured programs write lies below `folder`."""

    def __init__(self, folder: Path, content: Path) -> None:
        """Copies `content`. FaqError: it has faults."""
        self.folder, self.var, self.directory = folder, folder / "var", folder / "content"
        copied = shutil.ignore_patterns("*.py", "*.json", "__pycache__")
        shutil.copytree(content, self.directory, ignore=copied)
        self.content: Content = load_content(self.directory)

    def variables(self, **more: object) -> dict[str, str]:
        """The environment of a measured program: the shell's, without its own settings of kilotse, and `more`."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("KILOTSE_")}
        own = {"KILOTSE_VAR": self.var, "KILOTSE_CONTENT": self.directory, **more}
        return {**inherited, **{name: str(value) for name, value in own.items()}}

    def log(self, name: str) -> Path:
        folder = self.folder / "logs"
        folder.mkdir(exist_ok=True)
        return folder / f"{name}.log"

    def kilotse(self, arguments: Sequence[str], **more: object) -> float:
        """Run a command of kilotse to its end. Returns seconds."""
        return run([*COMMAND, *arguments], self.variables(**more), ROOT, self.log(arguments[0]))

    @cached_property
    def first_training_s(self) -> float:
        """Seconds of the first training, no vector cached. Whoever needs the model asks for this."""
        return self.kilotse(["train", "--force"])
