"""What a person may ask for: a transcript of their conversation, and that it is forgotten."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bot.content import current
from bot.conversation.models import Conversation, Feedback, lock
from bot.rendering.message import shown, state_of


def transcript(conversation: Conversation) -> dict[str, Any]:
    """Everything that is stored of the conversation and may concern its resident (Art. 15 GDPR)."""
    content = current()
    opinions = {
        each.message_id: {"helpful": each.helpful, "reason": each.reason}
        for each in Feedback.objects.filter(message__conversation=conversation)
    }
    messages = conversation.messages.order_by("seq")
    return {
        "channel": conversation.channel,
        "started": conversation.created_at.isoformat(),
        "state": state_of(conversation),
        "messages": [{**shown(content, message), **opinions.get(message.pk, {})} for message in messages],
        "cases": [
            {"at": case.created_at.isoformat(), "reason": case.reason, "state": case.state, "question": case.question}
            for case in conversation.cases.order_by("pk")
        ],
    }


def forget(conversation: Conversation) -> int:
    """Delete the conversation with its messages, opinions, deliveries and cases. Returns the number of rows."""
    with transaction.atomic():
        lock(conversation.pk)
        return conversation.delete()[0]
