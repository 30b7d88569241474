"""What a message means: the engine's decision as far as it may be shown, danger first, letters when the engine fails."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.engine.client import Engine, Hint
from bot.judgement import Crisis, Judgement, after_crisis, find_danger, judge, plain_search
from faq.model import CrisisRule

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)
HOUSING, COURSE, REACH, HUMAN = "life.housing", "life.german-course", "contact.reach", "contact.human"


def ranked(**confidences):
    return [
        {"entry": id.replace("__", ".").replace("_", "-"), "confidence": share} for id, share in confidences.items()
    ]


def answer(*entries, ranking, kind="answer", language="tr"):
    custom = {
        "kind": kind,
        "language": language,
        "entries": list(entries),
        "ranking": ranking,
        "content": "0123456789abcdef",
    }
    return custom | {"thresholds": {"sure": 0.6, "ask": 0.2}} | ({"confidence": 0.9} if kind == "answer" else {})


@pytest.fixture
def judged(content, http_server):
    """Judge a message with an engine that answers with this custom, after some entries have expired."""

    async def run(custom, text="Ev arıyorum", hint=Hint(), expired=()):  # noqa: B008
        asked = []

        def respond(body):
            asked.append(json.loads(body)["message"])
            return 200, json.dumps([{"custom": custom}]).encode()

        entries = {
            id: replace(entry, valid_until=YESTERDAY if id in expired else None)
            for id, entry in content.entries.items()
        }
        shown = replace(content, entries=entries, hash=f"without {expired}")
        async with Engine((http_server(respond),)) as engine:
            judgement = await judge(shown, engine, text, hint, TODAY)
        run.asked = asked
        return judgement

    return run


@pytest.fixture
def judged_alone(content, free_port):
    """Judge a message while no engine runs."""

    async def run(text, hint=Hint(), content=content):  # noqa: B008
        async with Engine((f"http://127.0.0.1:{free_port}",)) as engine:
            return await judge(content, engine, text, hint, TODAY)

    return run


RANKING = ranked(life__housing=0.8, life__german_course=0.1, contact__reach=0.05)
CLOSE = ranked(life__housing=0.4, life__german_course=0.3, contact__reach=0.2)


@pytest.mark.parametrize(
    ("custom", "expired", "kind", "entries"),
    [
        (answer(HOUSING, ranking=RANKING), (), "answer", (HOUSING,)),
        (answer(HOUSING, ranking=RANKING), (COURSE, REACH), "answer", (HOUSING,)),
        (answer(HOUSING, ranking=RANKING), (HOUSING,), "fallback", ()),
        (answer(HOUSING, ranking=RANKING), (HOUSING, COURSE, REACH), "fallback", ()),
        (answer(HOUSING, ranking=ranked(life__housing=0.62, life__german_course=0.35)), (HOUSING,), "clarify", (COURSE,)),
        (answer(HOUSING, ranking=CLOSE, kind="clarify") | {"entries": [HOUSING, COURSE, REACH]}, (), "clarify", (HOUSING, COURSE, REACH)),
        (answer(HOUSING, COURSE, ranking=CLOSE, kind="clarify"), (HOUSING,), "clarify", (COURSE, REACH)),
        (answer(HOUSING, COURSE, ranking=CLOSE, kind="clarify"), (HOUSING, COURSE, REACH), "fallback", ()),
        (answer(HOUSING, COURSE, ranking=CLOSE), (), "answer", (HOUSING, COURSE)),
        (answer(HOUSING, COURSE, ranking=RANKING), (COURSE,), "answer", (HOUSING,)),
        (answer("life.unknown", ranking=ranked(life__unknown=0.9)), (), "fallback", ()),
        ({"kind": "fallback", "language": "tr"}, (), "fallback", ()),
    ],
)  # fmt: skip
async def test_only_published_entries_are_decided_on(judged, custom, expired, kind, entries):
    judgement = await judged(custom, expired=expired)

    assert (judgement.kind, judgement.entries) == (kind, entries)


async def test_the_ranking_that_is_told_has_published_entries_alone(judged):
    judgement = await judged(answer(HOUSING, ranking=RANKING), expired=(COURSE,))

    assert [each.entry for each in judgement.ranking] == [HOUSING, REACH]


async def test_an_entry_is_shown_on_its_last_day(content, http_server):
    last = replace(content, entries={HOUSING: replace(content.entries[HOUSING], valid_until=TODAY)})
    body = json.dumps([{"custom": answer(HOUSING, ranking=RANKING)}]).encode()

    async with Engine((http_server(lambda _: (200, body)),)) as engine:
        judgement = await judge(last, engine, "Wohnung?", Hint(), TODAY)

    assert judgement.entries == (HOUSING,)


@pytest.mark.parametrize("reason", ["asked", "no_answer", "negative_feedback"])
async def test_a_handoff_keeps_its_reason(judged, reason):
    judgement = await judged({"kind": "handoff", "language": "ar", "reason": reason})

    assert (judgement.kind, judgement.language, judgement.reason) == ("handoff", "ar", reason)


async def test_a_switch_names_the_language(judged):
    judgement = await judged({"kind": "switch", "language": "fr"})

    assert (judgement.kind, judgement.language) == ("switch", "fr")


@pytest.mark.parametrize(
    ("candidates", "kind", "offered"),
    [
        (["kmr", "tr"], "language", ("kmr", "tr")),
        (["kmr", "xx", "tr"], "language", ("kmr", "tr")),
        (["kmr", "xx"], "fallback", ()),
        (["xx", "yy"], "fallback", ()),
    ],
)
async def test_only_languages_of_the_list_are_asked_for(judged, candidates, kind, offered):
    judgement = await judged({"kind": "language", "language": "tr", "candidates": candidates})

    assert (judgement.kind, judgement.candidates) == (kind, offered)


async def test_a_language_outside_the_list_is_answered_in_german(judged):
    assert (await judged({"kind": "fallback", "language": "xx"})).language == "de"


async def test_the_round_trip_is_told(judged):
    assert (await judged({"kind": "fallback", "language": "tr"})).ms > 0


async def test_the_engine_never_sees_a_command(judged):
    await judged({"kind": "fallback", "language": "tr"}, text="/restart")

    assert judged.asked == ["restart"]


@pytest.mark.parametrize("text", ["/", "\uff0f\u200b/", "\u200d"])
async def test_a_message_of_nothing_but_slashes_is_not_asked(judged, text):
    judgement = await judged({"kind": "switch", "language": "tr"}, text=text, hint=Hint("ar", "page"))

    assert (judgement, judged.asked) == (Judgement("fallback", "ar"), [])


async def test_the_longest_message_of_growing_letters_is_asked(judged):
    judgement = await judged({"kind": "switch", "language": "tr"}, text="\u05e9\u05bc\u05c1" * 1000)

    assert judgement.kind == "switch"


async def test_without_an_engine_letters_are_compared(judged_alone, content):
    question = content.entries[HOUSING].wordings["tr"].questions[0]

    judgement = await judged_alone(question)

    assert (judgement.kind, judgement.entries, judgement.plain_search) == ("answer", (HOUSING,), True)


@pytest.mark.parametrize(
    ("hint", "language"),
    [(Hint(), "uk"), (Hint("ru", "none"), "uk"), (Hint("ru", "earlier"), "ru"), (Hint("ru", "chosen"), "ru")],
)
async def test_without_an_engine_the_conversations_language_counts_then_the_questions(
    judged_alone, content, hint, language
):
    judgement = await judged_alone(content.entries[HOUSING].wordings["uk"].questions[0], hint)

    assert judgement.language == language


@pytest.mark.parametrize("text", ["xqzzvw", "🤷", "12345"])
async def test_without_an_engine_what_resembles_nothing_has_no_answer(judged_alone, text):
    judgement = await judged_alone(text)

    assert (judgement.kind, judgement.language, judgement.plain_search) == ("fallback", "de", True)


async def test_an_engine_that_answers_nonsense_counts_as_down(content, http_server):
    async with Engine((http_server(lambda _: (200, b"[]")),)) as engine:
        judgement = await judge(content, engine, "Wohnung?", Hint(), TODAY)

    assert judgement.plain_search


def test_the_plain_search_does_not_find_what_has_expired(content):
    question = content.entries[HOUSING].wordings["de"].questions[0]
    gone = {**content.entries, HOUSING: replace(content.entries[HOUSING], valid_until=YESTERDAY)}

    judgement = plain_search(replace(content, entries=gone, hash="housing is gone"), question, "de", TODAY)

    assert HOUSING not in [each.entry for each in judgement.ranking]


def test_the_plain_search_follows_the_content_and_the_day(content):
    question = content.entries[HOUSING].wordings["de"].questions[0]
    ending = {**content.entries, HOUSING: replace(content.entries[HOUSING], valid_until=YESTERDAY)}
    content = replace(content, entries=ending, hash="housing ends")

    found = [plain_search(content, question, "de", day).entries for day in (YESTERDAY, TODAY, YESTERDAY)]

    assert [HOUSING in each for each in found] == [True, False, True]


def test_the_plain_search_of_no_entries_finds_nothing(content):
    assert plain_search(replace(content, entries={}, hash="none"), "Wohnung", None, TODAY).kind == "fallback"


def rule(entry, language, pattern):
    return CrisisRule(entry, language, (pattern,), (), (), ())


RULES = (
    rule("safety.crisis", "de", " nicht mehr leben "),
    rule("safety.crisis", "tr", " olmek istiyorum "),
    rule("safety.violence-women", "tr", " kocam beni dovuyor "),
    rule("safety.emergency", "en", " fire "),
)


@pytest.fixture
def dangerous(content):
    return replace(content, crisis=RULES)


@pytest.mark.parametrize(
    ("text", "language", "crisis"),
    [
        ("Ich will nicht mehr leben", "de", Crisis("safety.crisis", "de")),
        ("Ich will nicht mehr leben!!", "tr", Crisis("safety.crisis", "de")),  # the pattern's language, not the chat's
        ("ÖLMEK İSTİYORUM", "de", Crisis("safety.crisis", "tr")),
        ("nicht mehr leben, ölmek istiyorum", "tr", Crisis("safety.crisis", "tr")),
        ("nicht mehr leben, ölmek istiyorum", "ar", Crisis("safety.crisis", "de")),
        ("nicht mehr leben, kocam beni dövüyor", "tr", Crisis("safety.violence-women", "tr")),
        ("fire!", "tr", Crisis("safety.emergency", "en")),
        ("nicht mehr leben, ölmek istiyorum", "de-x-easy", Crisis("safety.crisis", "de-x-easy")),
        ("ölmek istiyorum", "de-x-easy", Crisis("safety.crisis", "tr")),
        ("Wo lerne ich Deutsch?", "de", None),
        ("", "de", None),
    ],
)
def test_danger_is_found_in_any_language_and_answered_in_the_one_it_was_told_in(dangerous, text, language, crisis):
    assert find_danger(dangerous, text, language, TODAY) == crisis


def test_a_crisis_text_that_has_expired_is_not_promised(dangerous):
    entries = {**dangerous.entries, "safety.crisis": replace(dangerous.entries["safety.crisis"], valid_until=YESTERDAY)}

    assert find_danger(replace(dangerous, entries=entries), "nicht mehr leben", "de", TODAY) is None


CRISIS = Crisis("safety.crisis", "tr")


@pytest.mark.parametrize(
    "judgement",
    [
        Judgement("answer", "tr", ("safety.crisis",)),
        Judgement("clarify", "tr", ("safety.crisis", "safety.emergency")),
        Judgement("clarify", "tr", (HOUSING, COURSE)),
        Judgement("fallback", "tr"),
        Judgement("fallback", "tr", plain_search=True),
        Judgement("answer", "tr", (HOUSING,), plain_search=True),
        Judgement("language", "tr", candidates=("tr", "kmr")),
        Judgement("switch", "en"),
        Judgement("handoff", "tr", reason="no_answer"),
    ],
    ids=lambda judgement: f"{judgement.kind} {judgement.entries}",
)
def test_after_a_crisis_text_nothing_distracts_from_it(judgement):
    assert after_crisis(judgement, CRISIS) is None


@pytest.mark.parametrize(
    ("judgement", "entries"),
    [
        (Judgement("answer", "tr", ("safety.violence-women",)), ("safety.violence-women",)),
        (Judgement("answer", "tr", (HOUSING,)), (HOUSING,)),
        (Judgement("answer", "tr", ("safety.crisis", HOUSING)), (HOUSING,)),
        (Judgement("handoff", "tr", reason="asked"), ()),
    ],
)
def test_after_a_crisis_text_another_answer_or_a_person_follows(judgement, entries):
    following = after_crisis(judgement, CRISIS)

    assert following == replace(judgement, entries=entries)
