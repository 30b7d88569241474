"""Outcomes are judged as the evaluation format says."""

from __future__ import annotations

import json

import pytest

from bot.command.talk import Exchange
from bot.evaluation.judging import Outcome, judge_outcome
from bot.judgement import Crisis, Judgement
from faq.decision import Ranked
from tests.bot.evaluation.conftest import COURSE, HOUSING, line, outcome

HUMAN, OFF_TOPIC, OTHER = "contact.human", "smalltalk.off-topic", "contact.other-office"
CRISIS = Crisis("safety.crisis", "tr")


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
    judgement = Judgement("answer", "tr", (HOUSING,), confidence=0.934567, ranking=(Ranked(HOUSING, 0.9),), ms=14.2345)

    written = json.loads(json.dumps(Outcome.of("tr-001", Exchange(judgement, None, ())).as_json()))

    assert written == {
        "id": "tr-001",
        "language": "tr",
        "outcome": "answered",
        "entries": [HOUSING],
        "confidence": 0.9346,
        "ms": 14.2,
    }


def test_an_outcome_keeps_the_ranking_for_the_figures():
    ranking = (Ranked(HOUSING, 0.93), Ranked(COURSE, 0.05))

    found = Outcome.of("1", Exchange(Judgement("answer", "tr", (HOUSING,), ranking=ranking), None, ()))

    assert found.ranking == ranking
