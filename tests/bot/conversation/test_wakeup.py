from __future__ import annotations

import asyncio

import pytest

from bot.conversation.models import Message
from bot.conversation.wakeup import Wakeup, announce
from bot.database import in_database

pytestmark = pytest.mark.django_db(transaction=True)


def _write(conversation) -> None:
    """As another process would: through another connection, in one transaction."""
    from django.db import transaction

    with transaction.atomic():
        Message.objects.create(
            conversation=conversation, seq=99, author="staff", text="Guten Tag", retention="conversation"
        )
        announce(conversation.pk)


def test_reader_wakes_when_another_process_writes(start):
    logged, _ = start()

    async def wait() -> bool:
        wakeup = Wakeup()
        listening = asyncio.create_task(wakeup.run())
        with wakeup.listen(logged.conversation.pk) as woken:
            await asyncio.sleep(0.5)  # the listener connects in its own time
            await in_database(_write, logged.conversation)
            async with asyncio.timeout(5):
                await woken.wait()
        listening.cancel()
        return True

    assert asyncio.run(wait())


def test_reader_of_another_conversation_sleeps_on():
    async def wake() -> bool:
        wakeup = Wakeup()
        with wakeup.listen(1) as woken:
            wakeup.wake(2)
            return woken.is_set()

    assert not asyncio.run(wake())


def test_everybody_wakes_at_the_stop():
    async def wake() -> list[bool]:
        wakeup = Wakeup()
        with wakeup.listen(1) as one, wakeup.listen(2) as two:
            wakeup.wake_all()
            return [one.is_set(), two.is_set()]

    assert asyncio.run(wake()) == [True, True]


def test_nobody_is_remembered_after_listening():
    wakeup = Wakeup()

    async def listen() -> None:
        with wakeup.listen(1):
            pass

    asyncio.run(listen())

    assert not wakeup._waiting
