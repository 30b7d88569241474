"""Static files, served by WhiteNoise from a fixed map: the widget, and the pages of the API's documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse

import ninja
from whitenoise import WhiteNoise

from bot.environment import ROOT


def _not_found(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"Not found."]


def static_files() -> WhiteNoise:
    """The WSGI application for /static/ and /widget/."""
    files = WhiteNoise(_not_found, max_age=300)
    files.add_files(str(ROOT / "channels/web/widget"), prefix="widget/")
    files.add_files(str(Path(ninja.__file__).parent / "static"), prefix="static/")
    return files
