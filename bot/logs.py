"""How the gateway's processes log: what failed and where, never the values, which may be a person's words."""

from __future__ import annotations

import logging
import re
import traceback
from pathlib import Path
from types import TracebackType

PLACES = 8  # innermost frames shown
# What ends a line, somewhere, or moves a terminal's cursor; a tab does neither.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlaceFormatter(logging.Formatter):
    """Writes an exception as its type and its places on one line; line breaks in messages are shown as \\n."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # what another formatter has noted there quotes values
        return _CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode(), super().format(record))

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802  (logging's name)
        if ei[0] is None:
            return ""
        frames = traceback.extract_tb(ei[2])[-PLACES:]
        places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
        return f"{ei[0].__name__} at {places}"

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return ""
