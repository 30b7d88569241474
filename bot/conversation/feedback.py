"""Whether an answer helped, as its reader says. One opinion an answer; the last one counts."""

from __future__ import annotations

from django.db import transaction

from bot.conversation.models import Conversation, Feedback, Message, lock

REASONS = ("", "wrong", "unclear", "missing", "other")


class NoSuchAnswer(Exception):
    """The conversation has no answer with that number."""


def rate(conversation: Conversation, seq: int, helpful: bool, reason: str) -> None:
    """Remember the opinion about the answer with that number. `reason` (of REASONS) counts where it did not help.

    Raises NoSuchAnswer; ValueError: no such reason.
    """
    if reason not in REASONS:
        raise ValueError(f"reason is {reason}. Reasons: {', '.join(REASONS[1:])}.")
    with transaction.atomic():
        lock(conversation.pk)  # as everybody who writes: an answer may be rated twice at once, or be forgotten
        message = Message.objects.filter(
            conversation=conversation, seq=seq, author=Message.Author.BOT, content__kind="answer"
        ).first()
        if message is None:
            raise NoSuchAnswer
        opinion = {"helpful": helpful, "reason": "" if helpful else reason}
        Feedback.objects.update_or_create(
            message=message, defaults=opinion, create_defaults={**opinion, "retention": "conversation"}
        )
