from __future__ import annotations

import pytest

from bot.editorial.finding import Files
from bot.editorial.reading_level import check_reading_level, school_year

EASY = "Rufen Sie uns an. Wir helfen Ihnen gern. Bringen Sie den Brief mit."
HARD = (
    "Die Inanspruchnahme von Beratungsleistungen setzt die vorherige Terminvereinbarung voraus, wobei die "
    "Berücksichtigung individueller Lebensumstände sowie aufenthaltsrechtlicher Rahmenbedingungen gewährleistet wird."
)


def test_short_sentences_need_few_years_of_school_and_long_ones_many():
    assert school_year(EASY) < 4
    assert school_year(HARD) > 12


def test_names_in_brackets_and_slots_do_not_count():
    name = "(Kommunales Integrationszentrum der Städteregion)"

    assert school_year(f"Wir helfen Ihnen {name}: {{ki-staff}}") == school_year("Wir helfen Ihnen:")


def test_a_list_is_read_as_sentences():
    assert school_year("Das gibt es:\n\n- eine Stelle für Kinder\n- eine Stelle für Eltern\n- Hilfe im Amt") < 6


@pytest.mark.parametrize("nothing", ["", "{ki-staff}", "…"])
def test_no_words_need_no_school(nothing):
    assert school_year(nothing) == 0


@pytest.mark.parametrize(("answer", "severities"), [(EASY, []), (HARD, ["error"])])
def test_a_german_answer_that_is_hard_to_read_is_found(write, load, directory, answer, severities):
    write(answer=answer)

    found = list(check_reading_level(load(), Files(directory)))

    assert [each.severity for each in found] == severities


def test_easy_german_is_held_to_more_than_german(write, load, directory):
    answer = "Unsere Beratung hilft Familien mit Kindern. Wir sprechen über Schule und über Arbeit in der Stadt Aachen."
    write(answer=answer, **{"de-x-easy": ("Brief", answer, "")})

    found = list(check_reading_level(load(), Files(directory)))

    assert [each.text.split('"')[1] for each in found] == ["de-x-easy"]


def test_other_languages_are_not_measured(write, load, directory):
    write(answer=EASY, tr=("Mektup", HARD, "[a]"))

    assert list(check_reading_level(load(), Files(directory))) == []
