"""Writes a resident's message to the log. What is written here is committed before anyone says "received"."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from bot import clock
from bot.content import current
from bot.conversation import tokens
from bot.conversation.leases import LEASE_S
from bot.conversation.masking import mask
from bot.conversation.models import Conversation, Message, next_seq
from bot.conversation.text import clean
from faq.model import Content
from faq.slots import dial

START_RETRY_S = 600  # a start with the same client id finds its conversation for so long


class Gone(Exception):
    """No such conversation: never there, forgotten, or another's. Nobody is told which."""


class Conflict(Exception):
    """The client id was used before, with another text."""


class Empty(Exception):
    """Nothing is left of the text after cleaning."""


@dataclass(frozen=True)
class Incoming:
    """A message as a channel hands it over. `choice` is the action of one of our buttons, else ""."""

    client_id: uuid.UUID
    text: str
    choice: str = ""


@dataclass(frozen=True)
class Start:
    """How a conversation begins: its channel, and the language the page or the profile suggests."""

    channel: str
    language: str | None = None
    language_from: str = "none"


@dataclass(frozen=True)
class Logged:
    """A message in the log. `fresh` is False for a retry."""

    conversation: Conversation
    message: Message
    fresh: bool


def find(token: str) -> Conversation:
    """The conversation that the token opens. Gone: there is none."""
    try:
        return Conversation.objects.get(token_hash=tokens.hashed(token))
    except Conversation.DoesNotExist:
        raise Gone from None


def start(begin: Start, incoming: Incoming, holder: str) -> tuple[Logged, str]:
    """Start a conversation with its first message. Returns the token too; a retry gets the same.

    Raises Conflict, Empty, `text.TextTooLong`; Gone: the retry comes after START_RETRY_S.
    """
    prepared = _prepare(incoming)
    nonce = tokens.new_nonce()
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(
                channel=begin.channel,
                start_id=incoming.client_id,
                nonce=nonce,
                token_hash=tokens.hashed(tokens.derive(nonce)),
                language=begin.language,
                language_from=begin.language_from if begin.language else "none",
                active_at=clock.now(),
                retention="conversation",
            )
            logged = _insert(conversation, prepared, holder)
    except IntegrityError:
        conversation = Conversation.objects.get(channel=begin.channel, start_id=incoming.client_id)
        if conversation.created_at < clock.now() - timedelta(seconds=START_RETRY_S):
            raise Gone from None
        logged = _repeated(conversation, prepared)
    return logged, tokens.derive(conversation.nonce)


def append(token: str, incoming: Incoming, holder: str) -> Logged:
    """Add a message. `holder` is the process that will take the turn. Raises as `start` does."""
    prepared = _prepare(incoming)
    conversation = find(token)
    try:
        with transaction.atomic():
            return _insert(conversation, prepared, holder)
    except IntegrityError:
        return _repeated(conversation, prepared)


@dataclass(frozen=True)
class _Prepared:
    client_id: uuid.UUID
    text: str
    masked: Sequence[str]
    body_hash: str
    choice: str


def _prepare(incoming: Incoming) -> _Prepared:
    text = clean(incoming.text)
    if not text:
        raise Empty
    shown, kinds = mask(text, _public_numbers(current()))
    return _Prepared(incoming.client_id, shown, kinds, tokens.keyed_hash(f"{incoming.choice}\0{text}"), incoming.choice)


def _public_numbers(content: Content) -> frozenset[str]:
    """Numbers that the content prints anyway."""
    return frozenset(
        dial(item.value)
        for contact in content.contacts.values()
        for item in contact.items
        if item.kind == "phone" and (item.confirmed or contact.stand_in)
    )


def _insert(conversation: Conversation, prepared: _Prepared, holder: str) -> Logged:
    """In order: the number is taken first, so on any database a second writer waits here."""
    seq = next_seq(conversation)
    waiting = Message.objects.filter(conversation=conversation, state=Message.State.RECEIVED).exists()
    message = Message.objects.create(
        conversation=conversation,
        seq=seq,
        author=Message.Author.RESIDENT,
        client_id=prepared.client_id,
        text=prepared.text,
        masked=list(prepared.masked),
        body_hash=prepared.body_hash,
        choice=prepared.choice,
        state=Message.State.RECEIVED,
        # First in line: the writing process has the turn at once, without a second transaction.
        lease="" if waiting else f"{holder}/{uuid.uuid4().hex}",
        lease_until=None if waiting else clock.now() + timedelta(seconds=LEASE_S),
        retention=conversation.retention,
    )
    Conversation.objects.filter(pk=conversation.pk).update(active_at=clock.now())
    return Logged(conversation, message, fresh=True)


def _repeated(conversation: Conversation, prepared: _Prepared) -> Logged:
    """The message that the client id already names. Conflict: with another text. Gone: forgotten meanwhile."""
    message = Message.objects.filter(conversation=conversation, client_id=prepared.client_id).first()
    if message is None:
        raise Gone
    if message.body_hash != prepared.body_hash:
        raise Conflict
    conversation.refresh_from_db()
    return Logged(conversation, message, fresh=False)
