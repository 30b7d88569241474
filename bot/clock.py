"""The only source of time: UTC for what is stored, Europe/Berlin for days and hours."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot import environment

LOCAL = ZoneInfo("Europe/Berlin")


def _offset_s() -> float:
    """Seconds to add to the machine's clock: KILOTSE_CLOCK names the time that it was at the start.

    SettingError: outside tests (KILOTSE_TESTS=yes). Retention would delete by a wrong clock.
    """
    set_to = environment.read().clock
    if set_to and os.environ.get("KILOTSE_TESTS") != "yes":
        raise environment.SettingError("KILOTSE_CLOCK is set. It is for tests alone: remove it.")
    return datetime.fromisoformat(set_to).timestamp() - time.time() if set_to else 0.0


OFFSET_S = _offset_s()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.fromtimestamp(time.time() + OFFSET_S, UTC)


def today() -> date:
    """The day it is in the city."""
    return now().astimezone(LOCAL).date()
