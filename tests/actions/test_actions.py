from __future__ import annotations

import pytest

from actions.answer import AnswerAction, ChooseAction
from actions.handoff import FallbackAction, HandoffAction
from actions.switch_language import SwitchLanguageAction

ALL = [AnswerAction, ChooseAction, FallbackAction, HandoffAction, SwitchLanguageAction]


def test_a_sure_ranking_is_answered_in_the_messages_language(run, ranked, content):
    decision, words = run(AnswerAction(), **ranked(0.93, 0.02))

    assert decision["kind"] == "answer"
    assert decision["language"] == "tr"
    assert decision["entries"] == ["life.housing"]
    assert decision["confidence"] == 0.93
    assert decision["thresholds"] == {"sure": 0.8, "ask": 0.4}
    assert decision["content"] == "0123456789abcdef"
    assert decision["ranking"][1] == {"entry": "life.german-course", "confidence": 0.02}
    assert "{" not in words["text"]


def test_close_ones_are_asked_back_with_their_titles_as_buttons(run, ranked, content):
    decision, words = run(AnswerAction(), **ranked(0.5, 0.3, 0.1))

    assert decision["kind"] == "clarify"
    assert decision["entries"] == ["life.housing", "life.german-course", "contact.reach"]
    assert [button["title"] for button in words["buttons"]] == [
        content.wording(entry, "tr").title for entry in decision["entries"]
    ]
    assert words["buttons"][0]["payload"] == '/choose{"entry": "life.housing"}'


def test_an_unsure_ranking_is_a_fallback(run, ranked):
    assert run(AnswerAction(), **ranked(0.2, 0.1))[0] == {"kind": "fallback", "language": "tr"}


def test_an_entry_that_is_no_longer_there_is_left_out(run, ranked):
    message = ranked(0.93, 0.02)
    message["ranking"][0]["entry"] = "life.gone"

    assert run(AnswerAction(), **message)[0]["kind"] == "fallback"


def test_a_person_is_handed_over_because_they_asked(run, ranked):
    assert run(HandoffAction(), **ranked(0.9))[0] == {"kind": "handoff", "language": "tr", "reason": "asked"}


@pytest.mark.parametrize("action", ALL)
@pytest.mark.parametrize("language", ["de", "en", "tr", "ar", "uk", "ru", "fa", "fr", "ckb", "ti", "zh"])
def test_every_action_finds_words_in_every_language(run, ranked, action, language):
    _, words = run(action(), **ranked(0.9, 0.05, language=language))

    assert words["text"].strip()


def test_the_language_that_is_named_is_switched_to(run, ranked):
    message = {**ranked(0.1), "text": "auf Ukrainisch bitte"}

    assert run(SwitchLanguageAction(), **message)[0] == {"kind": "switch", "language": "uk"}


def test_without_a_name_the_language_is_asked_for_its_own_first(run, ranked):
    message = {**ranked(0.1, language="ckb"), "text": "میتوانی به زبان من بنویسی"}
    decision, words = run(SwitchLanguageAction(), **message)

    assert decision["kind"] == "language"
    assert decision["candidates"][0] == "ckb"
    assert 2 <= len(decision["candidates"]) <= 4
    assert len(words["buttons"]) == len(decision["candidates"])


@pytest.mark.parametrize("action", [AnswerAction, FallbackAction])
def test_an_unclear_language_is_asked_for_before_anything_is_answered(run, ranked, action):
    message = ranked(0.9)
    message["language"] = {"code": "ro", "confidence": 0.4, "candidates": ["ro", "it"], "ask": True}

    assert run(action(), **message)[0] == {"kind": "language", "language": "ro", "candidates": ["ro", "it"]}


@pytest.mark.parametrize("action", [AnswerAction, FallbackAction, HandoffAction])
@pytest.mark.parametrize("typed", ["2", "2.", "٢", "۲"])
def test_a_number_chooses_from_what_was_offered(run, ranked, action, typed):
    offered = {"offered": ["life.housing", "contact.reach"]}
    decision, _ = run(action(), **{**ranked(0.1), "text": typed, "metadata": offered})

    assert decision["kind"] == "answer"
    assert decision["entries"] == ["contact.reach"]


def test_a_button_of_the_shell_answers_without_a_language(run):
    entities = [{"entity": "entry", "value": "life.housing"}]
    decision, _ = run(ChooseAction(), text='/choose{"entry": "life.housing"}', entities=entities)

    assert decision["entries"] == ["life.housing"]
    assert decision["language"] == "de"


@pytest.mark.parametrize("entities", [[], [{"entity": "entry", "value": "no.such"}]])
def test_a_choice_of_nothing_is_a_fallback(run, entities):
    assert run(ChooseAction(), text="/choose", entities=entities)[0]["kind"] == "fallback"


def test_a_message_without_any_analysis_is_a_fallback_in_the_hinted_language(run):
    metadata = {"language": {"code": "uk", "from": "page"}}

    assert run(AnswerAction(), text="x", metadata=metadata)[0] == {"kind": "fallback", "language": "uk"}
