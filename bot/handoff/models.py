"""A case: what a resident needs a person for."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bot.conversation.models import Conversation, Message
from bot.conversation.retention import Retained


class Case(Retained):
    """One request to staff. A conversation has at most one that is not closed. States change in `cases` beside this."""

    DATED_BY: ClassVar[str] = "created_at"

    class State(models.TextChoices):
        OPEN = "open"  # nobody has it
        CLAIMED = "claimed"  # somebody has it, and the resident waits
        ANSWERED = "answered"  # staff have said what they can
        ASKED_BACK = "asked_back"  # staff need a word of the resident
        CLOSED = "closed"

    class Ending(models.TextChoices):
        """Why it was closed."""

        ANSWERED = "answered"
        REFERRED = "referred"  # another office helps
        NO_REPLY = "no_reply"
        OTHER = "other"

    class Reason(models.TextChoices):
        ASKED = "asked"
        NO_ANSWER = "no_answer"
        NEGATIVE_FEEDBACK = "negative_feedback"
        ENGINE_DOWN = "engine_down"  # the question came while the exact search was off

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="cases")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="cases")  # the question that opened it
    question = models.TextField()  # personal data masked
    language = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, choices=Reason)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="cases")
    closed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=~Q(state="closed"), name="case_open_once")
        ]
        indexes = [
            models.Index(fields=["retention", "created_at"], name="case_retention"),
            models.Index(fields=["state", "created_at"], name="case_box"),
        ]


def open_case(message: Message, language: str, reason: str) -> Case:
    """The conversation's open case, opened now if there is none. Call inside the turn's transaction."""
    case, _ = Case.objects.get_or_create(
        conversation=message.conversation,
        closed_at=None,
        defaults={
            "message": message,
            "question": _question(message),
            "language": language,
            "reason": reason,
            "state": Case.State.OPEN,
            "retention": "case",
        },
    )
    return case


def _question(message: Message) -> str:
    """What the resident wants to know: their last own words, where they have pressed a button."""
    typed = Message.objects.filter(
        conversation=message.conversation, seq__lte=message.seq, author=Message.Author.RESIDENT, choice=""
    ).order_by("-seq")
    last = typed.first()
    return last.text if last else message.text
