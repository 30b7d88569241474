from __future__ import annotations

from dataclasses import replace

import pytest

from faq.decision import Thresholds
from nlu import reading
from nlu.embedding import embedder
from nlu.paths import cache
from nlu.ranking import Ranker
from nlu.ranking_fit import fit_ranker
from nlu.reading import ELLIPTIC_WORDS, ELSEWHERE, Context, Reader
from nlu.samples import Sample
from nlu.two_questions import TwoQuestions
from nlu.vector_cache import VectorCache

COURSE, COST, HOME = "life.german-course", "life.integration-course-cost", "life.housing"
ENTRIES = [ELSEWHERE, COURSE, COST, HOME, "life.recognition", "safety.crisis", "smalltalk.hello"]
LANGUAGES = ["de", "en", "tr"]
ALONE = Context()
QUESTIONS = 12  # of each entry in each language
OUTSIDE = [
    "Wie wird das Wetter morgen?",
    "Wer gewinnt das Spiel?",
    "Kaufe ein Auto",
    "pizza bestellen",
    "Wann fährt der Bus 33?",
    "what is the capital of peru",
    "recipe for pancakes",
    "best phone",
    "song lyrics please",
    "hava nasıl",
]


@pytest.fixture(scope="module")
def ranker(content) -> Ranker:
    """Fitted on a few entries' own questions, with the vectors that the assistant uses."""
    asked = [
        (text, language, entry, place)
        for entry in ENTRIES
        for language in LANGUAGES
        for place, text in enumerate(
            [text for code, text in content.entries[entry].questions() if code == language][:QUESTIONS]
        )
    ]
    asked += [(text, "de", None, place) for place, text in enumerate(OUTSIDE)]
    vectors = embedder().vectors(
        [text for text, *_ in asked], VectorCache(cache() / "vectors.sqlite3", embedder().name), lambda *_: None
    )
    samples = [Sample(text, vector, *rest) for (text, *rest), vector in zip(asked, vectors, strict=True)]
    return replace(fit_ranker(samples, set(ENTRIES), [], lambda text: None), thresholds=Thresholds(sure=0.7, ask=0.3))


@pytest.fixture
def reader(ranker, content) -> Reader:
    categories = {entry: content.entries[entry].category for entry in ENTRIES}
    return Reader(ranker, categories, embedder().vector, {COURSE: (COST,)})


@pytest.fixture
def pairing(ranker, reader, monkeypatch) -> Reader:
    """Answers both if the weaker part is surer than one half: its confidence is the first feature.

    So few classes leave the second entry less than a real catalogue does: here any share lets it be looked at.
    """
    monkeypatch.setattr(reading, "SECOND", 0.0)
    text = "Ich suche eine Wohnung, was kostet der Integrationskurs?"
    parts = reader.parts(text, "de", reader.read(text, "de").ranked)
    weights = (10.0, *(0.0 for _ in parts.features[1:]))
    return replace(reader, ranker=replace(ranker, two_questions=TwoQuestions(weights, -5.0, 0.5)))


def first(reader: Reader, text: str, context: Context = ALONE) -> str:
    return reader.read(text, "de", context).ranked[0][0]


@pytest.mark.parametrize(
    ("text", "entry"),
    [("Wo lerne ich Deutsch?", COURSE), ("ich suche eine wohnung", HOME), ("Hallo", "smalltalk.hello")],
)
def test_without_a_context_the_words_decide(reader, ranker, text, entry):
    assert first(reader, text) == entry
    assert reader.read(text, "de").ranked == ranker.rank(text, embedder().vector(text), "de")


def test_a_named_municipality_decides_where_the_words_leave_room(reader):
    assert first(reader, "und das?") != ELSEWHERE
    assert first(reader, "und das?", Context(elsewhere=True)) == ELSEWHERE


@pytest.mark.parametrize(
    "text",
    ["Ich wohne in Würselen und suche eine Wohnung", "ich will nicht mehr leben", "Hallo", "Wo lerne ich Deutsch?"],
)
def test_a_named_municipality_leaves_what_the_words_say_clearly(reader, text):
    assert first(reader, text, Context(elsewhere=True)) == first(reader, text) != ELSEWHERE


@pytest.mark.parametrize("text", ["ich will nicht mehr leben", "Hallo"])
def test_safety_and_small_talk_are_not_moved_at_all(reader, text):
    context = Context(related={HOME: 50.0}, elsewhere=True)

    assert reader.read(text, "de", context).ranked == reader.read(text, "de").ranked


def test_a_follow_up_means_what_belongs_to_the_last_answer(reader):
    alone = dict(reader.read("Kosten?", "de").ranked)[COST]
    after = reader.read("Kosten?", "de", Context(related=reader.belonging_to(COURSE))).ranked

    assert alone < reader.ranker.thresholds.sure
    assert after[0] == (COST, pytest.approx(after[0][1]))
    assert after[0][1] > 1.5 * alone


@pytest.mark.parametrize("text", ["Wo lerne ich Deutsch?", "ich suche eine wohnung", "ich will nicht mehr leben"])
def test_an_earlier_answer_never_stands_against_a_sure_reading(reader, text):
    for last in ENTRIES:
        context = Context(related=reader.belonging_to(last))

        assert reader.read(text, "de", context).ranked == reader.read(text, "de").ranked


def test_a_long_message_is_no_follow_up(reader):
    text = "und " * ELLIPTIC_WORDS + "Kosten?"
    context = Context(related=reader.belonging_to(COST))

    assert reader.read(text, "de", context).ranked == reader.read(text, "de").ranked


@pytest.mark.parametrize(
    "context", [Context(elsewhere=True), Context(related={COST: 50.0}), Context({COST: 50.0}, True)]
)
@pytest.mark.parametrize("text", ["und das?", "Kosten?", "Wie wird das Wetter?", ""])
def test_confidences_stay_sorted_and_together_at_most_one(reader, text, context):
    shares = [share for _, share in reader.read(text, "de", context).ranked]

    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1.0001


def test_to_an_entry_belong_itself_what_it_points_to_and_its_category(reader):
    assert reader.belonging_to(COURSE).keys() == {COURSE, COST, HOME, "life.recognition"}
    assert reader.belonging_to("safety.crisis").keys() == {"safety.crisis"}


@pytest.mark.parametrize("last", [None, "", "life.of-another-city"])
def test_without_a_last_entry_nothing_belongs(reader, last):
    assert reader.belonging_to(last) == {}


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Wo lerne ich Deutsch und wie finde ich eine Wohnung?", (COURSE, HOME)),
        ("Wie finde ich eine Wohnung? Wo lerne ich Deutsch?", (HOME, COURSE)),
        ("Ich suche eine Wohnung, was kostet der Integrationskurs?", (HOME, COST)),
        ("Wo lerne ich Deutsch?", ()),
        ("Guten Tag zusammen! Wo lerne ich Deutsch?", ()),
        ("Wie wird das Wetter morgen? Wer gewinnt das Spiel?", ()),
    ],
)
def test_two_questions_are_read_in_their_order(pairing, text, entries):
    assert pairing.read(text, "de").several == entries


def test_a_ranker_that_has_not_learned_it_never_reads_two_questions(reader):
    assert reader.ranker.two_questions is None
    assert reader.read("Wo lerne ich Deutsch und wie finde ich eine Wohnung?", "de").several == ()
