"""Limits of an address: who it is, what counts, and what is kept of it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from django.db import connection

from bot import clock
from bot.asgi import application
from bot.assembly import Assistant, assistant, install
from bot.conversation.models import Conversation, Message
from bot.conversation.retention import delete_expired
from bot.database import in_database
from channels.address import counted_under
from channels.web import counts, limits
from channels.web.limits import Limit
from channels.web.models import Count

ADDRESS = "192.0.2.7"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """No delays, each look at the database, and a minute that has just begun."""
    monkeypatch.setattr(limits, "LONGEST_DELAY_S", 0)
    monkeypatch.setattr(counts, "EXCHANGE_S", 0)
    monkeypatch.setattr(clock, "OFFSET_S", -(time.time() % 60))


@pytest.fixture
async def start(api, message):
    """Send the first message of a conversation from an address, with these headers."""

    async def send(address: str = ADDRESS, body: dict | None = None, **headers: str) -> httpx.Response:
        transport = httpx.ASGITransport(application, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post("/api/conversations", json=body or message(wait=0), headers=headers)

    return send


async def statuses(send: Callable, count: int) -> list[int]:
    return [(await send()).status_code for _ in range(count)]


def later(monkeypatch, seconds: float) -> None:
    monkeypatch.setattr(clock, "OFFSET_S", clock.OFFSET_S + seconds)


async def count(model, **which) -> int:
    return await in_database(lambda: model.objects.filter(**which).count())


async def test_address_starts_no_more_conversations_than_its_limit_until_the_minute_is_over(start, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(3, 60))
    before = await statuses(start, 4)
    stored = await count(Conversation)

    later(monkeypatch, 60)

    assert before == [201, 201, 201, 429]
    assert stored == 3
    assert await statuses(start, 1) == [201]


async def test_address_limit_counts_all_its_conversations(start, api, message, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS_MESSAGES", Limit(3, 60))

    assert await statuses(start, 4) == [201, 201, 201, 429]
    assert (await start("192.0.2.8")).status_code == 201


async def test_start_that_is_repeated_counts_once(start, message, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(2, 60))
    body = message(wait=0)

    together = await asyncio.gather(*(start(body=body) for _ in range(10)))
    alone = [await start(body=body) for _ in range(3)]

    assert {response.status_code for response in (*together, *alone)} == {201}
    assert await statuses(start, 2) == [201, 429]


async def test_two_processes_count_together(start, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(4, 60))
    first = assistant()
    second = Assistant("second")
    second.turns._engine = first.engine

    try:
        found = []
        for process in (first, second, first, second, first, second):
            install(process)
            found += await statuses(start, 1)
    finally:
        await second.close()

    assert found == [201] * 5 + [429]  # one too many: the other process had not told of its last


@pytest.mark.django_db(transaction=True)
def test_no_count_is_lost_between_processes_that_write_at_once():
    def write() -> None:
        for _ in range(25):
            counts.add_up({"one": 1, "two": 2, "none": 0})
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert counts.add_up({"one": 0, "two": 0, "none": 0}) == {"one": 100, "two": 200}


async def test_count_costs_no_commit_of_its_own_within_a_second(start, monkeypatch):
    monkeypatch.setattr(counts, "EXCHANGE_S", 1000)
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(3, 60))

    assert await statuses(start, 4) == [201, 201, 201, 429]
    assert await count(Count) == 0


# Who it is


@pytest.mark.parametrize("proxies", [0, 1, 2])
async def test_forged_forwarding_header_does_not_help(start, settings, monkeypatch, proxies):
    settings.PROXIES = proxies
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(2, 60))
    ours = ["198.51.100.9", "10.0.0.1"][:proxies]  # as our proxies append them

    sent = [await start(**{"X-Forwarded-For": ", ".join([f"203.0.113.{n}", *ours])}) for n in range(3)]

    assert [response.status_code for response in sent] == [201, 201, 429]


async def test_clients_behind_a_proxy_are_told_apart(start, settings, monkeypatch):
    settings.PROXIES = 1
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(1, 60))

    sent = [await start(**{"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(3)]

    assert {response.status_code for response in sent} == {201}


@pytest.mark.parametrize("header", ["", "x", "unknown", "203.0.113.1, 999.1.1.1", ",", "203.0.113.1,", "1" * 5000])
async def test_broken_forwarding_header_counts_for_the_peer(start, settings, monkeypatch, header):
    settings.PROXIES = 1
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(1, 60))

    sent = [await start(), await start(**{"X-Forwarded-For": header}), await start("192.0.2.8")]

    assert [response.status_code for response in sent] == [201, 429, 201]


@pytest.mark.parametrize(
    ("other", "status"),
    [("2001:db8:0:1::2", 429), ("2001:db8:0:1:ffff::9", 429), ("2001:db8:0:2::1", 201), ("2001:db9:0:1::1", 201)],
)
async def test_ipv6_household_is_one_address(start, monkeypatch, other, status):
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(1, 60))
    await start("2001:db8:0:1::1")

    assert (await start(other)).status_code == status


async def test_ipv4_address_in_ipv6_dress_is_the_same(start, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(1, 60))
    await start(f"::ffff:{ADDRESS}")

    assert (await start(ADDRESS)).status_code == 429


async def test_address_is_in_no_table_and_no_log(start, monkeypatch, caplog):
    caplog.set_level("DEBUG")
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(2, 60))

    await statuses(start, 4)
    rows = await in_database(
        lambda: [str(each) for model in (Count, Conversation, Message) for each in model.objects.values()]
    )

    assert len([row for row in rows if "'count'" in row]) == 2  # messages, starts
    assert ADDRESS not in "".join(rows)
    assert ADDRESS not in caplog.text


def test_key_of_an_address_changes_with_the_day_and_the_secret(settings):
    now = clock.now()
    keys = {
        counted_under(ADDRESS, "starts", now),
        counted_under(ADDRESS, "messages", now),
        counted_under("192.0.2.8", "starts", now),
        counted_under(ADDRESS, "starts", now + timedelta(minutes=1)),
        counted_under(ADDRESS, "starts", now + timedelta(days=1)),
    }
    settings.TOKEN_KEY = "another"

    assert len({*keys, counted_under(ADDRESS, "starts", now)}) == 6
    assert counted_under(ADDRESS, "starts", now) == counted_under(ADDRESS, "starts", now)


async def test_counts_are_deleted_within_the_day(start, monkeypatch):
    await statuses(start, 3)
    before = await count(Count)

    later(monkeypatch, 2 * 3600)
    await in_database(delete_expired)

    assert (before, await count(Count)) == (2, 0)


async def test_message_near_the_limit_takes_its_time_and_is_stored(start, monkeypatch):
    monkeypatch.setattr(limits, "LONGEST_DELAY_S", 0.3)
    monkeypatch.setattr(limits, "ADDRESS_STARTS", Limit(4, 60))
    await statuses(start, 3)

    began = time.monotonic()
    response = await start()

    assert response.status_code == 201
    assert time.monotonic() - began >= 0.3
