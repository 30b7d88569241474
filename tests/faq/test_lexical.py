"""The search by letters: what is left when the engine is down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.lexical import LexicalIndex
from faq.model import Content, Entry, Wording


def entry(id: str, **questions: str) -> Entry:
    category, title = id.split(".")
    wordings = {code: Wording(code, title, "…", (text,)) for code, text in questions.items()}
    return Entry(id, category, category, wordings)


ENTRIES = [
    entry("life.wohnung", de="Wie finde ich eine Wohnung?", tr="Nasıl ev bulurum?", ar="كيف أجد شقة؟"),
    entry("life.kurs", de="Wo gibt es einen Deutschkurs?", tr="Almanca kursu nerede?", ar="أين أجد دورة لغة؟"),
    entry("school.platz", de="Mein Kind braucht einen Schulplatz", tr="Çocuğum için okul", hi="मेरे बच्चे के लिए स्कूल"),
]


INDEX = LexicalIndex(ENTRIES)


@pytest.fixture
def index() -> LexicalIndex:
    return INDEX


@pytest.mark.parametrize(
    ("text", "id", "language"),
    [
        ("Wie finde ich eine Wohnung?", "life.wohnung", "de"),
        ("wonung finden", "life.wohnung", "de"),  # misspelt
        ("DEUTSCHKURS!!", "life.kurs", "de"),
        ("nasil ev bulurum", "life.wohnung", "tr"),  # no dotless i
        ("cocugum icin OKUL", "school.platz", "tr"),
        ("كيف اجد شقه", "life.wohnung", "ar"),
        ("बच्चे स्कूल", "school.platz", "hi"),
    ],
)
def test_the_nearest_question_is_found_in_its_language(index: LexicalIndex, text: str, id: str, language: str):
    best = index.search(text)[0]

    assert (best.entry, best.language) == (id, language)


def test_a_question_of_the_index_itself_has_confidence_1(index: LexicalIndex):
    assert index.search("wie finde ich eine wohnung")[0].confidence == pytest.approx(1)


def test_a_title_is_found_too():
    index = LexicalIndex([entry("life.mietvertrag", de="Wie finde ich eine Wohnung?")])

    assert index.search("Mietvertrag")[0].confidence == pytest.approx(1)


def test_each_entry_is_found_once_best_first(index: LexicalIndex):
    found = index.search("Wie finde ich einen Deutschkurs und einen Schulplatz?")

    assert sorted(each.entry for each in found) == ["life.kurs", "life.wohnung", "school.platz"]
    assert [each.confidence for each in found] == sorted((each.confidence for each in found), reverse=True)


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_are_found_than_asked_for(index: LexicalIndex, most: int):
    assert len(index.search("Wie finde ich einen Deutschkurs und einen Schulplatz?", most)) == most


def test_words_that_stand_nowhere_lower_the_confidence(index: LexicalIndex):
    plain = index.search("Deutschkurs")[0]
    beside = index.search("Deutschkurs xylophon quetzalcoatl")[0]

    assert beside.entry == plain.entry
    assert beside.confidence < plain.confidence


@pytest.mark.parametrize("text", ["", " ", "?!", "😀", "中文"])
def test_what_shares_no_letters_finds_nothing(index: LexicalIndex, text: str):
    assert index.search(text) == []


def test_an_index_of_nothing_finds_nothing():
    assert LexicalIndex([]).search("Wohnung") == []


@given(st.text() | st.sampled_from([text for each in ENTRIES for _, text in each.questions()]))
def test_whatever_is_typed_confidences_are_shares(text: str):
    assert all(0 < found.confidence <= 1 for found in INDEX.search(text))


def test_questions_without_a_wording_are_found(load: Callable[[], Content]):
    best = LexicalIndex(load().entries.values()).search("هل يمكن لطفلي تغيير المدرسة")[0]

    assert (best.entry, best.language) == ("school.change", "ar")
