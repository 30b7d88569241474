"""Limits of a conversation: what is refused, for how long, and what does not count."""

from __future__ import annotations

import asyncio
import time
import uuid
from datetime import timedelta

import pytest

from bot import clock
from bot.conversation.models import Conversation, Message
from bot.database import in_database
from channels.web import counts, limits, stream
from channels.web.limits import Limit, Use


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """No delays, each look at the database, and a minute that has just begun."""
    monkeypatch.setattr(limits, "LONGEST_DELAY_S", 0)
    monkeypatch.setattr(counts, "EXCHANGE_S", 0)
    monkeypatch.setattr(clock, "OFFSET_S", -(time.time() % 60))


def later(monkeypatch, seconds: float) -> None:
    monkeypatch.setattr(clock, "OFFSET_S", clock.OFFSET_S + seconds)


async def count(model, **which) -> int:
    return await in_database(lambda: model.objects.filter(**which).count())


# A conversation


async def test_twenty_first_message_within_a_minute_is_refused_and_not_stored(api, begin, message):
    _, headers = await begin()

    sent = [await api.post("/api/messages", json=message(wait=0), headers=headers) for _ in range(20)]

    assert [response.status_code for response in sent[:19]] == [202] * 19
    assert (sent[19].status_code, sent[19].json()["error"]["code"]) == (429, "too_many")
    assert await count(Message, author="resident") == 20


async def test_refused_writer_may_write_again_when_the_answer_says(api, begin, message, monkeypatch):
    _, headers = await begin()
    later(monkeypatch, 10)
    sent = [await api.post("/api/messages", json=message(wait=0), headers=headers) for _ in range(20)]
    wait_s = int(sent[-1].headers["retry-after"])
    later(monkeypatch, wait_s - 5)
    early = await api.post("/api/messages", json=message(wait=0), headers=headers)
    later(monkeypatch, 5)

    response = await api.post("/api/messages", json=message(wait=0), headers=headers)

    assert 45 <= wait_s <= 50  # the first message was 10 s earlier
    assert (early.status_code, response.status_code) == (429, 202)


async def test_two_hundred_messages_are_enough_for_a_day(api, begin, message):
    body, headers = await begin()
    number = (await in_database(Conversation.objects.get)).pk
    hour_ago = clock.now() - timedelta(hours=1)
    earlier = [
        Message(
            conversation_id=number,
            seq=10 + n,
            author="resident",
            client_id=uuid.uuid4(),
            created_at=hour_ago,
            retention="conversation",
        )
        for n in range(198)
    ]
    await in_database(Message.objects.bulk_create, earlier)
    await in_database(lambda: Conversation.objects.update(last_seq=300))

    sent = [await api.post("/api/messages", json=message(wait=0), headers=headers) for _ in range(2)]

    assert [response.status_code for response in sent] == [202, 429]
    assert 22 * 3600 < int(sent[1].headers["retry-after"]) <= 23 * 3600


async def test_messages_that_come_together_are_counted_too(api, begin, message):
    _, headers = await begin()

    sent = await asyncio.gather(*(api.post("/api/messages", json=message(wait=0), headers=headers) for _ in range(40)))

    assert sorted(response.status_code for response in sent) == [202] * 19 + [429] * 21
    assert await count(Message, author="resident") == 20


async def test_retry_of_a_logged_message_is_neither_refused_nor_counted(api, begin, message, monkeypatch):
    _, headers = await begin()
    body = message(wait=0)
    first = await api.post("/api/messages", json=body, headers=headers)
    monkeypatch.setattr(limits, "CONVERSATION", (Limit(2, 60),))
    monkeypatch.setattr(limits, "ADDRESS_MESSAGES", Limit(2, 60))

    again = [await api.post("/api/messages", json=body, headers=headers) for _ in range(5)]

    assert {response.status_code for response in again} <= {200, 202}
    assert {response.json()["message"]["seq"] for response in again} == {first.json()["message"]["seq"]}
    assert (await api.post("/api/messages", json=message(wait=0), headers=headers)).status_code == 429


async def test_other_conversations_are_not_concerned(api, begin, message, monkeypatch):
    monkeypatch.setattr(limits, "CONVERSATION", (Limit(1, 60),))
    _, full = await begin()
    monkeypatch.setattr(limits, "CONVERSATION", (Limit(2, 60),))
    _, other = await begin()
    await api.post("/api/messages", json=message(wait=0), headers=full)

    sent = [await api.post("/api/messages", json=message(wait=0), headers=headers) for headers in (full, other)]

    assert [response.status_code for response in sent] == [429, 202]


async def test_unknown_conversation_reads_the_same_however_often_it_is_tried(api, message, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS_MESSAGES", Limit(2, 60))
    guesses = [{"Authorization": f"Bearer {uuid.uuid4().hex}"} for _ in range(5)]

    sent = [await api.post("/api/messages", json=message(), headers=guess) for guess in guesses]

    assert {response.status_code for response in sent} == {404}


async def test_refusal_speaks_the_readers_language(api, message, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(0, 60))

    response = await api.post("/api/conversations", json=message(), headers={"Accept-Language": "ar"})

    assert response.status_code == 429
    assert response.json()["error"]["language"] == "ar"
    assert "يرجى الانتظار" in response.json()["error"]["text"]
    assert 1 <= int(response.headers["retry-after"]) <= 60


# Delay before refusal


@pytest.mark.parametrize(("used", "delay_s"), [(0, 0), (14, 0), (15, 0.4), (17, 1.2), (19, 2.0)])
def test_last_quarter_of_a_limit_comes_slower_and_slower(monkeypatch, used, delay_s):
    monkeypatch.setattr(limits, "LONGEST_DELAY_S", 2.0)

    assert Use(used, Limit(20, 60), 0).delay_s == pytest.approx(delay_s)


# Open streams


async def test_fourth_open_stream_of_a_conversation_is_refused(api, begin, monkeypatch):
    monkeypatch.setattr(stream, "LONGEST_S", 1.0)
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.1)
    _, headers = await begin()
    _, others = await begin()
    open_ones = [asyncio.create_task(api.get("/api/stream", headers=headers)) for _ in range(3)]
    await asyncio.sleep(0.3)

    fourth = await api.get("/api/stream", headers={**headers, "Accept-Language": "tr"})
    other = await api.get("/api/stream", headers=others)
    ended = await asyncio.gather(*open_ones)
    again = await api.get("/api/stream", headers=headers)

    assert (fourth.status_code, fourth.json()["error"]["code"]) == (429, "too_many")
    assert fourth.json()["error"]["language"] == "tr"
    assert int(fourth.headers["retry-after"]) > 0
    assert {response.status_code for response in (*ended, other, again)} == {200}


async def test_seat_of_a_stream_that_never_began_is_free(begin, rf):
    _, headers = await begin()
    request = rf.get("/api/stream", headers=headers)

    given = [(await stream.stream(request)).status_code for _ in range(5)]  # each answer is thrown away

    assert given == [200] * 5
