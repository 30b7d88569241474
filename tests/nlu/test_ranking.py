from __future__ import annotations

import numpy as np
import pytest

from nlu.ranking import Ranker
from nlu.ranking_fit import FEWEST_TUNING, fit_ranker
from nlu.samples import Sample, Tuning

TOPICS = {"life.housing": "Wohnung", "life.german-course": "Deutschkurs", "contact.human": "Mensch", None: "Wetter"}
ENTRIES = {label for label in TOPICS if label}
LANGUAGES = ("de", "tr", "uk")
ONE_STEP = 2e-4


@pytest.fixture(scope="module")
def make_vector():
    """Vectors as e5 makes them: a topic's direction, a language's direction, and noise."""
    random = np.random.default_rng(7)
    topics = {label: random.normal(size=384) for label in TOPICS}
    tongues = {code: random.normal(size=384) * 2 for code in LANGUAGES}

    def make(label: str | None, language: str) -> np.ndarray:
        vector = topics[label] + tongues[language] + random.normal(size=384) * 0.7
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    return make


@pytest.fixture(scope="module")
def samples(make_vector) -> list[Sample]:
    return [
        Sample(f"{word} {language} {number}", make_vector(label, language), language, label, number)
        for label, word in TOPICS.items()
        for language in LANGUAGES
        for number in range(8)
    ]


@pytest.fixture(scope="module")
def ranker(samples) -> Ranker:
    return fit_ranker(samples, ENTRIES, [], lambda text: None)


@pytest.fixture(scope="module")
def make_tuning(make_vector):
    """So many messages of the topics in turn; their right entries are these, or the topic's own."""

    def make(count: int, expected: tuple[str, ...] | None = None) -> list[Tuning]:
        labels = [list(TOPICS)[number % len(TOPICS)] for number in range(count)]
        return [
            Tuning(
                "etwas", make_vector(label, "tr"), "tr", ((label,) if label else ()) if expected is None else expected
            )
            for label in labels
        ]

    return make


@pytest.mark.parametrize("label", [label for label in TOPICS if label])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_vector_of_a_topic_is_ranked_first_and_surely(ranker, make_vector, label, language):
    ranked = ranker.rank("etwas", make_vector(label, language), language)

    assert ranked[0][0] == label
    assert ranked[0][1] > 0.5


def test_what_is_out_of_scope_stays_below_asking(ranker, make_vector):
    ranked = ranker.rank("etwas", make_vector(None, "de"), "de")

    assert ranked[0][1] < ranker.thresholds.sure


def test_confidences_fall_and_together_make_at_most_one(ranker, make_vector):
    shares = [share for _, share in ranker.rank("Wohnung", make_vector("life.housing", "tr"), "tr")]

    assert shares == sorted(shares, reverse=True)
    assert 0 <= sum(shares) <= 1.0001


def test_how_a_text_is_spelt_counts_where_its_vector_says_little(ranker):
    blank = np.zeros(384, dtype=np.float32)

    assert dict(ranker.rank("Deutschkurs", blank, "de"))["life.german-course"] > max(
        dict(ranker.rank(other, blank, "de"))["life.german-course"] for other in ("Wohnung", "Mensch", "Wetter")
    )


def test_two_classes_are_enough(make_vector):
    pair = ("life.housing", "life.german-course")
    samples = [Sample(f"{label} {n}", make_vector(label, "de"), "de", label, n) for label in pair for n in range(8)]

    ranked = fit_ranker(samples, set(pair), [], lambda text: None).rank("x", make_vector(pair[0], "de"), "de")

    assert ranked[0][0] == pair[0]


def test_a_language_without_a_mean_is_ranked_all_the_same(ranker, make_vector):
    assert len(ranker.rank("Wohnung", make_vector("life.housing", "de"), "vi")) == 3


def test_nothing_at_all_is_ranked_without_a_fault(ranker):
    shares = [share for _, share in ranker.rank("", np.zeros(384, dtype=np.float32), "de")]

    assert np.isfinite(shares).all()


def test_a_saved_ranker_ranks_as_before(ranker, make_vector, tmp_path):
    ranker.save(tmp_path, {"content": "abc"})
    loaded, facts = Ranker.load(tmp_path)
    vector = make_vector("contact.human", "uk")

    assert facts["content"] == "abc"
    assert loaded.thresholds == ranker.thresholds
    for (name, share), (other, other_share) in zip(
        ranker.rank("x", vector, "uk"), loaded.rank("x", vector, "uk"), strict=True
    ):
        assert name == other
        assert share == pytest.approx(other_share, abs=0.01)  # vectors are stored with 16 bits


def test_what_is_saved_holds_no_text(ranker, tmp_path):
    ranker.save(tmp_path, {})

    assert all(b"Wohnung" not in path.read_bytes() for path in tmp_path.iterdir())


def test_enough_messages_of_the_development_set_set_probabilities_and_thresholds(samples, make_tuning):
    said: list[str] = []
    tuned = fit_ranker(samples, ENTRIES, [], said.append, make_tuning(FEWEST_TUNING))

    assert not any("fold" in line for line in said)
    assert tuned.held_out["right"] > 0.9
    assert tuned.held_out["outside_answered"] == 0


@pytest.mark.parametrize("kind", ["too few", "of entries that the content has not"])
def test_without_usable_messages_training_questions_are_held_out(samples, make_tuning, ranker, kind):
    said: list[str] = []
    few = make_tuning(FEWEST_TUNING - 1)
    tuning = few if kind == "too few" else [*few, *make_tuning(9, expected=("life.housing", "of.another-city"))]
    fitted = fit_ranker(samples, ENTRIES, [], said.append, tuning)

    assert any("fold" in line for line in said)
    assert fitted.thresholds == ranker.thresholds


def test_messages_of_the_development_set_teach_the_heads_nothing(samples, make_tuning, ranker):
    tuned = fit_ranker(samples, ENTRIES, [], lambda text: None, make_tuning(FEWEST_TUNING))

    # Two fits of the same samples may differ by one step of 16 bits; one sample more is fifty times that.
    np.testing.assert_allclose(tuned.head.weights, ranker.head.weights, atol=ONE_STEP)
    np.testing.assert_allclose(tuned.spelling.weights, ranker.spelling.weights, atol=ONE_STEP)
    np.testing.assert_array_equal(tuned.neighbours.vectors, ranker.neighbours.vectors)
