from __future__ import annotations

import pytest

from nlu.romanised import romanised, skeleton


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("школа", "shkola"),
        ("größer", "grosser"),
        ("Straße", "strasse"),
        ("σχολείο", "scholeio"),
        ("学校", "xuexiao"),
        ("مدرسة", "mdrsh"),
        ("l'école", "lecole"),
        ("", ""),
    ],
)
def test_a_word_is_spelt_in_lower_case_ascii(word, latin):
    assert romanised(word) == latin
    assert romanised(word).isascii()


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("школа", "shkola"),
        ("σχολείο", "scholeio"),
        ("مدرسة", "madrasa"),
        ("عربي", "3arabi"),
        ("حبيبي", "7abibi"),
        ("خالد", "5aled"),
        ("мама", "mamma"),
        ("größer", "GROSSER"),
    ],
)
def test_a_word_has_the_same_skeleton_in_its_script_and_in_a_chats_spelling(written, typed):
    assert skeleton(written) == skeleton(typed) != ""


@pytest.mark.parametrize(("one", "other"), [("школа", "кола"), ("مدرسة", "مدينة"), ("Wohnung", "Zeitung")])
def test_other_words_have_other_skeletons(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("word", ["", "a", "eau", "'"])
def test_without_consonants_the_skeleton_is_empty(word):
    assert skeleton(word) == ""
