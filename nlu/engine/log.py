"""Logging without residents' words: what Rasa and its libraries say in a turn is reduced to where and what kind.

Rasa prints messages at debug level, quotes them in warnings, and exceptions carry them in their text. So of other
people's loggers only place and exception types are written once the engine serves; ours say nothing private.
"""

from __future__ import annotations

import logging
import sys
import warnings
from types import TracebackType
from typing import TypeAlias

import structlog

OURS = ("nlu", "actions", "faq")
LEVELS = ("debug", "info", "warning", "error")
ExcInfo: TypeAlias = "tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]"


class PrivateFormatter(logging.Formatter):
    """Writes our records in full, others' by place alone while `serving`. Exceptions: types and lines, no texts."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.serving = False

    def format(self, record: logging.LogRecord) -> str:
        if self.serving and not is_ours(record.name):
            place = f"{record.filename}:{record.lineno} (text left out)"
            record = logging.makeLogRecord({**record.__dict__, "msg": place, "args": (), "exc_text": None})
        return super().format(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (logging's name)
        if ei[1] is None or not self.serving:
            return super().formatException(ei)
        return describe(ei[1])


def is_ours(name: str) -> bool:
    return name.split(".", 1)[0] in OURS


def describe(error: BaseException) -> str:
    """The exception's type and the lines it passed, without its message: that may quote a person."""
    places: list[str] = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    cause = error.__cause__ or error.__context__
    first = f"{type(error).__name__} at " + " > ".join(places[-6:] or ["?"])
    return first if cause is None else f"{describe(cause)}\n{first}"


def configure(level: str) -> PrivateFormatter:
    """Log to standard error: ours from `level` on, others' warnings. Set the result's `serving` before any turn."""
    formatter = PrivateFormatter()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    hush_rasa()
    return formatter


def hush_rasa() -> None:
    """Neither warnings, which quote messages, nor structlog, whose default prints every message."""
    warnings.showwarning = _silent  # filters would not do: libraries set their own
    structlog.configure(processors=[_drop], cache_logger_on_first_use=False)


def _silent(*args: object, **kwargs: object) -> None:
    """A warning is for developers; the tests run with warnings shown."""


def _drop(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """What structlog would report of a fault, our channel reports itself, without words."""
    raise structlog.DropEvent
