"""How much may come: from a conversation, and from an address. A delay first, a refusal last.

A conversation's messages are counted in the log itself, an address's in `channels.web.counts`, by clock minutes. With
several gateway processes a limit may be passed by what each of the others has let through since it stored its counts,
about a second's; and of one conversation's messages that come at the same moment, each process sees its own alone.
Shelters, language classes and mobile carriers share one address: its limits are wide.
"""

from __future__ import annotations

import asyncio
import math
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from django.http import HttpRequest

from bot import clock
from bot.assembly import Assistant, assistant
from bot.conversation import tokens
from bot.conversation.models import Conversation, Message
from bot.database import in_database
from channels.address import client_network, counted_under
from channels.web.counts import Counts


@dataclass(frozen=True)
class Limit:
    count: int
    window_s: int


CONVERSATION = (Limit(20, 60), Limit(200, 86_400))  # messages
ADDRESS_MESSAGES = Limit(600, 60)
ADDRESS_STARTS = Limit(120, 60)
DELAY_FROM = 0.75  # share of a limit
LONGEST_DELAY_S = 2.0
UNDER_WAY_S = 10  # until then a message that was let through is in the log


class TooMany(Exception):
    """Come back after so many seconds."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"try again after {retry_after_s} s")
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class Use:
    """What of a limit is used, and in how many seconds a place is free again once all is."""

    used: int
    limit: Limit
    free_in_s: float

    @property
    def full(self) -> bool:
        return self.used >= self.limit.count

    @property
    def delay_s(self) -> float:
        """0 until DELAY_FROM, then growing to LONGEST_DELAY_S for the last message."""
        calm = math.floor(self.limit.count * DELAY_FROM)
        over = self.used + 1 - calm
        return LONGEST_DELAY_S * max(0, over) / (self.limit.count - calm)


@dataclass
class Memory:
    """What a process remembers."""

    minute: int = 0  # since 1970
    counts: Counts = field(default_factory=Counts)
    under_way: dict[tuple[str, uuid.UUID], datetime] = field(default_factory=dict)  # oldest first

    def turn(self, now: datetime) -> None:
        """Forget what is over."""
        minute = int(now.timestamp() // 60)
        if minute > self.minute:
            self.minute, self.counts = minute, Counts()
        while self.under_way and now - next(iter(self.under_way.values())) > timedelta(seconds=UNDER_WAY_S):
            del self.under_way[next(iter(self.under_way))]

    def coming(self, own: str) -> dict[uuid.UUID, datetime]:
        """The conversation's messages that are under way."""
        return {id: at for (whose, id), at in self.under_way.items() if whose == own}

    def note(self, own: str, id: uuid.UUID, now: datetime, keys: Iterable[str]) -> None:
        self.under_way[own, id] = now
        for key in keys:
            self.counts.add(key)


_memories: WeakKeyDictionary[Assistant, Memory] = WeakKeyDictionary()


async def admit(request: HttpRequest, token: str | None, client_id: uuid.UUID | None = None) -> None:
    """Let a message through to the log, perhaps after a while. `token` is None for the first of a conversation.

    A message that is logged already, or about to be, is not counted again. TooMany: it must not be logged.
    """
    own, id = tokens.hashed(token) if token else "", client_id or uuid.uuid4()
    now, network = clock.now(), client_network(request)
    messages_key, starts_key = (counted_under(network, what, now) for what in ("messages", "starts"))
    logged = await in_database(_logged, own, id)
    if id in logged or (token and not logged):  # a retry, or no such conversation: the log will say so
        return
    memory = _memories.setdefault(assistant(), Memory())
    memory.turn(now)
    await memory.counts.exchange([messages_key, starts_key])
    if (own, id) in memory.under_way:
        return
    # From here to the notes nothing else runs: of messages that come together, each sees the ones before.
    counted = {messages_key: ADDRESS_MESSAGES, **({} if token else {starts_key: ADDRESS_STARTS})}
    until_s = 60 - now.timestamp() % 60
    uses = [Use(memory.counts.total(key), limit, until_s) for key, limit in counted.items()]
    if token:
        uses += _conversation_uses({**memory.coming(own), **logged}.values(), now)
    if full := [use.free_in_s for use in uses if use.full]:
        raise TooMany(max(1, math.ceil(max(full))))
    memory.note(own, id, now, counted)
    if delay_s := max(use.delay_s for use in uses):
        await asyncio.sleep(delay_s)


def _logged(own: str, id: uuid.UUID) -> dict[uuid.UUID, datetime]:
    """The conversation's latest messages, as many as may count; for a start, the one that the id has begun already."""
    if not own:
        begun = Conversation.objects.filter(channel="web", start_id=id)
        return dict(begun.values_list("start_id", "created_at"))
    sent = Message.objects.filter(conversation__token_hash=own, author=Message.Author.RESIDENT)
    rows = sent.order_by("-seq").values_list("client_id", "created_at")[: max(limit.count for limit in CONVERSATION)]
    return {client_id: at for client_id, at in rows if client_id}


def _conversation_uses(times: Iterable[datetime], now: datetime) -> Iterator[Use]:
    ages_s = sorted((now - at).total_seconds() for at in times)  # the youngest first
    for limit in CONVERSATION:
        used = sum(age_s < limit.window_s for age_s in ages_s)
        full = used >= limit.count
        yield Use(used, limit, limit.window_s - ages_s[limit.count - 1] if full else 0)
