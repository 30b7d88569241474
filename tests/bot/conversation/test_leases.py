from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection

from bot import clock
from bot.conversation import leases, log
from bot.conversation.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def test_writer_has_the_turn_at_once_and_nobody_else(start):
    logged, _ = start(holder="gateway/1")

    assert leases.claim_next(logged.conversation.pk, "worker/1") is None
    assert leases.claim_next(logged.conversation.pk, "gateway/1").message == logged.message


def test_messages_are_claimed_in_order(start):
    logged, token = start("Erste")
    log.append(token, log.Incoming(uuid.uuid4(), "Zweite"), "seat/test")

    assert leases.claim_next(logged.conversation.pk, "seat/test").message.text == "Erste"


def test_lease_of_a_dead_process_ends_by_itself(start, monkeypatch):
    logged, _ = start(holder="gateway/1")
    assert leases.waiting_conversations() == []
    monkeypatch.setattr(clock, "OFFSET_S", leases.LEASE_S + 1)

    claim = leases.claim_next(logged.conversation.pk, "worker/1")

    assert claim.lease.startswith("worker/1/")
    assert claim.message.attempts == 1


def test_successor_in_the_same_seat_takes_over_without_waiting(start):
    logged, _ = start(holder="host:8080/first")

    assert leases.release("host:8080") == 1
    assert leases.waiting_conversations() == [logged.conversation.pk]
    assert leases.claim_next(logged.conversation.pk, "host:8080/second") is not None


def test_release_leaves_other_seats_alone(start):
    start(holder="host:8080/first")

    assert leases.release("host:808") == 0


def test_one_of_many_processes_gets_a_free_message(start):
    logged, _ = start(holder="gone/1")
    Message.objects.update(lease_until=None)
    claims = []

    def claim(number: int):
        claims.append(leases.claim_next(logged.conversation.pk, f"process{number}/x"))
        connection.close()

    threads = [threading.Thread(target=claim, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(each is not None for each in claims) == 1


def test_duty_has_one_holder_until_it_is_silent(monkeypatch):
    assert leases.hold("worker", "a/1")
    assert leases.hold("worker", "a/1")
    assert not leases.hold("worker", "b/1")

    monkeypatch.setattr(clock, "OFFSET_S", leases.DUTY_S + 1)

    assert leases.hold("worker", "b/1")
    assert not leases.hold("worker", "a/1")


def test_duty_that_was_let_go_is_free_at_once():
    leases.hold("worker", "a/1")

    leases.let_go("worker", "a/1")

    assert leases.hold("worker", "b/1")
