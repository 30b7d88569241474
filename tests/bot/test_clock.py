"""The only source of time, as processes see it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot import clock
from bot.environment import ROOT


@pytest.fixture
def clock_of(tmp_path):
    """What a process that starts with this KILOTSE_CLOCK holds for now and for today."""

    def ask(set_to, zone="UTC"):
        program = "from bot import clock; print(clock.now().isoformat(), clock.today())"
        variables = {**os.environ, "KILOTSE_CLOCK": set_to, "KILOTSE_VAR": str(tmp_path), "TZ": zone}
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
        )
        now, today = run.stdout.split()
        return datetime.fromisoformat(now), today

    return ask


def test_now_is_the_machines_time_in_utc():
    before = datetime.now(UTC)

    now = clock.now()

    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_a_clock_that_was_set_goes_on_from_there(clock_of):
    set_to = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)

    now, _ = clock_of(set_to.isoformat())

    assert set_to <= now < set_to + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ("2026-11-24T22:59:00+00:00", "2026-11-24"),
        ("2026-11-24T23:00:00+00:00", "2026-11-25"),  # winter: midnight in Berlin is 23:00 UTC
        ("2026-07-24T21:59:00+00:00", "2026-07-24"),
        ("2026-07-24T22:00:00+00:00", "2026-07-25"),  # summer: 22:00 UTC
        ("2026-12-31T23:30:00+00:00", "2027-01-01"),
        ("2026-11-25T00:30:00+01:00", "2026-11-25"),
    ],
)
def test_the_day_is_that_of_the_city(clock_of, moment, today):
    assert clock_of(moment)[1] == today


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_the_machines_time_zone_changes_nothing(clock_of, zone):
    now, today = clock_of("2026-11-24T12:00:00+00:00", zone)

    assert (now.hour, now.utcoffset(), today) == (12, timedelta(0), "2026-11-24")
