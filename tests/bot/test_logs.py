"""Log lines: one an event, with places and types, never with the values that may be a person's words."""

from __future__ import annotations

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import PLACES, PlaceFormatter

SECRET = "Ich heiße Amal, 0176 12345678"


@pytest.fixture
def logged():
    """Run this with a logger of its own, and return what is written."""

    def run(write):
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(PlaceFormatter("%(levelname)s %(name)s: %(message)s"))
        logger = logging.Logger("bot.test")
        logger.addHandler(handler)
        write(logger)
        return out.getvalue()

    return run


def fail(depth=0):
    if depth:
        fail(depth - 1)
    name = SECRET
    raise ValueError(f"cannot read {name!r}")


def failing(logger, depth=0):
    try:
        fail(depth)
    except ValueError:
        logger.exception("turn failed")


def test_an_exception_is_its_type_and_its_places(logged):
    line = logged(failing)

    assert line.startswith("ERROR bot.test: turn failed\\nValueError at test_logs.py:")
    assert line.count("test_logs.py:") == 2


def test_an_exception_shows_no_value(logged):
    assert "Amal" not in logged(failing)


def test_the_cause_of_an_exception_shows_no_value_either(logged):
    def write(logger):
        try:
            try:
                fail()
            except ValueError as error:
                raise KeyError(SECRET) from error
        except KeyError:
            logger.exception("turn failed")

    line = logged(write)

    assert "KeyError at" in line
    assert "Amal" not in line


def test_what_another_formatter_wrote_before_is_not_repeated(logged):
    def write(logger):
        first = logging.StreamHandler(io.StringIO())
        logger.handlers.insert(0, first)
        failing(logger)

    assert "Amal" not in logged(write)


def test_only_the_innermost_places_are_shown(logged):
    line = logged(lambda logger: failing(logger, depth=50))

    assert line.count(" > ") == PLACES - 1


def test_a_stack_is_not_shown(logged):
    line = logged(lambda logger: logger.warning("slow", stack_info=True))

    assert "test_logs.py" not in line


def test_values_that_a_message_names_are_written(logged):
    assert (
        logged(lambda logger: logger.warning("engine %s: status %d", "http://a", 500))
        == "WARNING bot.test: engine http://a: status 500\n"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\nERROR root: forged", "a\\nERROR root: forged"),
        ("a\r\nb", "a\\r\\nb"),
        ("a\x85b", "a\\x85b"),
        ("a\u2028b", "a\\u2028b"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\x00b", "a\\x00b"),
        ("a\tb", "a\tb"),
        ("Привет, سلام", "Привет, سلام"),
    ],
)
def test_a_value_cannot_begin_a_line_or_move_the_cursor(logged, typed, shown):
    assert logged(lambda logger: logger.warning("asked: %s", typed)) == f"WARNING bot.test: asked: {shown}\n"


@given(st.text())
def test_every_event_is_one_line(typed):
    record = logging.LogRecord("bot.test", logging.INFO, __file__, 1, "asked: %s", (typed,), None)

    assert len(PlaceFormatter().format(record).splitlines()) == 1


def test_the_gateway_writes_all_its_lines_so():
    from bot.settings import LOGGING

    assert LOGGING["root"]["handlers"] == ["out"]
    assert LOGGING["formatters"][LOGGING["handlers"]["out"]["formatter"]]["()"] == "bot.logs.PlaceFormatter"
