"""Registers the desk: its pages, and the files they load."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.apps import AppConfig

from bot.static import provide

ASSETS = Path(__file__).with_name("assets")


@cache
def prefix() -> str:
    """Where the files are served for ever: another one as soon as a file changes."""
    files = sorted(ASSETS.iterdir())
    digest = hashlib.sha256(b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in files))
    return f"static/desk/{digest.hexdigest()[:16]}/"


class DeskConfig(AppConfig):
    name = "channels.desk"
    label = "desk"

    def ready(self) -> None:
        provide(lambda: {prefix(): ASSETS})
