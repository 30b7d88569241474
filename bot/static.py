"""Static files, served by ServeStatic from a fixed map: the widget, and the pages of the API's documentation."""

from __future__ import annotations

from pathlib import Path
from wsgiref.headers import Headers

import ninja
from servestatic import ServeStaticASGI

from bot.environment import ROOT

MAX_AGE_S = 300


def static_files() -> ServeStaticASGI:
    """The ASGI application for /static/ and /widget/. Files are looked up when it is made, never by a request."""
    files = ServeStaticASGI(None, max_age=MAX_AGE_S, add_headers_function=_headers)
    files.add_files(str(ROOT / "channels/web/widget"), prefix="widget/")
    files.add_files(str(Path(ninja.__file__).parent / "static"), prefix="static/")
    return files


def _headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
