from __future__ import annotations

import pytest

from nlu.scripts import main_script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Guten Tag", "Latn"),
        ("Добрий день", "Cyrl"),
        ("مرحبا", "Arab"),
        ("ሰላም", "Ethi"),
        ("Καλημέρα", "Grek"),
        ("नमस्ते", "Deva"),
        ("你好", "Hans"),
        ("გამარჯობა", "Geor"),
        ("ꦱꦸꦒꦼꦁ", "Zyyy"),
    ],
)
def test_the_script_is_read_from_the_letters(text, script):
    assert main_script(text) == script


@pytest.mark.parametrize("text", ["", "123", "👍🏽", "?!…"])
def test_without_letters_there_is_no_script(text):
    assert main_script(text) is None


def test_a_latin_word_does_not_outweigh_the_message_around_it():
    assert main_script("أريد مساعدة في Integrationskurs") == "Arab"
