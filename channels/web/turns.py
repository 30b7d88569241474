"""What the API and the plain page both do with a conversation: have it answered, and forget it."""

from __future__ import annotations

import asyncio

from bot.assembly import assistant
from bot.conversation import log, record
from bot.database import in_database


async def answered(conversation_id: int, wait_s: float) -> None:
    """Have what waits in the conversation answered. Returns when it is, at the latest after `wait_s` seconds."""
    turn = assistant().turns.take(conversation_id)
    if wait_s:
        await asyncio.wait({turn}, timeout=wait_s)


async def forget(token: str) -> None:
    """Delete the conversation that the token opens; its streams say that it is gone. log.Gone: there is none."""
    conversation = await in_database(log.find, token)
    number = conversation.pk
    await in_database(record.forget, conversation)
    assistant().wakeup.wake(number)
