"""The running engine, through its one channel: which entry, in which language, and what bad input gets."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from faq import contract
from nlu.engine.server import MOST_BYTES
from tests.engine.conftest import turn

# Wordings of our own, in no entry.
QUESTIONS = [
    ("de", "Ich brauche jemanden, der für mich beim Arzt übersetzt", "counselling.interpreter"),
    ("tr", "Oturma iznimi nerede uzatabilirim?", "life.residence-permit"),
    ("ar", "أبحث عن شقة للإيجار، من يساعدني؟", "life.housing"),
    ("uk", "Де я можу вивчати німецьку мову?", "life.german-course"),
    ("ru", "Мой муж бьёт меня, куда мне идти?", "safety.violence-women"),
    ("fa", "کجا می‌توانم زبان آلمانی یاد بگیرم؟", "life.german-course"),
    ("fr", "Je cherche un appartement pour ma famille", "life.housing"),
    ("en", "Are you a real person or a robot?", "privacy.are-you-human"),
    ("pl", "Szukam mieszkania dla rodziny", "life.housing"),
    ("es", "¿Dónde puedo aprender alemán?", "life.german-course"),
]


@pytest.mark.parametrize(("language", "text", "entry"), QUESTIONS, ids=[each[0] for each in QUESTIONS])
def test_a_question_finds_its_entry_in_its_language(engine, language, text, entry):
    decision = engine.ask(text)

    assert decision["language"] == language
    assert decision["kind"] in ("answer", "clarify")
    assert decision["entries"][0] == entry
    assert decision["ranking"][0]["entry"] == entry


def test_most_of_these_are_sure_enough_to_be_answered(engine):
    kinds = [engine.ask(text)["kind"] for _, text, _ in QUESTIONS]

    assert kinds.count("answer") >= 7


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        (
            "Kann ich bitte mit einem echten Menschen sprechen?",
            {"kind": "handoff", "language": "de", "reason": "asked"},
        ),
        ("أريد أن أتحدث مع إنسان", {"kind": "handoff", "language": "ar", "reason": "asked"}),
        ("English please", {"kind": "switch", "language": "en"}),
        ("Türkçe konuşabilir misin?", {"kind": "switch", "language": "tr"}),
        ("Was kostet eine Jahreskarte für das Schwimmbad?", {"kind": "fallback", "language": "de"}),
        ("Какая завтра будет погода в Париже?", {"kind": "fallback", "language": "ru"}),
    ],
)
def test_what_is_no_question_of_the_catalogue(engine, text, decision):
    assert engine.ask(text) == decision


def test_health_names_the_model_and_its_content(engine, model):
    status, health = engine.get("/health")

    assert status == 200
    assert health["status"] == "ok"
    assert health["model"] == model.name.removesuffix(".tar.gz")
    assert health["content"] == engine.ask(QUESTIONS[1][1])["content"]
    assert health["rasa"] == "3.6.21"


def test_words_for_the_shell_go_with_the_decision(engine):
    _, messages = engine.post(json.dumps(turn(QUESTIONS[1][1])).encode())

    assert [("custom" in message, "text" in message) for message in messages] == [(True, False), (False, True)]


def test_a_bare_ok_keeps_the_language_that_was_spoken(engine):
    assert engine.ask("ok", "tr", "earlier")["language"] == "tr"


def test_a_number_chooses_from_what_was_offered(engine):
    decision = engine.ask("2", "tr", "earlier", offered=["life.housing", "contact.reach"])

    assert decision["kind"] == "answer"
    assert decision["entries"] == ["contact.reach"]


ODD = {
    "a thousand characters": "Wohnung " * 125,
    "a thousand characters without a space": "字" * 1000,
    "emoji": "🏠❓",
    "zalgo": "W" + "\u0335\u0322\u031b\u0342" * 100 + "ohnung",
    "bidi controls": "\u202eWohnung\u202c \u2066suchen\u2069",
    "a lone surrogate": "Wohnung \ud83d suchen",
    "a null byte": "Wohnung\x00suchen",
    "a command of Rasa": "/restart",
    "a command behind something invisible": "\u200b／session_start",
    "a button of the shell": '/choose{"entry": "life.housing"}',
    "braces and markup": '{"a": 1} [b](c){"entity": "d"} ${HOME}',
    "a script of nobody": "ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_gets_a_decision_all_the_same(engine, text):
    decision = engine.ask(text)

    Draft202012Validator(contract.schema("decision")).validate(decision)


def test_a_typed_choose_chooses_nothing(engine):
    decision = engine.ask('/choose{"entry": "life.housing"}')

    assert decision.get("confidence") != 1.0


def changed(**keys: object) -> bytes:
    return json.dumps({**turn("Guten Tag"), **keys}).encode()


BAD = {
    "no JSON": (b"{", 400, "The body is not JSON in UTF-8."),
    "nothing": (b"", 400, "The body is not JSON in UTF-8."),
    "no UTF-8": (b'{"sender": "\xff"}', 400, "The body is not JSON in UTF-8."),
    "nested to death": (b"[" * 10_000, 400, "The body is not JSON in UTF-8."),
    "a list": (b"[]", 400, "the turn: has the wrong type; it must be object."),
    "null": (b"null", 400, "the turn: has the wrong type; it must be object."),
    "an unknown key": (changed(input_channel="x"), 400, "there is an unknown key. Keys: sender, message, metadata."),
    "no sender": (b'{"message": "a", "metadata": {}}', 400, "a key is missing"),
    "an empty message": (changed(message=""), 400, "message: has too few characters; at least 1."),
    "nothing to see": (changed(message="\u200b\u202e //"), 400, "message: nothing is left"),
    "1,001 characters": (changed(message="x" * 1001), 400, "message: has too many characters; at most 1000."),
    "100,000 characters": (changed(message="x" * 100_000), 413, f"The body has more than {MOST_BYTES} bytes."),
    "a number": (changed(message=5), 400, "message: has the wrong type; it must be string."),
    "a strange origin": (
        changed(metadata=turn("x", "tr", "guessed")["metadata"]),
        400,
        "metadata.language.from: is none of the choices:",
    ),
}


@pytest.mark.parametrize(("body", "status", "error"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_one_sentence(engine, body, status, error):
    answered, reply = engine.post(body)

    assert answered == status
    assert reply.keys() == {"error"}
    assert error in reply["error"]


def test_a_refusal_never_quotes_the_message(engine):
    _, reply = engine.post(changed(message="GEHEIM" * 200))

    assert "GEHEIM" not in json.dumps(reply)


@pytest.mark.parametrize(
    "path", ["/", "/status", "/model/parse", "/domain", "/conversations/x/tracker", "/webhooks/rest/"]
)
def test_rasas_own_pages_are_not_there(engine, path):
    status, reply = engine.get(path)

    assert status == 404
    assert reply == {"error": "HTTP status 404."}
