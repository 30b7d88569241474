from __future__ import annotations

import pytest

from nlu.embedding import embedder
from nlu.paths import cache
from nlu.ranking import Ranker
from nlu.ranking_fit import fit_ranker
from nlu.samples import Sample
from nlu.trial import with_drafts
from nlu.vector_cache import VectorCache

HOME, COURSE, HUMAN, NEW = "life.housing", "life.german-course", "contact.human", "offers.chess"
ENTRIES = [COURSE, HOME, HUMAN, "life.recognition", "life.work", "safety.crisis", "smalltalk.hello"]
LANGUAGES = ["de", "en", "tr"]
QUESTIONS = 12  # of each entry in each language
OUTSIDE = [
    "Wie wird das Wetter morgen?",
    "Wer gewinnt das Spiel?",
    "pizza bestellen",
    "Wann fährt der Bus 33?",
    "what is the capital of peru",
    "recipe for pancakes",
    "best phone",
    "hava nasıl",
]
CHESS = [
    "Gibt es einen Schachverein?",
    "Ich möchte Schach spielen",
    "schach lernen für kinder",
    "Wann trifft sich die Schachgruppe?",
    "Where can I play chess?",
    "Satranç kulübü var mı?",
]
WORDING = "Dach über dem Kopf"  # in no entry, and by itself taken for none surely
# Wordings of our own, in no entry, of all that no draft here touches.
ELSEWHERE = [
    ("Wo kann ich einen Sprachkurs machen?", "de", COURSE),
    ("Almancamı geliştirmek istiyorum", "tr", COURSE),
    ("Kann ich mit einer Mitarbeiterin reden?", "de", HUMAN),
    ("I want to end it all", "en", "safety.crisis"),
    ("My diploma is from Syria, is it valid here?", "en", "life.recognition"),
    ("Hallo, guten Morgen", "de", "smalltalk.hello"),
]
TOLERANCE = 0.1  # of a confidence (0 to 1)


@pytest.fixture(scope="module")
def make_samples():
    """Samples of texts of one label, with the vectors that the assistant uses."""
    known = VectorCache(cache() / "vectors.sqlite3", embedder().name)

    def make(texts: list[tuple[str, str]], label: str | None) -> list[Sample]:
        vectors = embedder().vectors([text for text, _ in texts], known, lambda *_: None)
        return [
            Sample(text, vector, language, label, place)
            for place, ((text, language), vector) in enumerate(zip(texts, vectors, strict=True))
        ]

    return make


@pytest.fixture(scope="module")
def samples(content, make_samples) -> list[Sample]:
    found = make_samples([(text, "de") for text in OUTSIDE], None)
    for entry in ENTRIES:
        asked = content.entries[entry].questions()
        texts = [[(text, code) for code, text in asked if code == language][:QUESTIONS] for language in LANGUAGES]
        found += make_samples(sum(texts, []), entry)
    return found


@pytest.fixture(scope="module")
def ranker(samples) -> Ranker:
    return fit_ranker(samples, set(ENTRIES), [], lambda text: None)


@pytest.fixture
def own(samples):
    """The questions that an entry has now."""
    return lambda entry: [sample for sample in samples if sample.label == entry]


def shares(ranker: Ranker, text: str, language: str = "de") -> dict[str, float]:
    return dict(ranker.rank(text, embedder().vector(text), language))


def first(ranker: Ranker, text: str, language: str = "de") -> str:
    return ranker.rank(text, embedder().vector(text), language)[0][0]


def test_a_drafts_new_wording_raises_its_entry(ranker, samples, make_samples, own):
    draft = [*own(HOME), *make_samples([(WORDING, "de")], HOME)]
    tried = with_drafts(ranker, samples, {HOME: draft})

    assert shares(ranker, WORDING)[HOME] < 0.5
    assert shares(tried, WORDING)[HOME] > shares(ranker, WORDING)[HOME] + 0.2
    assert first(tried, WORDING) == HOME


def test_what_is_near_to_the_new_wording_rises_too(ranker, samples, make_samples, own):
    draft = [*own(HOME), *make_samples([(WORDING, "de")], HOME)]
    tried = with_drafts(ranker, samples, {HOME: draft})
    text = "kein dach überm kopf"

    assert shares(tried, text)[HOME] > shares(ranker, text)[HOME]


def test_a_draft_that_replaces_the_questions_lowers_what_they_matched(ranker, samples, make_samples):
    tried = with_drafts(ranker, samples, {HOME: make_samples([(text, "de") for text in CHESS], HOME)})

    for text in ("Ich suche eine Wohnung", "Wer hilft mir bei der Wohnungssuche?"):
        assert shares(tried, text)[HOME] < shares(ranker, text)[HOME] - 0.2
    assert first(tried, "Wo kann man Schach spielen?") == HOME


def test_a_new_entry_can_win(ranker, samples, make_samples):
    tried = with_drafts(ranker, samples, {NEW: make_samples([(text, "de") for text in CHESS], NEW)})

    assert NEW not in shares(ranker, "Wo kann man Schach spielen?")
    assert first(tried, "Wo kann man Schach spielen?") == NEW
    assert first(tried, "chess club for my son", "en") == NEW


def test_a_new_entry_does_not_win_what_is_not_its_own(ranker, samples, make_samples):
    tried = with_drafts(ranker, samples, {NEW: make_samples([(text, "de") for text in CHESS], NEW)})

    assert [first(tried, text, language) for text, language, _ in ELSEWHERE] == [entry for *_, entry in ELSEWHERE]
    assert shares(tried, "Wie wird das Wetter in Paris?")[NEW] < 0.5


def test_two_drafts_are_tried_together(ranker, samples, make_samples, own):
    drafts = {
        HOME: [*own(HOME), *make_samples([(WORDING, "de")], HOME)],
        NEW: make_samples([(text, "de") for text in CHESS], NEW),
    }
    tried = with_drafts(ranker, samples, drafts)

    assert first(tried, WORDING) == HOME
    assert first(tried, "Wo kann man Schach spielen?") == NEW


@pytest.mark.parametrize(("text", "language", "entry"), ELSEWHERE, ids=[text for text, *_ in ELSEWHERE])
def test_everything_else_keeps_its_ranking(ranker, samples, make_samples, own, text, language, entry):
    draft = [*own(HOME), *make_samples([(WORDING, "de")], HOME)]
    tried = with_drafts(ranker, samples, {HOME: draft})
    before, after = shares(ranker, text, language), shares(tried, text, language)

    assert first(tried, text, language) == first(ranker, text, language) == entry
    assert after == pytest.approx(before, abs=TOLERANCE)


def test_a_draft_of_what_is_there_changes_almost_nothing(ranker, samples, own):
    tried = with_drafts(ranker, samples, {HOME: own(HOME)})

    for text, language, _ in [*ELSEWHERE, ("Ich suche eine Wohnung", "de", HOME)]:
        assert shares(tried, text, language) == pytest.approx(shares(ranker, text, language), abs=0.02)


def test_the_ranker_in_use_stays_as_it_is(ranker, samples, make_samples):
    before = shares(ranker, "Ich suche eine Wohnung")
    with_drafts(ranker, samples, {HOME: make_samples([(text, "de") for text in CHESS], HOME)})

    assert shares(ranker, "Ich suche eine Wohnung") == before
    assert ranker.classes == sorted(ENTRIES)


def test_probabilities_and_thresholds_stay_those_of_the_model_in_use(ranker, samples, own):
    tried = with_drafts(ranker, samples, {HOME: own(HOME)})

    assert (tried.thresholds, tried.weighing) == (ranker.thresholds, ranker.weighing)


def test_an_entry_whose_draft_has_no_questions_is_ranked_without_a_fault(ranker, samples):
    """As when staff take the last question of a new entry away."""
    tried = with_drafts(ranker, samples, {HOME: []})

    assert shares(tried, "Ich suche eine Wohnung")[HOME] < shares(ranker, "Ich suche eine Wohnung")[HOME]
