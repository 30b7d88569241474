"""The outbox: what must be pushed leaves at least once, in order per conversation, with growing pauses.

One process holds the duty (`leases.hold`). A message that cannot be delivered becomes a dead letter, and the
conversation's next one follows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Min

from bot import clock
from bot.channel import DeliveryError, Outgoing, Undeliverable, channel
from bot.content import current
from bot.conversation.models import Conversation, Delivery, Message
from bot.database import in_database
from bot.rendering.message import shown

logger = logging.getLogger(__name__)
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 900.0
MOST_ATTEMPTS = 12  # with doubling pauses about two hours
TIMEOUT_S = 8.0  # less than the duty lasts (leases.DUTY_S) after its last beat: two must not deliver at once
BATCH = 32  # conversations served at once


def enqueue(conversation: Conversation, messages: Sequence[Message]) -> None:
    """Put messages into the outbox. Call inside the transaction that writes them."""
    content = current()
    Delivery.objects.bulk_create(
        Delivery(
            conversation=conversation,
            channel=conversation.channel,
            payload=shown(content, message),
            due_at=clock.now(),
            retention="delivery",
        )
        for message in messages
    )


async def deliver_due() -> int:
    """Try the first pending delivery of each conversation that is due. Returns how many were tried."""
    due = await in_database(_due)
    await asyncio.gather(*(_deliver(delivery) for delivery in due))
    return len(due)


def _due() -> list[Delivery]:
    """Only a conversation's first may go: the later ones wait for it, so that order holds."""
    pending = Delivery.objects.filter(state=Delivery.State.PENDING)
    firsts = pending.values("conversation").annotate(first=Min("id")).values("first")
    return list(pending.filter(pk__in=firsts, due_at__lte=clock.now()).order_by("due_at")[:BATCH])


async def _deliver(delivery: Delivery) -> None:
    outgoing = Outgoing(delivery.pk, delivery.conversation_id, delivery.payload)
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await channel(delivery.channel).deliver(outgoing)
    except Undeliverable as error:
        await in_database(_bury, delivery, str(error))
    except DeliveryError as error:
        await in_database(_postpone, delivery, str(error), error.retry_after_s)
    except Exception as error:  # a channel's bug or a lost connection: the message stays ours
        await in_database(_postpone, delivery, type(error).__name__, None)
    else:
        await in_database(_end, delivery, Delivery.State.SENT, "")


def pause_s(attempts: int) -> float:
    """Seconds to wait after so many failed attempts: 1, 2, 4, … up to a quarter of an hour."""
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** (attempts - 1))


def _postpone(delivery: Delivery, fault: str, retry_after_s: float | None) -> None:
    attempts = delivery.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        _bury(delivery, fault)
        return
    pause = max(pause_s(attempts), retry_after_s or 0.0)
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=attempts, due_at=clock.now() + timedelta(seconds=pause), fault=fault[:200]
    )


def _bury(delivery: Delivery, fault: str) -> None:
    logger.error("delivery %d to %s given up: %s", delivery.pk, delivery.channel, fault)
    _end(delivery, Delivery.State.DEAD, fault)


def _end(delivery: Delivery, state: Delivery.State, fault: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state, attempts=delivery.attempts + 1, ended_at=clock.now(), fault=fault[:200]
    )
