"""The engine client against real HTTP servers that behave as engines do, well and badly."""

from __future__ import annotations

import json
import logging
import threading
import time

import jsonschema
import pytest

from bot.engine import client
from bot.engine.client import BUDGET_S, Engine, EngineFault, Hint, parse_reply
from faq.contract import schema
from faq.decision import Ranked, Thresholds

FALLBACK = {"kind": "fallback", "language": "tr"}
ANSWER = {
    "kind": "answer",
    "language": "tr",
    "entries": ["life.housing"],
    "confidence": 0.93,
    "ranking": [{"entry": "life.housing", "confidence": 0.93}, {"entry": "contact.reach", "confidence": 0.02}],
    "thresholds": {"sure": 0.6, "ask": 0.2},
    "content": "0123456789abcdef",
}


def reply(*customs):
    return json.dumps([{"text": "for rasa shell"}, *({"custom": custom} for custom in customs)]).encode()


class Responder:
    """Answers the calls with these (status, body) in turn, the last one for ever, and keeps what was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, body):
        self.asked.append(json.loads(body))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch):
    """The pause before a second attempt is for balancers; there is none here."""
    monkeypatch.setattr(client, "PAUSE_S", 0.01)


@pytest.fixture
def healthy(http_server):
    """An engine that always answers: its responder and its address."""
    responder = Responder((200, reply(FALLBACK)))
    return responder, http_server(responder)


@pytest.fixture
def hanging(http_server):
    """The address of an engine that takes a question and never answers while the test runs."""
    released = threading.Event()

    def hang(body):
        released.wait(30)
        return 200, b"[]"

    yield http_server(hang)
    released.set()


@pytest.fixture
def engine_of(http_server):
    """Build a client of an engine that answers so, and the responder that keeps what was asked."""

    def build(*answers, **options):
        responder = Responder(*answers)
        return Engine((http_server(responder),), **options), responder

    return build


async def ask(engine, message="Merhaba", hint=None):
    async with engine:
        return await engine.ask(message, hint or Hint())


async def test_a_decision_is_read_with_all_its_fields(engine_of):
    engine, _ = engine_of((200, reply(ANSWER)))

    decision, ms = await ask(engine)

    assert (decision.kind, decision.language, decision.entries) == ("answer", "tr", ("life.housing",))
    assert decision.ranking == (Ranked("life.housing", 0.93), Ranked("contact.reach", 0.02))
    assert (decision.confidence, decision.thresholds) == (0.93, Thresholds(0.6, 0.2))
    assert decision.content == "0123456789abcdef"
    assert ms > 0


async def test_a_turn_keeps_to_the_contract(engine_of):
    engine, responder = engine_of((200, reply(FALLBACK)))

    await ask(engine, "Ev?", Hint("tr", "chosen", "life.housing", ("contact.reach", "contact.human")))

    (turn,) = responder.asked
    jsonschema.Draft202012Validator(schema("turn")).validate(turn)
    assert turn["message"] == "Ev?"
    assert turn["metadata"]["language"] == {"code": "tr", "from": "chosen"}
    assert turn["metadata"]["last_entry"] == "life.housing"
    assert turn["metadata"]["offered"] == ["contact.reach", "contact.human"]


async def test_a_hint_without_a_language_is_from_nowhere(engine_of):
    engine, responder = engine_of((200, reply(FALLBACK)))

    await ask(engine, hint=Hint(None, "earlier"))

    assert responder.asked[0]["metadata"]["language"] == {"code": None, "from": "none"}


async def test_each_question_is_a_turn_of_its_own(engine_of):
    engine, responder = engine_of((200, reply(FALLBACK)))

    async with engine:
        await engine.ask("Ev?", Hint())
        await engine.ask("Ev?", Hint())

    first, second = responder.asked
    assert first["metadata"]["turn"] != second["metadata"]["turn"]
    assert first["sender"] != second["sender"]


FAULTY = {
    "Rasa's answer to an exception": (200, b"[]"),
    "texts alone": (200, b'[{"text": "Hallo"}]'),
    "no list": (200, b'{"custom": {"kind": "fallback", "language": "tr"}}'),
    "null": (200, b"null"),
    "elements that are no objects": (200, b'["custom", 1, null]'),
    "empty": (200, b""),
    "no JSON": (200, b"<html>Bad gateway</html>"),
    "no UTF-8": (200, b"\xff\xfe\x00["),
    "nested too deep": (200, b"[" * 100_000),
    "a number too long": (200, b"[" + b"1" * 10_000 + b"]"),
    "unknown kind": (200, reply({"kind": "sing", "language": "tr"})),
    "no language": (200, reply({"kind": "fallback"})),
    "a key too many": (200, reply({**FALLBACK, "debug": True})),
    "an answer without entries": (200, reply({**ANSWER, "entries": []})),
    "an id that is none": (200, reply({**ANSWER, "entries": ["../etc/passwd"]})),
    "confidence above one": (200, reply({**ANSWER, "confidence": 1.5})),
    "thresholds the wrong way round": (200, reply({**ANSWER, "thresholds": {"sure": 0.2, "ask": 0.6}})),
    "an answer without thresholds": (200, reply({key: ANSWER[key] for key in ANSWER if key != "thresholds"})),
    "a language question with one candidate": (200, reply({"kind": "language", "language": "tr", "candidates": ["tr"]})),
    "a handoff without reason": (200, reply({"kind": "handoff", "language": "tr"})),
    "server error": (500, reply(FALLBACK)),
    "busy": (503, b""),
    "redirect": (302, b""),
    "created": (201, reply(FALLBACK)),
}  # fmt: skip


@pytest.mark.parametrize("answer", FAULTY.values(), ids=FAULTY)
async def test_a_wrong_reply_is_a_fault_of_the_engine(engine_of, answer):
    engine, responder = engine_of(answer)

    with pytest.raises(EngineFault):
        await ask(engine)

    assert len(responder.asked) == 2


@pytest.mark.parametrize("answer", FAULTY.values(), ids=FAULTY)
async def test_a_wrong_reply_is_asked_for_once_more(engine_of, answer):
    engine, _ = engine_of(answer, (200, reply(FALLBACK)))

    decision, _ = await ask(engine)

    assert decision.kind == "fallback"


async def test_the_second_attempt_has_a_sender_of_its_own_and_is_the_same_turn(engine_of):
    engine, responder = engine_of((200, b"[]"), (200, reply(FALLBACK)))

    await ask(engine)

    first, second = responder.asked
    assert first.pop("sender") != second.pop("sender")
    assert first == second


async def test_the_first_valid_decision_of_a_reply_counts(engine_of):
    engine, _ = engine_of((200, reply({"kind": "sing"}, ANSWER, FALLBACK)))

    decision, _ = await ask(engine)

    assert decision.kind == "answer"


def test_the_fault_does_not_quote_the_reply():
    with pytest.raises(EngineFault) as fault:
        parse_reply([{"text": "Meine Nummer ist 0176"}])

    assert str(fault.value) == "the reply has 1 elements and no valid decision"


async def test_the_log_says_what_failed_without_the_question(engine_of, caplog):
    caplog.set_level(logging.DEBUG, logger="bot")
    engine, _ = engine_of((500, b"Ich bin Amal"))

    with pytest.raises(EngineFault):
        await ask(engine, "Ich bin Amal")

    assert "status 500 (attempt 1)" in caplog.text
    assert "Amal" not in caplog.text


async def test_an_engine_that_hangs_costs_the_budget_and_no_more(hanging):
    started = time.monotonic()

    with pytest.raises(EngineFault, match="no answer within"):
        await ask(Engine((hanging,), budget_s=0.3))

    assert 0.2 < time.monotonic() - started < 2  # far below the client's own 3.5 s


def test_the_budget_leaves_a_resident_waiting_less_than_five_seconds():
    assert BUDGET_S < 5


async def test_no_second_attempt_is_begun_that_has_no_time(http_server, monkeypatch):
    monkeypatch.setattr(client, "PAUSE_S", 1.0)
    slow = threading.Event()
    asked = []

    def respond(body):
        asked.append(body)
        slow.wait(0.3)
        return 500, b""

    with pytest.raises(EngineFault, match="status 500"):
        await ask(Engine((http_server(respond),), budget_s=2.0))

    assert len(asked) == 1


async def test_a_refused_connection_is_a_fault(free_port):
    with pytest.raises(EngineFault, match="ClientConnectorError"):
        await ask(Engine((f"http://127.0.0.1:{free_port}",)))


async def test_a_dead_engine_costs_no_answer_while_another_lives(healthy, free_port):
    responder, address = healthy

    async with Engine((f"http://127.0.0.1:{free_port}", address)) as engine:
        kinds = [(await engine.ask("Merhaba", Hint()))[0].kind for _ in range(5)]

    assert kinds == ["fallback"] * 5


async def test_a_dead_engine_is_left_alone_after_three_failures(healthy, http_server):
    _, alive = healthy
    dead = Responder((500, b""))

    async with Engine((http_server(dead), alive)) as engine:
        for _ in range(12):
            await engine.ask("Merhaba", Hint())

    assert len(dead.asked) == 3


async def test_two_living_engines_share_the_questions(http_server):
    both = [Responder((200, reply(FALLBACK))), Responder((200, reply(FALLBACK)))]

    async with Engine(tuple(http_server(each) for each in both)) as engine:
        for _ in range(6):
            await engine.ask("Merhaba", Hint())

    assert [len(each.asked) for each in both] == [3, 3]


async def test_when_all_engines_rest_nobody_is_asked(engine_of):
    engine, responder = engine_of((500, b""))
    async with engine:
        for _ in range(2):
            with pytest.raises(EngineFault):
                await engine.ask("Merhaba", Hint())
        before = len(responder.asked)

        with pytest.raises(EngineFault, match="resting"):
            await engine.ask("Merhaba", Hint())

    assert (before, len(responder.asked)) == (3, 3)


async def test_an_engine_that_fails_now_and_then_is_not_left_alone(engine_of):
    engine, responder = engine_of(*[(500, b""), (200, reply(FALLBACK))] * 6)
    async with engine:
        for _ in range(6):
            await engine.ask("Merhaba", Hint())

    assert len(responder.asked) == 12


async def test_an_engine_that_is_back_is_asked_again(engine_of):
    broken = (500, b"")
    engine, _ = engine_of(broken, broken, broken, (200, reply(FALLBACK)), pause_s=0.0)
    async with engine:
        with pytest.raises(EngineFault):
            await engine.ask("Merhaba", Hint())

        decision, _ = await engine.ask("Merhaba", Hint())

    assert decision.kind == "fallback"


async def test_the_last_failure_is_told_without_a_pause(engine_of, monkeypatch):
    monkeypatch.setattr(client, "PAUSE_S", 1.0)
    engine, _ = engine_of((500, b""))
    started = time.monotonic()

    with pytest.raises(EngineFault):
        await ask(engine)

    assert time.monotonic() - started < 1.9  # one pause, between the two attempts


async def test_an_address_may_end_in_a_slash(healthy):
    _, address = healthy

    decision, _ = await ask(Engine((f"{address}/",)))

    assert decision.kind == "fallback"


async def test_a_proxy_of_the_machine_is_not_used(healthy, free_port, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port}")
    _, address = healthy

    decision, _ = await ask(Engine((address,)))

    assert decision.kind == "fallback"


async def test_an_engine_that_is_not_there_is_not_healthy(free_port):
    async with Engine((f"http://127.0.0.1:{free_port}",)) as engine:
        assert not await engine.healthy()


async def test_an_engine_that_says_no_is_not_healthy(healthy):
    _, address = healthy  # this server answers every GET with 501

    async with Engine((address,)) as engine:
        assert not await engine.healthy()
