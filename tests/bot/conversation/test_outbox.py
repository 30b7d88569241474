from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from bot import channel, clock
from bot.conversation import outbox
from bot.conversation.models import Delivery, Message

pytestmark = pytest.mark.django_db(transaction=True)


class PostingChannel:
    """A small real channel: posts each message to an address, as a messenger's API wants it."""

    name = "posting"
    pushes = True

    def __init__(self, address: str) -> None:
        self.address = address

    async def deliver(self, outgoing: channel.Outgoing) -> None:
        async with httpx.AsyncClient() as http:
            reply = await http.post(self.address, json={"id": outgoing.id, "text": outgoing.payload["text"]})
        if reply.status_code == 403:
            raise channel.Undeliverable("blocked by the person")
        if reply.status_code == 429:
            raise channel.DeliveryError("too many", retry_after_s=reply.json()["retry_after"])
        reply.raise_for_status()


@pytest.fixture
def posting(http_server):
    """Register the channel; `answers` is what the other side answers, one after the other, then 200."""
    received: list[str] = []

    def build(*answers: tuple[int, bytes]) -> list[str]:
        waiting = list(answers)

        def respond(body: bytes) -> tuple[int, bytes]:
            status, reply = waiting.pop(0) if waiting else (200, b"{}")
            if status == 200:
                received.append(json.loads(body)["text"])
            return status, reply

        channel.register(PostingChannel(http_server(respond)))
        return received

    return build


@pytest.fixture
def enqueue(start):
    """Put texts into the outbox of a new conversation."""

    def build(*texts: str) -> None:
        logged, _ = start(channel="posting")
        messages = [
            Message(conversation=logged.conversation, seq=number, author="bot", text=text)
            for number, text in enumerate(texts, 2)
        ]
        outbox.enqueue(logged.conversation, messages)

    return build


def rounds(count: int) -> None:
    for _ in range(count):
        asyncio.run(outbox.deliver_due())


def test_messages_leave_in_order(posting, enqueue):
    received = posting()
    enqueue("eins", "zwei", "drei")

    rounds(3)

    assert received == ["eins", "zwei", "drei"]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_later_messages_wait_for_one_that_failed(posting, enqueue, monkeypatch):
    received = posting((500, b""))
    enqueue("eins", "zwei")
    rounds(3)
    assert received == []

    monkeypatch.setattr(clock, "OFFSET_S", outbox.FIRST_PAUSE_S + 0.1)
    rounds(2)

    assert received == ["eins", "zwei"]


def test_other_conversations_do_not_wait(posting, enqueue):
    received = posting((500, b""))
    enqueue("a eins", "a zwei")
    rounds(1)
    enqueue("b eins")

    rounds(1)

    assert received == ["b eins"]


def test_channel_decides_how_long_to_pause(posting, enqueue, monkeypatch):
    received = posting((429, b'{"retry_after": 60}'))
    enqueue("eins")
    rounds(1)
    monkeypatch.setattr(clock, "OFFSET_S", 50)
    rounds(1)
    assert received == []

    monkeypatch.setattr(clock, "OFFSET_S", 61)
    rounds(1)

    assert received == ["eins"]


def test_undeliverable_message_is_a_dead_letter_and_the_next_one_goes(posting, enqueue):
    received = posting((403, b""))
    enqueue("eins", "zwei")

    rounds(2)

    dead = Delivery.objects.get(state="dead")
    assert received == ["zwei"]
    assert (dead.payload["text"], dead.fault) == ("eins", "blocked by the person")


def test_message_is_given_up_after_the_last_attempt(posting, enqueue):
    posting((500, b""))
    enqueue("eins")
    Delivery.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)

    rounds(1)

    assert Delivery.objects.get().state == "dead"


def test_fault_does_not_quote_the_message(posting, enqueue):
    posting((500, b""))
    enqueue("geheim")

    rounds(1)

    assert Delivery.objects.get().fault == "HTTPStatusError"


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 1), (2, 2), (5, 16), (11, 900), (40, 900)])
def test_pauses_grow_up_to_a_quarter_of_an_hour(attempts, seconds):
    assert outbox.pause_s(attempts) == seconds
