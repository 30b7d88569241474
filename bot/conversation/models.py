"""The tables of the conversation. Rows change only in `log`, `turn`, `feedback`, `outbox`, `leases` beside this one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bot.conversation.retention import Retained


class Conversation(Retained):
    """One person in one channel. A token opens it; only the token's hash is stored."""

    DATED_BY: ClassVar[str] = "active_at"

    class Mode(models.TextChoices):
        BOT = "bot"  # the assistant answers
        WAITING = "waiting"  # a case is open; the assistant still answers what it knows
        STAFF = "staff"  # a person has taken over; the assistant is silent

    channel = models.CharField(max_length=20)
    start_id = models.UUIDField()  # the client's id of the request that started it: a retry finds it again
    nonce = models.CharField(max_length=64)  # 128 random bits; the token is derived from it
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=20, null=True)
    language_from = models.CharField(max_length=10, default="none")  # chosen, earlier, profile, page, none
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.BOT)
    offered = models.JSONField(default=list)  # entry ids that the last clarifying message offered
    last_entry = models.CharField(max_length=80, null=True)
    last_seq = models.PositiveIntegerField(default=0)
    active_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "start_id"], name="conversation_start")]
        indexes = [models.Index(fields=["retention", "active_at"], name="conversation_retention")]


class Message(Retained):
    """One numbered message. A resident's is `received` until its answer is stored in the same transaction."""

    class Author(models.TextChoices):
        RESIDENT = "resident"
        BOT = "bot"
        STAFF = "staff"

    class State(models.TextChoices):
        RECEIVED = "received"
        DONE = "done"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()  # 1, 2, … without gaps in each conversation
    author = models.CharField(max_length=10, choices=Author)
    text = models.TextField()  # personal data masked
    language = models.CharField(max_length=20, null=True)
    content = models.JSONField(default=dict)  # what a client draws beside the text: blocks, buttons, notes

    client_id = models.UUIDField(
        null=True
    )  # residents' messages: the client's own id, so that a retry is no second one
    body_hash = models.CharField(max_length=64, blank=True)  # keyed; tells a retry from another text under the same id
    choice = models.CharField(
        max_length=100, blank=True
    )  # the action of the button that was pressed, such as entry=life.housing
    masked = models.JSONField(default=list)  # kinds of personal data that were made unreadable
    gap = models.CharField(max_length=20, blank=True)  # what was missing: fallback, none_of_these; staff learn from it

    state = models.CharField(max_length=10, choices=State, default=State.DONE)
    lease = models.CharField(max_length=100, blank=True)  # who works on it
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    reply_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    part = models.PositiveSmallIntegerField(default=0)  # place among the replies to one message

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "client_id"], name="message_once"),
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_number"),
            models.UniqueConstraint(fields=["reply_to", "part"], name="reply_once"),
        ]
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(state="received"), name="message_waiting"),
            models.Index(fields=["retention", "created_at"], name="message_retention"),
        ]


class Feedback(Retained):
    """Whether an answer helped its reader."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="feedback")
    helpful = models.BooleanField()
    reason = models.CharField(max_length=10, blank=True)  # why not: wrong, unclear, missing, other

    class Meta:
        indexes = [models.Index(fields=["retention", "created_at"], name="feedback_retention")]


class Delivery(Retained):
    """The outbox: one message on its way to a channel that must be pushed."""

    class State(models.TextChoices):
        PENDING = "pending"
        SENT = "sent"
        DEAD = "dead"  # given up; kept until its retention ends

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)  # the last failure, without message text

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="delivery_due"),
            models.Index(fields=["retention", "created_at"], name="delivery_retention"),
        ]


class Lease(models.Model):
    """Exactly one process holds a duty, such as the outbox, until the time in `until`."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=100)
    until = models.DateTimeField()


def lock(conversation_id: int) -> None:
    """Let nobody else change the conversation until the transaction ends. Whoever writes locks it before its messages.

    Otherwise a retry, which holds the conversation and meets its message, and a turn, which holds the message and wants
    the conversation, would wait for each other. SQLite has one writer anyway.
    """
    Conversation.objects.select_for_update().filter(pk=conversation_id).values_list("pk").first()


def next_seq(conversation: Conversation, count: int = 1) -> int:
    """Reserve `count` numbers and return the first. Call inside the transaction that uses them."""
    Conversation.objects.filter(pk=conversation.pk).update(last_seq=F("last_seq") + count)
    conversation.refresh_from_db(fields=["last_seq"])
    return conversation.last_seq - count + 1
