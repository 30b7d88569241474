from __future__ import annotations

import numpy as np
import pytest

from nlu.ranking import Ranker
from nlu.ranking_fit import fit_ranker
from nlu.samples import Sample

TOPICS = {"life.housing": "Wohnung", "life.german-course": "Deutschkurs", "contact.human": "Mensch", None: "Wetter"}
LANGUAGES = ("de", "tr", "uk")


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
def ranker(make_vector) -> Ranker:
    samples = [
        Sample(f"{word} {language} {number}", make_vector(label, language), language, label, number)
        for label, word in TOPICS.items()
        for language in LANGUAGES
        for number in range(8)
    ]
    return fit_ranker(samples, {label for label in TOPICS if label}, [], lambda text: None)


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
