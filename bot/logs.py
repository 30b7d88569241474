"""How the gateway's processes log: what failed and where, never the values, which may be a person's words."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

PLACES = 8  # innermost frames shown
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlaceFormatter(logging.Formatter):
    """Writes an exception as its type and its places on one line; line breaks in messages are shown as \\n."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802  (logging's name)
        if ei[0] is None:
            return ""
        frames = traceback.extract_tb(ei[2])[-PLACES:]
        places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
        return f"{ei[0].__name__} at {places}"

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return ""
