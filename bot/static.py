"""Static files, served by ServeStatic from a fixed map: the channels' own, and the pages of the API's documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import ninja
from servestatic import ServeStaticASGI

MAX_AGE_S = 300
Provider = Callable[[], Mapping[str, Path]]  # URL prefix -> folder, whose files stay as they are under that prefix

_providers: list[Provider] = []


class Files(ServeStaticASGI):  # type: ignore[misc]  # it has no types
    """Looked up when the process starts, never by a request: no path leads out of the map."""

    FOREVER = 365 * 24 * 60 * 60  # seconds


def provide(provider: Provider) -> None:
    """Have a channel's folders served. The provider is called when a gateway starts, and in no other process."""
    _providers.append(provider)


def static_files() -> Files:
    """The ASGI application for /static/ and the channels' prefixes, such as /widget/."""
    folders = {prefix: folder for provider in _providers for prefix, folder in provider().items()}
    forever = tuple(f"/{prefix}" for prefix in folders)
    files = Files(None, max_age=MAX_AGE_S, immutable_file_test=lambda path, url: url.startswith(forever))
    for prefix, folder in folders.items():
        files.add_files(str(folder), prefix=prefix)
    files.add_files(str(Path(ninja.__file__).parent / "static"), prefix="static/")
    return files
