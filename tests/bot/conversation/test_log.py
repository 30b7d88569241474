from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection

from bot import clock
from bot.conversation import log
from bot.conversation.models import Conversation, Message
from bot.conversation.text import TextTooLong

pytestmark = pytest.mark.django_db(transaction=True)


def test_first_message_starts_a_conversation_that_only_its_token_opens(start):
    logged, token = start("Hallo")

    assert log.find(token) == logged.conversation
    assert logged.message.seq == 1
    with pytest.raises(log.Gone):
        log.find(token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_token_is_not_stored(start):
    _, token = start("Hallo")

    row = Conversation.objects.values().get()

    assert token not in str(row)


def test_retried_start_finds_its_conversation_and_token(start):
    client_id = uuid.uuid4()
    first, token = start("Hallo", client_id=client_id)

    again, token_again = start("Hallo", client_id=client_id)

    assert (again.conversation, again.message, token_again) == (first.conversation, first.message, token)
    assert not again.fresh
    assert Message.objects.count() == 1


def test_retried_start_is_refused_when_it_comes_too_late(start, monkeypatch):
    client_id = uuid.uuid4()
    start("Hallo", client_id=client_id)
    monkeypatch.setattr(clock, "OFFSET_S", log.START_RETRY_S + 1)

    with pytest.raises(log.Gone):
        start("Hallo", client_id=client_id)


def test_same_client_id_with_another_text_is_a_conflict(start):
    client_id = uuid.uuid4()
    _, token = start("Hallo")
    log.append(token, log.Incoming(client_id, "Eins"), "seat/test")

    with pytest.raises(log.Conflict):
        log.append(token, log.Incoming(client_id, "Zwei"), "seat/test")


def test_twenty_retries_in_parallel_make_one_row(start):
    _, token = start("Hallo")
    client_id = uuid.uuid4()
    logged: list[log.Logged] = []

    def send():
        logged.append(log.append(token, log.Incoming(client_id, "Noch eine Frage"), "seat/test"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {each.message.pk for each in logged} == {Message.objects.get(client_id=client_id).pk}
    assert sum(each.fresh for each in logged) == 1


def test_numbers_have_no_gaps_under_parallel_senders(start):
    _, token = start("Hallo")

    def send():
        for _ in range(5):
            log.append(token, log.Incoming(uuid.uuid4(), "Frage"), "seat/test")
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Message.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 32))


def test_personal_data_is_masked_before_it_is_stored(start):
    logged, _ = start("Bitte rufen Sie mich an: 0176 12345678, ich@beispiel.de")

    stored = Message.objects.get(pk=logged.message.pk)

    assert stored.text == "Bitte rufen Sie mich an: [☎], [@]"
    assert stored.masked == ["email", "phone"]
    assert "12345678" not in str(Message.objects.values().get())


def test_switchboard_number_is_no_personal_data(start):
    logged, _ = start("Ist 0241 432-0 die richtige Nummer?")

    assert logged.message.masked == []


@pytest.mark.parametrize("text", ["", "   ", "\u200b\n", "\ud800", "\u202e"])
def test_nothing_is_stored_when_no_text_is_left(start, text):
    with pytest.raises(log.Empty):
        start(text)

    assert not Conversation.objects.exists()


def test_nothing_is_stored_of_a_text_that_is_too_long(start):
    with pytest.raises(TextTooLong):
        start("x" * 1001)

    assert not Conversation.objects.exists()


def test_forgotten_conversation_is_gone_for_its_token(start):
    logged, token = start("Hallo")
    logged.conversation.delete()

    with pytest.raises(log.Gone):
        log.append(token, log.Incoming(uuid.uuid4(), "Noch da?"), "seat/test")
