"""What `ask`, `chat` and `evaluate` share, with the real content and a small engine."""

from __future__ import annotations

import json

import pytest

from bot import environment
from bot.command import talk
from bot.command.__main__ import main
from bot.engine.client import Engine, Hint
from bot.environment import SettingError

HOUSING, COURSE, REACH = "life.housing", "life.german-course", "contact.reach"


@pytest.fixture
def exchange():
    """Say something to the assistant whose engine the environment names."""

    async def say(text, hint=Hint()):  # noqa: B008
        async with Engine(environment.read().engines) as engine:
            return await talk.exchange(engine, text, hint)

    return say


async def test_a_question_gets_its_answer(engine_says, answer, exchange):
    engine_says(ev=answer(HOUSING, language="tr"))

    result = await exchange("ev")

    assert (result.entries, [draft.entry for draft in result.drafts]) == ([HOUSING], [HOUSING])
    assert result.drafts[0].language == "tr"


async def test_the_engine_gets_clean_text(engine_says, exchange):
    asked = engine_says()

    await exchange(" \u202e/restart\x00 ")

    assert asked[0]["message"] == "restart"


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u202e"])
async def test_an_empty_question_is_refused(no_engine, exchange, text):
    with pytest.raises(SettingError, match="The question is empty"):
        await exchange(text)


async def test_a_question_too_long_is_refused(no_engine, exchange):
    with pytest.raises(SettingError, match=r"too long\. Ask it in up to 1,000 characters"):
        await exchange("a" * 1001)


async def test_danger_comes_first_and_an_answer_follows(engine_says, answer, exchange, content):
    rule = content.crisis[0]
    engine_says(**{rule.positive[0]: answer(HOUSING)})

    result = await exchange(rule.positive[0])

    assert [draft.entry for draft in result.drafts] == [rule.entry, HOUSING]
    assert result.entries == [rule.entry, HOUSING]


@pytest.mark.parametrize("kind", ["fallback", "clarify", "answer"])
async def test_after_danger_nothing_else_is_shown(engine_says, answer, clarify, exchange, content, kind):
    rule = content.crisis[0]
    customs = {
        "fallback": {"kind": "fallback", "language": "de"},
        "clarify": clarify(HOUSING, COURSE),
        "answer": answer(rule.entry),
    }
    engine_says(**{rule.positive[0]: customs[kind]})

    result = await exchange(rule.positive[0])

    assert [draft.entry for draft in result.drafts] == [rule.entry]
    assert result.entries == [rule.entry]


async def test_every_rule_of_the_content_answers_in_its_language(engine_says, content):
    engine_says()
    async with Engine(environment.read().engines) as engine:
        results = [
            await talk.exchange(engine, rule.positive[0], Hint(rule.language, "earlier")) for rule in content.crisis
        ]

    first = [(result.drafts[0].entry, result.drafts[0].language) for result in results]
    expected = [
        (result.crisis.entry, content.wording(result.crisis.entry, rule.language).language)
        for result, rule in zip(results, content.crisis, strict=True)
    ]
    assert first == expected


def test_the_hint_of_a_page_is_its_language():
    assert talk.first_hint("ckb") == Hint("ckb", "page")
    assert talk.first_hint(None) == Hint()


def test_an_unknown_language_is_refused_with_the_choices():
    with pytest.raises(SettingError, match=r"There is no language xx\. Choose one of: am, ar, bg,"):
        talk.first_hint("xx")


async def test_an_exchange_is_explained_on_one_line(engine_says, answer, exchange):
    engine_says(ev=answer(HOUSING, REACH, language="tr"))

    explained = talk.explained(await exchange("ev"))

    assert "language tr | answer | life.housing 0.93, contact.reach 0.93 | " in explained
    assert "\n" not in explained


async def test_the_plain_search_is_admitted(no_engine, exchange):
    assert "plain search (the engine is down)" in talk.explained(await exchange("xqzzvw"))


async def test_a_terminal_shows_text_notes_and_buttons(engine_says, clarify, exchange, content):
    engine_says(ev=clarify(HOUSING, COURSE, language="en"))

    shown = talk.as_text((await exchange("ev")).drafts)

    titles = [content.entries[id].wordings["en"].title for id in (HOUSING, COURSE)]
    assert shown.startswith(content.texts["en"]["clarify"])
    assert f"[{titles[0]}] | [{titles[1]}]" in shown


async def test_a_terminal_shows_small_print_in_brackets(engine_says, answer, exchange, content):
    engine_says(ev=answer(HOUSING, language="tr"))

    shown = talk.as_text((await exchange("ev")).drafts)

    assert f"({content.texts['tr']['machine_translation']})" in shown


def test_ask_prints_the_judgement_as_json(engine_says, answer, capsys):
    engine_says(ev=answer(HOUSING, language="tr"))

    assert main(["ask", "ev", "--json"]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert (printed["kind"], printed["language"], printed["entries"]) == ("answer", "tr", [HOUSING])
    assert printed["ranking"] == [{"entry": HOUSING, "confidence": 0.93}]
    assert (printed["crisis"], printed["plain_search"]) == (None, False)
    assert printed["messages"][0]["entry"] == HOUSING


def test_ask_gives_the_pages_language_on(engine_says, capsys):
    asked = engine_says()

    main(["ask", "ev", "--language", "tr", "--explain"])

    assert asked[0]["metadata"]["language"] == {"code": "tr", "from": "page"}
    assert "no ranking" in capsys.readouterr().out


def test_ask_admits_that_the_engine_does_not_run(no_engine, capsys):
    assert main(["ask", "Wohnung"]) == 0
    assert "The engine does not run" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["ask", ""], ["ask", "ev", "--language", "xx"]])
def test_ask_says_what_cannot_be_asked(no_engine, words, capsys):
    assert main(words) == 1
    assert capsys.readouterr().out == ""


@pytest.fixture
def chat(monkeypatch, capsys):
    """Type these lines into `kilotse chat` and return what it prints."""

    def type_in(*lines, options=()):
        waiting = iter(lines)

        def typed(prompt=""):
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", typed)
        assert main(["chat", *options]) == 0
        return capsys.readouterr().out

    return type_in


def test_chat_remembers_language_and_last_entry(engine_says, answer, chat):
    asked = engine_says(ev=answer(HOUSING, language="tr"))

    chat("ev", "kira?")

    assert asked[1]["metadata"]["language"] == {"code": "tr", "from": "earlier"}
    assert asked[1]["metadata"]["last_entry"] == HOUSING


def test_chat_remembers_what_it_offered_for_one_message(engine_says, clarify, chat):
    asked = engine_says(ev=clarify(HOUSING, COURSE))

    chat("ev", "kira?", "ne?")

    assert [turn["metadata"]["offered"] for turn in asked] == [[], [HOUSING, COURSE], []]


def test_chat_keeps_to_a_language_that_was_chosen(engine_says, chat):
    asked = engine_says(english={"kind": "switch", "language": "en"})

    chat("english", "housing?", options=["--language", "tr"])

    assert [turn["metadata"]["language"]["from"] for turn in asked] == ["page", "chosen"]


def test_chat_ends_with_an_empty_line(engine_says, chat):
    asked = engine_says()

    chat("ev", "", "kira")

    assert len(asked) == 1


def test_chat_goes_on_after_a_message_too_long(engine_says, chat):
    asked = engine_says()

    printed = chat("a" * 1001, "ev", options=["--explain"])

    assert "too long" in printed
    assert [turn["message"] for turn in asked] == ["ev"]
