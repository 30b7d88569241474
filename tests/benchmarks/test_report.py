from __future__ import annotations

from datetime import date

import pytest

from benchmarks.figures import Figure, Results, Table
from benchmarks.report import Circumstances, as_text, figures_page, peers_page

MACHINE = {"processor": "a processor", "cores": 2, "memory_gb": 25.3, "system": "Linux", "python": "3.11", "load": 0.1}
TABLE = Table("peers", "Answers", ("kind", "ours", "stock"), [["plain", "12", "9"]], "Of 20.")
FIGURE = Figure("rejection", "AUROC", 98.9, "%", at_least=97.6)


@pytest.fixture
def make_circumstances():
    def make(day: int) -> Circumstances:
        return Circumstances(date(2026, 11, day), MACHINE, "abc", 81, "python -m benchmarks")

    return make


def test_section_of_a_part_not_measured_stays_as_it_was(make_circumstances):
    both = peers_page("", ["peers", "rejection"], Results([FIGURE], tables=[TABLE]), make_circumstances(1))

    page = peers_page(both, ["rejection"], Results([FIGURE]), make_circumstances(2))

    old, new = page.split("## What is out of scope")
    assert "| plain | 12 | 9 |" in old
    assert "2026-11-01" in old
    assert "2026-11-02" in new
    assert page.count("## Questions of residents") == 1


def test_page_written_twice_of_the_same_run_is_the_same(make_circumstances):
    results = Results([FIGURE], tables=[TABLE])

    once = peers_page("", ["peers", "rejection"], results, make_circumstances(1))

    assert peers_page(once, ["peers", "rejection"], results, make_circumstances(1)) == once


def test_figures_of_other_systems_are_not_on_the_page_of_our_own(make_circumstances):
    assert "AUROC" not in figures_page(Results([FIGURE]), make_circumstances(1))


def test_terminal_shows_tables_with_their_notes(make_circumstances):
    printed = as_text(Results(tables=[TABLE]), make_circumstances(1))

    assert "Answers\nkind   ours  stock\n" in printed
    assert "plain    12      9\nOf 20." in printed
