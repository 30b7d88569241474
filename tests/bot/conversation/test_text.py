"""Typed text: safe to store, comparable, and never a command of the engine."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.text import MAX_CHARACTERS, MAX_MARKS, TextTooLong, clean, for_engine

NASTY = (
    *("/", "\uff0f", "\\", " ", "\t", "\n", "\r", "\r\n", "\x00", "\x1b", "\x85", "\u2028", "\xa0", "\u3000"),
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad", "\u034f", "\ufe0f", "\u3164"),
    *("\u202a", "\u202e", "\u2066", "\u2069", "\U000e0041", "\U000e007f", "\ud800", "\udfff", "\ufffe", "\uffff"),
    *("\u0301", "\u0316", "\u0489", "\u20dd", "\u0e47", "\u0344", "\u0958", "\ufb2c", "\ufdfa", "e\u0301", "restart"),
)
typed = st.lists(st.one_of(st.sampled_from(NASTY), st.characters(), st.text(max_size=8)), max_size=60).map("".join)

ADVERSARIAL = {
    "one letter, 999 marks": "a" + "\u0301" * 999,
    "marks in the wrong order": "a" + "\u0301\u0316" * 499,
    "marks without combining class": "a" + "\u0489" * 999,
    "joiners between marks": "a" + "\u0301\u0301\u0301\u0301\u200d" * 199,
    "only slashes": "/" * 1000,
    "invisible before each slash": "\u200b/" * 500,
    "full-width slashes": "\uff0f" * 1000,
    "what NFC makes longer": "\ufb2c" * 1000,
    "what NFKC makes longer": "\ufdfa" * 1000,
    "lone surrogates": "\ud800" * 1000,
    "bidi overrides": "\u202e" * 1000,
    "blanks": " " * 1000,
}


def marks_in_a_row(text: str) -> int:
    most = marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
        elif category != "Cf":
            marks = 0
        most = max(most, marks)
    return most


def work_of(function: Callable[[str], object], text: str) -> int:
    """How many functions are called on the way, Python's own included: time without a clock."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function(text)
    finally:
        sys.setprofile(before)
    return calls


@given(typed)
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)

    assert clean(once) == once


@given(typed)
def test_clean_text_is_in_the_composed_normal_form(text):
    assert unicodedata.is_normalized("NFC", clean(text))


@given(typed)
def test_clean_text_can_be_written_as_utf_8(text):
    assert clean(text).encode("utf-8").decode("utf-8") == clean(text)


@given(typed)
def test_clean_text_has_no_control_characters_but_tab_and_newline(text):
    assert {char for char in clean(text) if unicodedata.category(char) in ("Cc", "Cs")} <= {"\t", "\n"}


@given(typed)
def test_clean_text_turns_no_direction_round(text):
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

    assert not [char for char in clean(text) if unicodedata.bidirectional(char) in turning]


@given(typed)
def test_no_letter_carries_more_marks_than_writing_needs(text):
    assert marks_in_a_row(clean(text)) <= MAX_MARKS


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Hallo \n", "Hallo"),
        ("\u200bHallo\u200b\u2060\u00a0", "Hallo"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("Gru\u0308\u00dfe", "Gr\u00fc\u00dfe"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066Termin\u2069", "Termin"),
        ("Te\x00rm\x1bin\x85", "Termin"),
        ("\ufeffTermin", "Termin"),
        ("Ter\ud83dmin\ude00", "Termin"),
        ("Hi\U000e0068\U000e0069", "Hi"),
        ("Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "\u0179\u0302\u0303\u0304"),
        ("Z\u0489\u0489\u0489\u0489\u0489\u0489", "Z\u0489\u0489\u0489\u0489"),
        ("a\u0344\u0344\u0344\u0344", "\u00e4\u0301\u0308\u0301\u0308"),  # NFC makes two marks of each
        ("\u202e\u2066\ud800\x00", ""),
        (" \n\t", ""),
        ("", ""),
    ],
)
def test_what_harms_is_taken_out(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم ثبت‌نام کنم",  # ZWNJ
        "👩‍👩‍👧‍👦",  # ZWJ
        "👍🏽 1️⃣ ❤️",
        "مُحَمَّدٌ رَسُولٌ",
        "क्‍ष हूँ",
        "بِسْمِ ٱللَّٰهِ",
        "ትግርኛ",
        "Việt Nam ở đâu",
        "ก็ผู้ใหญ่",
        "שָׁלוֹם",
        "Zeile eins\n\n\tZeile zwei",
    ],
)
def test_writing_of_all_peoples_stays_as_it_is(text):
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_the_longest_message_may_have_a_thousand_code_points():
    assert clean("🌍" * MAX_CHARACTERS) == "🌍" * MAX_CHARACTERS


@pytest.mark.parametrize("text", ["a" * (MAX_CHARACTERS + 1), " " * 100_000, "\u0301" * 80_000])
def test_more_than_that_is_refused(text):
    with pytest.raises(TextTooLong):
        clean(text)


def test_a_text_too_long_costs_nothing_more_the_longer_it_is():
    def attempt(text: str) -> None:
        with pytest.raises(TextTooLong):
            clean(text)

    assert work_of(attempt, "\u0301" * 80_000) == work_of(attempt, "\u0301" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_a_thousand_adversarial_code_points_cost_a_few_steps_each(text):
    work = work_of(lambda each: for_engine(clean(each)), text)

    assert work <= 10 * MAX_CHARACTERS


@pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_no_message_to_the_engine_is_longer_than_the_contract_allows(text):
    assert len(for_engine(clean(text))) <= MAX_CHARACTERS


@given(typed)
def test_nothing_typed_reaches_the_engine_as_a_command(text):
    seen = unicodedata.normalize("NFKC", for_engine(clean(text)))

    assert not seen.strip().startswith("/")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/restart", "restart"),
        ("/choose{\u201centry\u201d: 1}", "choose{\u201centry\u201d: 1}"),
        ('/choose{"entry": "life.housing"}', 'choose{"entry": "life.housing"}'),
        ("//restart", "restart"),
        ("/ /restart", "restart"),
        ("  \n/restart", "restart"),
        ("\uff0frestart", "restart"),
        ("/\uff0f/restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\u200d\u2060\u00ad/restart", "restart"),
        ("\u202e/restart", "restart"),
        ("\ufeff/restart", "restart"),
        ("/\u200b/restart", "restart"),
        ("\ufe0f/restart", "restart"),
        ("\u3164\u115f/restart", "restart"),
        ("/", ""),
        ("////", ""),
        ("\uff0f \u200b/", ""),
        ("Kita und/oder Schule?", "Kita und/oder Schule?"),
        ("1/2", "1/2"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_a_leading_slash_is_taken_off_however_it_hides(text, asked):
    assert for_engine(clean(text)) == asked
