"""The stream by itself: what it sends, and when it ends."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from bot.assembly import assistant
from bot.conversation import log, record
from bot.database import in_database
from channels.web import stream


@pytest.fixture
async def events(begin):
    """The events of a conversation that has a question and its answer."""
    body, _ = await begin()
    conversation = await in_database(log.find, body["token"])

    def follow(seen: int = 0):
        return stream._events(assistant(), body["token"], conversation.pk, seen)

    follow.token = body["token"]
    return follow


async def test_messages_come_first_then_the_state_of_the_conversation(events):
    following = events()

    sent = [await anext(following) for _ in range(4)]

    assert sent[0].startswith("retry: ")
    assert [line.split("\n")[0] for line in sent[1:3]] == ["id: 1", "id: 2"]
    assert sent[3].startswith("event: state\n") and '"mode": "bot"' in sent[3]


async def test_reconnecting_reader_gets_the_state_anew_though_no_message(events):
    following = events(seen=2)

    sent = [await anext(following) for _ in range(2)]

    assert sent[1].startswith("event: state\n")


async def test_silence_is_broken_by_a_comment(events, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    following = events(seen=2)

    sent = [await anext(following) for _ in range(3)]

    assert sent[2].startswith(":")


def test_heartbeat_and_end_are_what_proxies_need():
    assert stream.HEARTBEAT_S <= 15
    assert stream.LONGEST_S <= 300


async def test_stream_ends_by_itself_after_its_longest_time(events, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    monkeypatch.setattr(stream, "LONGEST_S", 0.05)

    async with asyncio.timeout(5):
        sent = [event async for event in events()]

    assert len(sent) >= 4


async def test_stream_ends_when_the_process_stops(events):
    following = events(seen=2)
    for _ in range(2):
        await anext(following)

    assistant().stop()

    async with asyncio.timeout(5):
        assert [event async for event in following] == []


async def test_stream_of_a_forgotten_conversation_says_so_and_ends(events):
    following = events(seen=2)
    for _ in range(2):
        await anext(following)
    conversation = await in_database(log.find, events.token)
    number = conversation.pk
    await in_database(record.forget, conversation)
    assistant().wakeup.wake(number)

    async with asyncio.timeout(5):
        rest = [event async for event in following]

    assert [event.split("\n")[0] for event in rest] == ["event: gone"]


@pytest.mark.parametrize("seen", ["-1", "x", "1.5", "9999999999"])
async def test_number_that_is_none_is_refused(api, seen):
    response = await api.get(f"/api/stream?after={seen}", headers={"Authorization": f"Bearer {uuid.uuid4().hex}"})

    assert response.status_code == 422
