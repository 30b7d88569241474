"""The shapes: expiry, machine translations, and which language's words a reader gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from faq.model import Content

Edit = Callable[[str, str, str], int]
Load = Callable[[], Content]

ENTRY = "entries/school.change.yml"  # valid until 2026-12-31


@pytest.mark.parametrize(
    ("today", "shown"),
    [(date(2026, 12, 30), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_an_entry_is_shown_up_to_its_last_day_included(load: Load, today: date, shown: bool):
    assert ("school.change" in load().published(today)) is shown


@pytest.mark.parametrize("today", [date.min, date(2026, 11, 24), date.max])
def test_an_entry_without_a_last_day_is_always_shown(load: Load, today: date):
    assert "safety.crisis" in load().published(today)


@pytest.mark.parametrize(
    ("language", "chain"),
    [
        ("de", ["de"]),
        ("en", ["en", "de"]),
        ("ar", ["ar", "en", "de"]),
        ("ckb", ["ckb", "ar", "en", "de"]),
        ("xx", ["de"]),
        ("", ["de"]),
    ],
)
def test_a_language_falls_back_step_by_step_german_last(load: Load, language: str, chain: list[str]):
    assert load().chain(language) == chain


def test_languages_that_fall_back_to_each_other_end_at_german(edit: Edit, load: Load):
    edit("languages.yml", "script: Latn, fallback: de, labels: [en]", "script: Latn, fallback: tr, labels: [en]")

    assert load().chain("tr") == ["tr", "en", "de"]


@pytest.mark.parametrize(
    ("entry", "language", "answered"),
    [
        ("school.change", "tr", "tr"),
        ("school.change", "ckb", "de"),  # neither ckb, ar nor en has it
        ("safety.crisis", "ckb", "ar"),
        ("safety.crisis", "xx", "de"),
    ],
)
def test_the_words_are_those_of_the_first_language_that_has_them(load: Load, entry: str, language: str, answered: str):
    assert load().wording(entry, language).language == answered


def test_words_of_an_entry_that_does_not_exist_are_a_key_error(load: Load):
    with pytest.raises(KeyError):
        load().wording("school.other", "de")


@pytest.mark.parametrize(("language", "text"), [("tr", "Kaynak"), ("ckb", "Quelle"), ("xx", "Quelle")])
def test_a_text_is_that_of_the_first_language_that_has_it(load: Load, language: str, text: str):
    assert load().text("source", language) == text


def test_a_text_that_is_missing_in_a_language_is_read_from_its_fallback(load: Load):
    content = replace(load(), texts={"de": {"source": "Quelle"}, "tr": {}})

    assert content.text("source", "tr") == "Quelle"


@pytest.mark.parametrize("language", ["de", "tr", "xx"])
def test_a_text_that_german_does_not_have_is_a_key_error(load: Load, language: str):
    with pytest.raises(KeyError):
        load().text("nothing", language)


def test_a_translation_that_nobody_has_signed_is_a_machines(edit: Edit, load: Load):
    before = load().entries["school.change"].wordings["tr"]
    edit(ENTRY, "    of: a00aab928cdc\n", "    of: a00aab928cdc\n    checked: 2026-11-21\n")
    after = load().entries["school.change"].wordings["tr"]

    assert before.machine
    assert not after.machine


def test_german_is_never_a_machines(edit: Edit, load: Load):
    edit(ENTRY, "    checked: 2026-11-20\n", "")

    assert not load().entries["school.change"].wordings["de"].machine


def test_all_questions_come_with_their_language_those_of_wordings_first(load: Load):
    assert load().entries["school.change"].questions() == [
        ("de", "Kann mein Kind die Schule wechseln?"),
        ("de", "schulwechsel"),
        ("tr", "Çocuğum okul değiştirebilir mi?"),
        ("ar", "هل يمكن لطفلي تغيير المدرسة؟"),
    ]
