from __future__ import annotations

import pytest

from nlu.text import MOST_MARKS, clean, without_command, words


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Guten \n\t Tag ", "Guten Tag"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),  # presentation forms
        ("Ｈｅｌｌｏ", "Hello"),
        ("a\u202eb\u2066c\u200bd", "abcd"),  # bidi controls, zero-width space
        ("eins\x00zwei", "eins zwei"),
        ("eins\ud800zwei", "einszwei"),  # a lone surrogate
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs its joiner
        ("", ""),
        ("\u202e\u200b", ""),
    ],
)
def test_clean_keeps_what_can_be_seen(typed, cleaned):
    assert clean(typed) == cleaned


def test_clean_thins_out_stacked_marks():
    zalgo = "Z" + "\u0335\u0322\u031b\u0342" * 50

    assert len(clean(zalgo)) <= 1 + MOST_MARKS


@pytest.mark.parametrize("text", ["नमस्ते, मुझे घर चाहिए", "مَرْحَبًا بِكُمْ", "tiếng Việt", "👩‍👩‍👧 hallo"])
def test_clean_leaves_real_writing_alone_and_is_idempotent(text):
    assert clean(clean(text)) == clean(text)
    assert len(clean(text)) >= len(text) - 2


@pytest.mark.parametrize("typed", ["/restart", "  //restart", "／restart", "\u200b/\u202erestart", "/ /restart"])
def test_a_command_of_rasa_loses_its_slash(typed):
    assert without_command(typed) == "restart"


def test_words_are_lower_case_without_punctuation_numbers_and_addresses():
    assert words("Wo ist, bitte, das „Rathaus“? 52062 www.aachen.de a@b.de") == ["wo", "ist", "bitte", "das", "rathaus"]


def test_words_keep_the_marks_of_their_script():
    assert words("नमस्ते!") == ["नमस्ते"]
