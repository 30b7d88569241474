from __future__ import annotations

import json

import pytest

from bot.conversation.models import Conversation, Delivery, Message
from bot.conversation.outbox import enqueue
from bot.conversation.record import forget, transcript
from bot.handoff.models import Case, open_case

pytestmark = pytest.mark.django_db(transaction=True)


def test_transcript_holds_every_message_and_case(start, decision, engine_at, take_turns):
    logged, _ = start("Wo lerne ich Deutsch?")
    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)
    open_case(logged.message, "de", "asked")

    record = transcript(Conversation.objects.get())

    assert [message["author"] for message in record["messages"]] == ["resident", "bot"]
    assert record["cases"][0]["question"] == "Wo lerne ich Deutsch?"
    json.dumps(record)


def test_transcript_holds_no_token(start):
    logged, token = start()

    assert token not in json.dumps(transcript(logged.conversation))


def test_forgetting_leaves_nothing_of_a_person_and_all_of_the_others(start):
    mine, _ = start("meine Frage")
    start("andere Frage")
    open_case(mine.message, "de", "asked")
    enqueue(mine.conversation, [mine.message])

    forget(mine.conversation)

    assert [conversation.messages.get().text for conversation in Conversation.objects.all()] == ["andere Frage"]
    assert not Case.objects.exists()
    assert not Delivery.objects.exists()
    assert Message.objects.count() == 1
