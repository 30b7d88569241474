"""What a report says of itself: the day, the content and the command it was made with."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Origin:
    """`content` is the hash of what was trained on; `command` can be typed again."""

    day: date
    content: str
    command: str


def command_of(files: Sequence[Path], hint: bool, markdown: Path | None) -> str:
    """The command without options that change no figure. Absolute paths lose their folders: reports are published."""
    words = ["kilotse", "evaluate", *map(_shown, files)]
    words += ["--hint"] if hint else []
    words += ["--markdown", _shown(markdown)] if markdown else []
    return shlex.join(words)


def _shown(path: Path) -> str:
    return path.name if path.is_absolute() else str(path)
