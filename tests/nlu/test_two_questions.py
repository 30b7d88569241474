from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from nlu.two_questions import Parts, TwoQuestions, best_parts
from nlu.two_questions_fit import FEWEST, fit_two_questions

COURSE, HOME, HELLO = "life.german-course", "life.housing", "smalltalk.hello"
ENTRIES = {COURSE, HOME}
WHOLE = [(COURSE, 0.6), (HOME, 0.3)]


@pytest.fixture
def rank_by() -> Callable[[Mapping[str, tuple[str, float]]], Callable[[str], tuple[str, float]]]:
    """A ranking of parts by a word that stands in them; what has none is out of scope."""

    def build(known: Mapping[str, tuple[str, float]]) -> Callable[[str], tuple[str, float]]:
        return lambda part: next((top for word, top in known.items() if word in part), ("out_of_scope", 0.1))

    return build


@pytest.fixture
def rank(rank_by):
    return rank_by({"Deutsch": (COURSE, 0.9), "Wohnung": (HOME, 0.8), "Morgen": (HELLO, 0.99)})


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Wo lerne ich Deutsch? Wie finde ich eine Wohnung?", (COURSE, HOME)),
        ("Wie finde ich eine Wohnung? Wo lerne ich Deutsch?", (HOME, COURSE)),
        ("Wo lerne ich Deutsch und wie finde ich eine Wohnung", (COURSE, HOME)),
        ("Ich suche eine Wohnung, außerdem will ich Deutsch lernen", (HOME, COURSE)),
        ("Guten Morgen zusammen! Wo lerne ich Deutsch? Wie finde ich eine Wohnung?", (COURSE, HOME)),
    ],
)
def test_two_entries_are_found_in_the_order_of_their_parts(rank, text, entries):
    parts = best_parts(text, WHOLE, rank, ENTRIES)

    assert parts is not None
    assert parts.entries == entries


@pytest.mark.parametrize(
    "text",
    [
        "Wo lerne ich Deutsch?",
        "Wo lerne ich Deutsch? Wer hilft mir beim Deutsch lernen?",
        "Guten Morgen zusammen! Wo lerne ich Deutsch?",
        "Es regnet heute, und mir ist langweilig",
        "",
    ],
)
def test_what_asks_one_thing_has_no_two_parts(rank, text):
    assert best_parts(text, WHOLE, rank, ENTRIES) is None


def test_of_three_things_the_two_surest_are_taken(rank_by):
    rank = rank_by({"Deutsch": (COURSE, 0.9), "Wohnung": (HOME, 0.3), "Arbeit": ("life.work", 0.8)})
    text = "Wo lerne ich Deutsch? Wie finde ich eine Wohnung? Wer hilft bei der Arbeit?"
    parts = best_parts(text, WHOLE, rank, {*ENTRIES, "life.work"})

    assert parts is not None
    assert parts.entries == (COURSE, "life.work")


@pytest.mark.parametrize(("of_sentence", "entries"), [(0.3, (COURSE, HOME)), (0.95, (COURSE, "life.work"))])
def test_the_division_with_the_surer_weaker_part_is_taken(rank_by, of_sentence, entries):
    text = "Ich will Deutsch lernen, suche auch Wohnung. Ein Job wäre schön"
    by_place = {"lernen, suche": (COURSE, of_sentence), "Wohnung. Ein": (HOME, 0.8)}
    rank = rank_by({**by_place, "Job": ("life.work", 0.9), "Deutsch": (COURSE, 0.9)})
    parts = best_parts(text, WHOLE, rank, {*ENTRIES, "life.work"})

    assert parts is not None
    assert parts.entries == entries


def test_every_message_has_as_many_features(rank):
    texts = ["Wo lerne ich Deutsch? Wie finde ich eine Wohnung?", "Ich will Deutsch lernen, suche eine Wohnung"]
    found = [best_parts(text, ranked, rank, ENTRIES) for text in texts for ranked in (WHOLE, [])]

    assert len({len(parts.features) for parts in found}) == 1


def test_a_probability_rises_with_what_speaks_for_two_questions():
    two = TwoQuestions(weights=(4.0, -1.0), constant=-2.0, from_probability=0.5)
    shares = [two.probability(Parts((COURSE, HOME), (each, 0.0))) for each in (0.0, 0.5, 1.0)]

    assert shares == sorted(shares)
    assert shares[1] == pytest.approx(0.5)
    assert all(0 < share < 1 for share in shares)


@pytest.fixture
def learn_from() -> Callable[[int], TwoQuestions | None]:
    """Fit on so many messages that ask two things and as many that ask one; the first feature tells them apart."""

    def learn(count: int) -> TwoQuestions | None:
        asks_two = [(Parts((COURSE, HOME), (0.9, number % 3)), (HOME, COURSE)) for number in range(count)]
        asks_one = [(Parts((COURSE, HOME), (0.1, number % 3)), (COURSE,)) for number in range(count)]
        return fit_two_questions([*asks_two, *asks_one])

    return learn


def test_what_was_learned_tells_two_questions_from_one(learn_from):
    two = learn_from(60)

    assert two is not None
    assert two.probability(Parts((COURSE, HOME), (0.9, 1))) > 0.5 > two.probability(Parts((COURSE, HOME), (0.1, 1)))
    assert 0 < two.from_probability < 1


def test_too_few_messages_teach_nothing(learn_from):
    assert learn_from(FEWEST - 1) is None
    assert learn_from(FEWEST) is not None


def test_two_questions_of_which_one_part_is_wrong_count_as_none():
    wrong = [(Parts((COURSE, HOME), (0.9,)), (COURSE, "life.work"))] * (2 * FEWEST)

    assert fit_two_questions(wrong) is None
