"""What a channel must offer, and the registry that the assistant knows channels by.

A channel is how people reach kilotse. Incoming, it calls `bot.conversation.log` with a conversation it has
authenticated. Outgoing, either its clients read the numbered log (`pushes` is False: the web), or the outbox hands
each message to `deliver`, at least once, in order per conversation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Outgoing:
    """A message on its way: `id` is the same at each attempt, so that a channel can recognise a repetition."""

    id: int
    conversation_id: int
    payload: Mapping[str, Any]  # a message as `bot.rendering.message` makes it


class DeliveryError(Exception):
    """Not delivered now; the outbox tries again with growing pauses. The text must not quote the message."""

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s  # what the channel asked for, seconds


class Undeliverable(DeliveryError):
    """Never deliverable (the person blocked us, the address is gone): a dead letter at once."""


class Channel(Protocol):
    """The contract."""

    name: str
    pushes: bool

    async def deliver(self, outgoing: Outgoing) -> None:
        """Send one message. DeliveryError, Undeliverable: see there; anything else counts as DeliveryError."""


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Make a channel known; each channel's app does so when Django starts."""
    _channels[channel.name] = channel


def channel(name: str) -> Channel:
    """The channel of that name. KeyError: it is not installed."""
    return _channels[name]
