from __future__ import annotations

import pytest

from actions.choice import typed_choice

OFFERED = ["life.housing", "contact.reach"]


@pytest.mark.parametrize(("typed", "chosen"), [("1", 0), (" 2) ", 1), ("٢", 1)])
def test_a_number_chooses(content, typed, chosen):
    assert typed_choice(content, typed, OFFERED) == OFFERED[chosen]


@pytest.mark.parametrize("typed", ["0", "3", "99999999999999999999", "½", "²", "", "1 Zimmer", "eins"])
def test_what_is_no_number_of_the_list_does_not_choose(content, typed):
    assert typed_choice(content, typed, OFFERED) is None


@pytest.mark.parametrize("language", ["de", "tr", "ar"])
def test_a_title_chooses_in_whatever_language_and_case(content, language):
    title = content.wording("contact.reach", language).title

    assert typed_choice(content, title.upper(), OFFERED) == "contact.reach"


def test_nothing_offered_nothing_chosen(content):
    assert typed_choice(content, "1", []) is None


def test_an_offered_entry_that_is_gone_does_not_fail(content):
    assert typed_choice(content, "Wohnung", ["no.such"]) is None
