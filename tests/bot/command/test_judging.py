"""Outcomes are judged and counted as the evaluation format says; the tables follow its wording."""

from __future__ import annotations

import json

import pytest

from bot.command.judging import Line, Outcome, judge_outcome, summarise, tables
from bot.command.talk import Exchange
from bot.judgement import Crisis, Judgement

HOUSING, COURSE, HUMAN = "life.housing", "life.german-course", "contact.human"
OFF_TOPIC, OTHER = "smalltalk.off-topic", "contact.other-office"
CRISIS = Crisis("safety.crisis", "tr")


def line(expect=(), kind="plain", lang="tr", all=False, id="1"):
    return Line(id, lang, kind, "…", tuple(expect), all)


def outcome(kind, *entries, language="tr", ms=10.0):
    return Outcome("1", language, kind, entries, 0.9, ms)


@pytest.mark.parametrize(
    ("expect", "all", "kind", "entries", "verdict"),
    [
        # answered with an entry: right if it is in `expect`
        ([HOUSING], False, "answered", [HOUSING], "right"),
        ([HOUSING, COURSE], False, "answered", [COURSE], "right"),
        ([HOUSING], False, "answered", [COURSE], "wrong"),
        ([HOUSING], False, "answered", [HOUSING, COURSE], "right"),
        ([HOUSING], False, "answered", [COURSE, HOUSING], "wrong"),  # what came first counts
        ([HOUSING], False, "answered", [OFF_TOPIC], "wrong"),
        # `all`: all of them
        ([HOUSING, COURSE], True, "answered", [COURSE, HOUSING], "right"),
        ([HOUSING, COURSE], True, "answered", [HOUSING], "wrong"),
        ([HOUSING, COURSE], True, "answered", [HOUSING, HUMAN], "wrong"),
        # asked back: asked well if one is in `expect`
        ([HOUSING], False, "asked", [COURSE, HOUSING], "asked_well"),
        ([HOUSING, COURSE], True, "asked", [HUMAN, COURSE], "asked_well"),
        ([HOUSING], False, "asked", [COURSE, HUMAN], "wrong"),
        # fallback, handoff, language: missed
        ([HOUSING], False, "fallback", [], "missed"),
        ([HOUSING], False, "handoff", [], "missed"),
        ([HOUSING], False, "language", [], "missed"),
    ],
)
def test_in_scope_what_is_expected_is_right(expect, all, kind, entries, verdict):
    assert judge_outcome(line(expect, all=all), outcome(kind, *entries)) == verdict


@pytest.mark.parametrize(
    ("asked", "kind", "entries", "verdict"),
    [
        ("oos-far", "answered", [HOUSING], "wrong"),
        ("oos-far", "answered", [HUMAN], "wrong"),
        ("oos-far", "answered", [OFF_TOPIC], "right"),
        ("oos-near", "answered", [OFF_TOPIC], "right"),
        ("oos-near", "answered", [OTHER], "right"),
        ("oos-near", "answered", [OTHER, HOUSING], "wrong"),
        ("oos-far", "answered", [OTHER], "wrong"),
        ("plain", "answered", [OTHER], "wrong"),
        ("smalltalk", "answered", [OFF_TOPIC], "right"),
        ("oos-far", "asked", [HOUSING, COURSE], "right"),  # counts as not answered
        ("oos-far", "fallback", [], "right"),
        ("oos-far", "handoff", [], "right"),
        ("oos-far", "language", [], "right"),
    ],
)
def test_out_of_scope_an_answer_is_wrong(asked, kind, entries, verdict):
    assert judge_outcome(line(kind=asked), outcome(kind, *entries)) == verdict


@pytest.mark.parametrize(
    ("asked", "entry", "verdict"),
    [("oos-near", OTHER, "right"), ("oos-near", HOUSING, "wrong"), ("oos-far", OTHER, "right")],
)
def test_judging_follows_what_is_expected_not_the_kind(asked, entry, verdict):
    assert judge_outcome(line([OTHER], kind=asked), outcome("answered", entry)) == verdict


@pytest.mark.parametrize(
    ("judgement", "crisis", "kind", "entries"),
    [
        (Judgement("answer", "tr", (HOUSING,)), None, "answered", (HOUSING,)),
        (Judgement("answer", "tr", (HOUSING, COURSE)), None, "answered", (HOUSING, COURSE)),
        (Judgement("clarify", "tr", (HOUSING, COURSE)), None, "asked", (HOUSING, COURSE)),
        (Judgement("fallback", "tr"), None, "fallback", ()),
        (Judgement("language", "tr", candidates=("tr", "kmr")), None, "language", ()),
        (Judgement("switch", "en"), None, "language", ()),
        # a handoff with reason `asked` counts as answered with contact.human
        (Judgement("handoff", "tr", reason="asked"), None, "answered", (HUMAN,)),
        (Judgement("handoff", "tr", reason="no_answer"), None, "handoff", ()),
        (Judgement("handoff", "tr", reason="negative_feedback"), None, "handoff", ()),
        # a crisis text counts as answered with its entry, before the engine's
        (Judgement("answer", "tr", (HOUSING,)), CRISIS, "answered", ("safety.crisis", HOUSING)),
        (Judgement("answer", "tr", ("safety.crisis",)), CRISIS, "answered", ("safety.crisis",)),
        (Judgement("answer", "tr", (HOUSING, "safety.crisis")), CRISIS, "answered", ("safety.crisis", HOUSING)),
        (Judgement("clarify", "tr", (HOUSING, COURSE)), CRISIS, "answered", ("safety.crisis",)),
        (Judgement("fallback", "tr"), CRISIS, "answered", ("safety.crisis",)),
        (Judgement("switch", "en"), CRISIS, "answered", ("safety.crisis",)),
        (Judgement("language", "tr", candidates=("tr", "kmr")), CRISIS, "answered", ("safety.crisis",)),
        (Judgement("handoff", "tr", reason="no_answer"), CRISIS, "answered", ("safety.crisis",)),
        (Judgement("handoff", "tr", reason="asked"), CRISIS, "answered", ("safety.crisis", HUMAN)),
    ],
)
def test_a_judgement_becomes_an_outcome(judgement, crisis, kind, entries):
    found = Outcome.of("tr-1", Exchange(judgement, crisis, ()))

    assert (found.id, found.outcome, found.entries) == ("tr-1", kind, entries)


def test_an_outcome_is_written_in_the_fields_of_the_format():
    judgement = Judgement("answer", "tr", (HOUSING,), confidence=0.934567, ms=14.2345)

    written = json.loads(json.dumps(Outcome.of("tr-001", Exchange(judgement, None, ())).as_json()))

    assert written == {
        "id": "tr-001",
        "language": "tr",
        "outcome": "answered",
        "entries": [HOUSING],
        "confidence": 0.9346,
        "ms": 14.2,
    }


@pytest.fixture
def judged():
    """Six lines: every verdict in scope, and both out of scope."""
    pairs = [
        (line([HOUSING]), outcome("answered", HOUSING, ms=10)),
        (line([HOUSING], kind="short"), outcome("asked", HOUSING, COURSE, ms=20)),
        (line([HOUSING], lang="ar"), outcome("fallback", language="ar", ms=30)),
        (line([HOUSING], lang="ar"), outcome("answered", COURSE, language="fa", ms=40)),
        (line(kind="oos-far", lang="ar"), outcome("fallback", language="ar", ms=50)),
        (line(kind="oos-far", lang="ar"), outcome("answered", HOUSING, language="ar", ms=60)),
    ]
    return [(asked, done, judge_outcome(asked, done)) for asked, done in pairs]


def test_scopes_are_counted_apart(judged):
    summary = summarise(judged)

    assert summary["lines"] == 6
    assert summary["in_scope"] == {"right": 1, "asked_well": 1, "missed": 1, "wrong": 1}
    assert summary["out_of_scope"] == {"right": 1, "asked_well": 0, "missed": 0, "wrong": 1}


@pytest.mark.parametrize(
    ("group", "names"), [("by_language", {"tr": 2, "ar": 4}), ("by_kind", {"plain": 3, "short": 1, "oos-far": 2})]
)
def test_every_line_is_counted_in_its_group(judged, group, names):
    def total(counts):
        return sum(total(each) if isinstance(each, dict) else each for each in counts.values())

    assert {name: total(counts) for name, counts in summarise(judged)[group].items()} == names


def test_the_share_of_languages_identified_is_told(judged):
    assert summarise(judged)["language_identified"] == round(5 / 6, 4)


@pytest.mark.parametrize(
    ("times", "p50", "p95"),
    [
        ([], 0.0, 0.0),
        ([7.5], 7.5, 7.5),
        ([10, 20], 15.0, 19.5),
        ([30, 10, 20], 20.0, 29.0),
        (range(1, 102), 51.0, 96.0),
    ],
)
def test_times_are_told_as_percentiles(times, p50, p95):
    summary = summarise([(line([HOUSING]), outcome("answered", HOUSING, ms=ms), "right") for ms in times])

    assert summary["ms"] == {"p50": p50, "p95": p95}


def test_no_lines_are_no_division_by_zero():
    assert summarise([])["language_identified"] == 0.0


def test_tables_show_every_group_and_figure(judged):
    shown = tables(summarise(judged))

    assert all(name in shown for name in ("in scope", "out of scope", "oos-far", "tr", "ar", "asked well"))
    assert "language identified: 83.3% of 6 lines" in shown
    assert "p50 35.0, p95 57.5" in shown
