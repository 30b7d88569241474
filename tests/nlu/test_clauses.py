from __future__ import annotations

import pytest

from nlu.clauses import MOST_CLAUSES, clauses, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Where do I register? And what does the course cost?",
            ["Where do I register?", "And what does the course cost?"],
        ),
        ("Was kostet der Kurs?\n\nWo ist das Büro?", ["Was kostet der Kurs?", "Wo ist das Büro?"]),
        ("كيف أسجل طفلي؟ كم سعر الدورة؟", ["كيف أسجل طفلي؟", "كم سعر الدورة؟"]),
        ("መዝገባ ኣበይ ኣሎ። ዋጋ ክንደይ እዩ።", ["መዝገባ ኣበይ ኣሎ።", "ዋጋ ክንደይ እዩ።"]),
        ("मैं जर्मन कहाँ सीख सकता हूँ? कितना खर्च होगा?", ["मैं जर्मन कहाँ सीख सकता हूँ?", "कितना खर्च होगा?"]),
        ("我怎么报名？课程多少钱", ["我怎么报名？", "课程多少钱"]),
    ],
)
def test_a_message_is_cut_where_a_sentence_ends(text, parts):
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wo melde ich mich an und was kostet der Kurs?", ["Wo melde ich mich an", "und was kostet der Kurs?"]),
        ("nereye kaydolurum ve kurs ne kadar", ["nereye kaydolurum", "ve kurs ne kadar"]),
        ("Де записатися та скільки коштує курс", ["Де записатися", "та скільки коштує курс"]),
        ("où m'inscrire et combien coûte le cours", ["où m'inscrire", "et combien coûte le cours"]),
        ("كيف أسجل طفلي وهل الدورة مجانية", ["كيف أسجل طفلي", "وهل الدورة مجانية"]),
        ("أين أتعلم الألمانية، كم سعر الدورة", ["أين أتعلم الألمانية", "كم سعر الدورة"]),
        ("我想学德语，课程多少钱", ["我想学德语", "课程多少钱"]),
        ("Wo lerne ich Deutsch UND wie finde ich Arbeit", ["Wo lerne ich Deutsch", "UND wie finde ich Arbeit"]),
    ],
)
def test_a_sentence_is_cut_at_commas_and_before_words_that_join(text, parts):
    assert clauses(text) == parts


@pytest.mark.parametrize("text", ["Hund und Katze", "Andrea sucht eine Wohnung", "Wo ist das Büro?", "Ja, nein"])
def test_what_asks_one_thing_stays_whole(text):
    assert len(clauses(text)) == len(sentences(text)) == 1


def test_what_is_too_short_to_ask_anything_stays_with_its_neighbour():
    assert sentences("Hallo! Wo kann ich Deutsch lernen? Danke!") == ["Hallo! Wo kann ich Deutsch lernen? Danke!"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_has_no_parts(text):
    assert sentences(text) == clauses(text) == []


@pytest.mark.parametrize(("cut", "joint"), [(sentences, ". "), (clauses, ", ")])
def test_a_long_message_has_the_most_parts_and_loses_no_word(cut, joint):
    text = joint.join(f"Frage nummer {number} lautet so" for number in range(9))
    parts = cut(text)

    assert len(parts) == MOST_CLAUSES
    assert " ".join(parts).replace(",", "").replace(".", "").split() == text.replace(",", "").replace(".", "").split()
