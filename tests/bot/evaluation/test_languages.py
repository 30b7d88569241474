"""A language is identified when it is the line's, or one that the same people read."""

from __future__ import annotations

import pytest

from bot.evaluation.languages import audience_of, language_figures, share_identified
from tests.bot.evaluation.conftest import judge, line, outcome


def said(lang, language):
    return line(lang=lang), outcome("fallback", language=language)


@pytest.mark.parametrize(
    ("code", "readers"),
    [("hr", "bs"), ("sr", "bs"), ("sh", "bs"), ("bs", "bs"), ("prs", "fa"), ("tr", "tr"), ("xx", "xx"), ("", "")],
)
def test_a_code_belongs_to_the_language_that_has_it_among_its_labels(content, code, readers):
    assert audience_of(content)(code) == readers


def test_every_language_of_the_content_is_its_own_audience(content):
    assert [audience_of(content)(code) for code in content.languages] == list(content.languages)


@pytest.mark.parametrize(
    ("lang", "given", "share"),
    [("hr", "bs", 1.0), ("sr", "hr", 1.0), ("fa", "prs", 1.0), ("hr", "pl", 0.0), ("tr", "", 0.0), ("xx", "xx", 1.0)],
)
def test_readers_count_not_codes(content, lang, given, share):
    assert share_identified(judge(said(lang, given)), audience_of(content)) == share


def test_without_a_content_only_the_very_code_counts():
    assert share_identified(judge(said("hr", "bs"), said("hr", "hr"))) == 0.5


def test_lines_and_hits_are_counted_per_language_and_the_rest_is_named(content):
    lines = [said("hr", "bs"), said("ar", "fa"), said("ar", "ar"), said("ar", "fa"), said("tr", "de")]

    found = language_figures(judge(*lines), audience_of(content))

    assert found["by_language"] == {
        "ar": {"lines": 3, "identified": 1},
        "hr": {"lines": 1, "identified": 1},
        "tr": {"lines": 1, "identified": 0},
    }
    assert found["confusions"] == [["ar", "fa", 2], ["tr", "de", 1]]


def test_twenty_confusions_of_languages_are_named():
    found = language_figures(judge(*(said(f"x{number}", "de") for number in range(25))))

    assert len(found["confusions"]) == 20
