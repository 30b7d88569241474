from __future__ import annotations

import pytest

from nlu.places import named_place, neighbours
from nlu.text import words

ABOUT_PLACES = "about.city-vs-staedteregion"

SPELT = {
    "Alsdorf": ["Ich wohne in Alsdorf", "Alsdorf'ta oturuyorum", "из Альсдорфа"],
    "Baesweiler": ["in baesweiler", "Baesweilerde", "mieszkam w Baesweiler"],
    "Eschweiler": ["z Eschweilera", "eschweilerbe költözünk"],
    "Herzogenrath": ["herzogenrat", "herzogenratda oturuyorum", "я живу в Херцогенрате", "στο Χέρτσογκενρατ"],
    "Monschau": ["Monschau'da", "mishi men Monschau", "жители Моншау"],
    "Roetgen": ["Roetgen", "Rötgen", "Roetgende"],
    "Simmerath": ["simmerath", "Simerath", "Simmerath'ta", "в Симмерате"],
    "Stolberg": ["Stolberg'de", "stolberg için kim yetkili", "из Штольберга"],
    "Würselen": ["wuerselen", "Wurselen", "Würselende", "Würselen تابعه لمين"],
}


def test_every_municipality_is_spelt_here():
    assert SPELT.keys() == set(neighbours())


@pytest.mark.parametrize(("place", "text"), [(place, text) for place, texts in SPELT.items() for text in texts])
def test_a_municipality_is_recognised_as_residents_spell_it(place, text):
    found = named_place(text, neighbours())

    assert found == place or {found, place} == {"Baesweiler", "Eschweiler"}  # alike names; both are elsewhere


def test_the_words_of_questions_in_every_language_are_no_municipalities(content):
    asked = [
        (language, word)
        for entry in content.entries.values()
        for language, text in entry.questions()
        if entry.id != ABOUT_PLACES
        for word in set(words(text))
    ]

    assert len({language for language, _ in asked}) >= 28
    assert [(language, word) for language, word in asked if named_place(word, neighbours())] == []


@pytest.mark.parametrize("text", ["", "👍", "52062", "Ich wohne in Aachen", "я живу в Ахене", "أسكن في آخن"])
def test_aachen_and_nothing_are_no_neighbour(text):
    assert named_place(text, neighbours()) is None


def test_without_places_none_is_named():
    assert named_place("Ich wohne in Stolberg", []) is None
