"""A stored message as clients get it: the one shape for the API, the stream, the outbox and the transcript."""

from __future__ import annotations

from typing import Any

from bot.conversation.models import Conversation, Message
from faq.model import GERMAN, Content


def shown(content: Content, message: Message) -> dict[str, Any]:
    """JSON of one message: `seq`, `author`, `text`, `language`, `direction`, `at` (ISO 8601, UTC), and what to draw."""
    language = message.language  # None: a resident's message that is not answered yet
    known = content.languages.get(language or GERMAN)
    return {
        "seq": message.seq,
        "author": message.author,
        "client_id": str(message.client_id) if message.client_id else None,
        "text": message.text,
        "language": language,
        "direction": known.direction if known else "ltr",
        "at": message.created_at.isoformat(),
        **message.content,
    }


def state_of(conversation: Conversation) -> dict[str, Any]:
    """JSON of the conversation itself; clients refresh it whenever they reconnect. `pending`: an answer is to come."""
    return {
        "language": conversation.language,
        "mode": conversation.mode,
        "last_seq": conversation.last_seq,
        "pending": conversation.messages.filter(state=Message.State.RECEIVED).exists(),
    }
