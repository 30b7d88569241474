"""Who works on what: leases that end by themselves when their holder dies.

A holder is named `seat/random`: the seat is the place a process takes (a gateway's address, the worker), which its
successor takes over; the random part is new at each start.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from bot import clock
from bot.conversation.models import Lease, Message

LEASE_S = 30  # how long one turn may take
DUTY_S = 15  # how long the holder of a duty may be silent


@dataclass(frozen=True)
class Claim:
    """A received message that this process may answer, and nobody else until the lease ends."""

    message: Message
    lease: str


def new_holder(seat: str) -> str:
    return f"{seat}/{uuid.uuid4().hex[:12]}"


def release(seat: str) -> int:
    """Free the messages that an earlier process in this seat left behind when it died."""
    return Message.objects.filter(state=Message.State.RECEIVED, lease__startswith=f"{seat}/").update(lease_until=None)


def claim_next(conversation_id: int, holder: str) -> Claim | None:
    """The conversation's oldest unanswered message, if nobody else works on it."""
    message = (
        Message.objects.select_related("conversation")
        .filter(conversation_id=conversation_id, state=Message.State.RECEIVED)
        .order_by("seq")
        .first()
    )
    if message is None:
        return None
    now = clock.now()
    held = message.lease_until is not None and message.lease_until > now
    if held and message.attempts == 0 and message.lease.startswith(f"{holder}/"):
        message.attempts = 1  # leased to us when it was written; stored with the answer
        return Claim(message, message.lease)
    if held:
        return None
    lease = f"{holder}/{uuid.uuid4().hex}"
    taken = Message.objects.filter(
        Q(lease_until=None) | Q(lease_until__lte=now), pk=message.pk, state=Message.State.RECEIVED, lease=message.lease
    ).update(lease=lease, lease_until=now + timedelta(seconds=LEASE_S), attempts=message.attempts + 1)
    if not taken:
        return None
    message.attempts += 1
    return Claim(message, lease)


def waiting_conversations(limit: int = 100) -> Sequence[int]:
    """Conversations with an unanswered message that nobody works on, the longest waiting first."""
    free = Message.objects.filter(
        Q(lease_until=None) | Q(lease_until__lte=clock.now()), state=Message.State.RECEIVED
    ).order_by("pk")
    return list(dict.fromkeys(free.values_list("conversation_id", flat=True)[:limit]))


def hold(duty: str, holder: str) -> bool:
    """Take or keep a duty that exactly one process may have. True: it is ours for DUTY_S from now."""
    now = clock.now()
    until = now + timedelta(seconds=DUTY_S)
    if Lease.objects.filter(Q(holder=holder) | Q(until__lte=now), name=duty).update(holder=holder, until=until):
        return True
    try:
        with transaction.atomic():
            Lease.objects.create(name=duty, holder=holder, until=until)
    except IntegrityError:
        return False
    return True


def let_go(duty: str, holder: str) -> None:
    """Give a duty up, so that the next process need not wait."""
    Lease.objects.filter(name=duty, holder=holder).delete()
