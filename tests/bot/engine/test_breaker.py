"""The circuit breaker, on a clock that the test moves."""

from __future__ import annotations

import pytest

from bot.engine.breaker import Breaker


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    """Opens after 3 failures, for 5 s."""
    return Breaker(failures=3, pause_s=5.0, clock=clock)


@pytest.fixture
def opened(breaker):
    for _ in range(3):
        breaker.failed()
    return breaker


def test_a_new_breaker_lets_calls_through(breaker):
    assert [breaker.try_pass() for _ in range(10)] == [True] * 10


def test_fewer_failures_than_the_limit_keep_it_closed(breaker):
    breaker.failed()
    breaker.failed()

    assert (breaker.is_open, breaker.try_pass()) == (False, True)


def test_failures_in_a_row_open_it(opened):
    assert (opened.is_open, opened.try_pass()) == (True, False)


def test_a_success_between_failures_keeps_it_closed(breaker):
    breaker.failed()
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    breaker.failed()

    assert breaker.try_pass()


def test_it_stays_open_for_its_pause(opened, clock):
    clock.now += 4.99

    assert not opened.try_pass()


def test_half_open_one_call_may_try_and_the_others_wait(opened, clock):
    clock.now += 5.0

    assert [opened.try_pass() for _ in range(4)] == [True, False, False, False]


def test_looking_does_not_use_up_the_one_call(opened, clock):
    clock.now += 5.0
    assert not opened.is_open

    assert opened.try_pass()


def test_a_try_that_succeeds_closes_it(opened, clock):
    clock.now += 5.0
    opened.try_pass()

    opened.succeeded()

    assert [opened.try_pass() for _ in range(3)] == [True] * 3


def test_a_try_that_fails_opens_it_again(opened, clock):
    clock.now += 5.0
    opened.try_pass()
    clock.now += 1.0

    opened.failed()

    clock.now += 4.99
    assert not opened.try_pass()
    clock.now += 0.02
    assert opened.try_pass()


def test_a_try_that_never_comes_back_does_not_keep_it_open_for_ever(opened, clock):
    clock.now += 5.0
    opened.try_pass()

    clock.now += 5.0

    assert opened.try_pass()


def test_after_a_success_it_takes_all_failures_again(opened, clock):
    clock.now += 5.0
    opened.try_pass()
    opened.succeeded()
    opened.failed()
    opened.failed()

    assert opened.try_pass()
