"""The crisis rules of the repository, in its temporary copy: every language, every danger, and no false alarm."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from faq.crisis import find_crisis
from faq.model import Content, CrisisRule
from faq.store import load_content

WARNED_OF = (
    *("de", "en", "tr", "ar", "uk", "ru", "fa", "fr", "pl", "ro", "bg", "zh", "kmr", "ti"),
    *("es", "sq", "bs", "so", "ps", "ckb", "ur", "am"),
)
DANGERS = (
    *("safety.emergency", "safety.violence-women", "safety.violence-men", "safety.crisis", "safety.children-youth"),
)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(Path(os.environ["KILOTSE_CONTENT"]))


def rules_of(content: Content) -> list[CrisisRule]:
    assert content.crisis
    return list(content.crisis)


def test_every_danger_has_a_rule_in_every_language(content: Content):
    rules = {(rule.entry, rule.language) for rule in rules_of(content)}

    assert {(entry, code) for entry in DANGERS for code in WARNED_OF} <= rules


def test_a_sentence_of_danger_finds_its_entry_in_its_language(content: Content):
    missed = [
        text
        for rule in rules_of(content)
        for text in rule.positive
        if (rule.entry, rule.language)
        not in {(found.entry, found.language) for found in find_crisis(content.crisis, text)}
    ]

    assert missed == []


def test_a_harmless_sentence_matches_no_rule_of_any_language(content: Content):
    alarms = [
        (text, found.entry, found.language)
        for rule in rules_of(content)
        for text in rule.negative
        for found in find_crisis(content.crisis, text)
    ]

    assert alarms == []


def test_a_crisis_rule_has_sentences_of_both_kinds(content: Content):
    few = [(rule.entry, rule.language) for rule in rules_of(content) if not rule.positive or not rule.negative]

    assert few == []


def matches_itself(letter: str) -> bool:
    return bool(find_crisis([CrisisRule("x", "de", (re.escape(letter),), (), (), ())], letter))


def test_no_pattern_has_a_letter_that_folding_takes_away(content: Content):
    patterns = [pattern for rule in rules_of(content) for pattern in (*rule.patterns, *rule.unless)]
    letters = {char for pattern in patterns for char in re.sub(r"\\[A-Za-z]", "", pattern) if char.isalpha()}

    assert sorted(letter for letter in letters if not matches_itself(letter)) == []


def test_an_ordinary_question_raises_no_alarm(content: Content):
    alarms = [
        (entry.id, text, found.entry)
        for entry in content.entries.values()
        if entry.category != "safety"
        for _, text in entry.questions()
        for found in find_crisis(content.crisis, text)
    ]

    assert alarms == []


# A young person who is locked in is told of the youth line first; the women's line is one of that answer's neighbours.
EITHER = {"safety.violence-women": "safety.children-youth"}


def test_the_first_rule_that_finds_a_danger_is_the_one_that_knows_it_best(content: Content):
    """Danger to life may come first; else who speaks decides: a man, a child, a woman."""
    others = [
        (rule.language, rule.entry, first.entry, text)
        for rule in rules_of(content)
        for text in rule.positive
        for first in [each for each in find_crisis(content.crisis, text) if each.language == rule.language][:1]
        if first.entry not in (rule.entry, "safety.emergency", EITHER.get(rule.entry))
    ]

    assert others == []
