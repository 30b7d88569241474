from __future__ import annotations

import numpy as np
import pytest

from bot.editorial.finding import Files
from bot.editorial.questions import Question, check_twice, collisions, questions_of, said_elsewhere


def test_the_same_words_in_two_entries_are_an_error_whatever_their_capitals(write, load, directory):
    write(questions="[Brief vom Amt?, anderes]")
    write(id="letter.two", questions="[brief vom AMT, wieder anderes]")

    (found,) = check_twice(questions_of(load()), Files(directory))

    assert (found.place, found.severity) == ("content/entries/letter.two.yml:8", "error")
    assert found.text == '"brief vom AMT" stands in letter.one too. Keep it in one of them.'


def test_the_same_words_twice_in_an_entry_are_a_warning(write, load, directory):
    write(questions="[Brief?, brief]")

    (found,) = check_twice(questions_of(load()), Files(directory))

    assert (found.severity, found.text) == ("warning", '"brief" stands twice. Write another question.')


def test_the_same_word_in_two_languages_of_an_entry_is_fine(write, load, directory):
    write(questions="[Termin, a]", tr=("Randevu", "Bizi arayın", "[termin]"))

    assert list(check_twice(questions_of(load()), Files(directory))) == []


def around(direction: int, spread: int) -> list[float]:
    """A vector near the axis `direction`, a little towards `spread`."""
    vector = np.zeros(8)
    vector[direction], vector[spread] = 1.0, 0.3
    return vector.tolist()


def two_entries(language: str = "de") -> list[Question]:
    """Four questions of each of the entries a and b."""
    return [Question(entry, language, f"{language} {entry}{at}") for entry in "ab" for at in range(4)]


APART = [around(0, 2 + at) for at in range(4)] + [around(1, 2 + at) for at in range(4)]


def test_a_question_among_those_of_another_entry_is_named_with_its_rival():
    vectors = [*APART[:7], around(0, 6)]

    ((question, rival, probability),) = collisions(two_entries(), np.array(vectors, dtype=np.float32))

    assert (question.text, rival) == ("de b3", "a")
    assert probability > 0.9


def test_entries_that_lie_apart_do_not_collide():
    assert list(collisions(two_entries(), np.array(APART, dtype=np.float32))) == []


def test_a_language_of_its_own_direction_is_no_collision():
    """All of a language's vectors lean the same way; that is taken off before they are compared."""
    lean = np.zeros(8)
    lean[7] = 5
    vectors = [*APART, *((np.array(each) + lean).tolist() for each in APART)]

    found = collisions(two_entries("de") + two_entries("tr"), np.array(vectors, dtype=np.float32))

    assert list(found) == []


def test_two_entries_that_ask_the_same_are_told_once():
    vectors = np.array([*APART[:7], APART[0]], dtype=np.float32)

    ((question, other),) = said_elsewhere(two_entries(), vectors)

    assert (question.text, other.text) == ("de b3", "de a0")


@pytest.mark.parametrize("count", [0, 1])
def test_questions_of_fewer_than_two_entries_collide_with_nothing(count: int):
    questions = [Question("a", "de", "x")] * count

    assert list(collisions(questions, np.zeros((count, 8), dtype=np.float32))) == []
