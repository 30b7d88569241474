from __future__ import annotations

import numpy as np

from bot.editorial.finding import Files
from bot.editorial.questions import Question, check_twice, collisions, questions_of


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


def test_a_question_among_those_of_another_entry_is_named_with_its_rival():
    questions = [Question("a", "de", f"a{at}") for at in range(4)] + [Question("b", "de", f"b{at}") for at in range(4)]
    vectors = [around(0, 2 + at) for at in range(4)] + [around(1, 2 + at) for at in range(3)] + [around(0, 6)]

    ((question, rival, lead),) = collisions(questions, np.array(vectors, dtype=np.float32))

    assert (question.text, rival) == ("b3", "a")
    assert lead > 0.5


def test_a_language_of_its_own_direction_is_no_collision():
    """All of a language's vectors lean the same way; that is taken off before they are compared."""
    german = [Question("a", "de", f"a{at}") for at in range(3)] + [Question("b", "de", f"b{at}") for at in range(3)]
    turkish = [Question("a", "tr", "x"), Question("b", "tr", "y")]
    lean = np.zeros(8)
    lean[7] = 5
    vectors = [around(0, 2 + at) for at in range(3)] + [around(1, 2 + at) for at in range(3)]
    vectors += [(np.array(around(0, 5)) + lean).tolist(), (np.array(around(1, 5)) + lean).tolist()]

    assert list(collisions(german + turkish, np.array(vectors, dtype=np.float32))) == []


def test_no_questions_collide_with_nothing():
    assert list(collisions([], np.zeros((0, 8), dtype=np.float32))) == []
