"""A conversation as plain text: what a resident takes along, in the language they spoke."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import format_datetime

from bot import clock
from bot.rendering.voice import Voice
from faq.model import GERMAN, Content, variant_of
from faq.slots import fill

SPEAKERS = {"resident": "widget_you", "bot": "widget_assistant", "staff": "widget_staff"}


def as_text(content: Content, written: dict[str, Any]) -> str:
    """`written` is what `record.transcript` returns. Times are the city's, as readers write them."""
    voice = Voice(content, written["state"]["language"] or GERMAN, clock.today())
    heading = f"{fill(content, '{office}', voice.language)}\n{content.places.page}"
    return "\n\n\n".join([heading, *(_message(voice, each) for each in written["messages"])]) + "\n"


def _message(voice: Voice, message: dict[str, Any]) -> str:
    """Who and when, the words, and below them what belongs to an answer."""
    speaker = voice.text(SPEAKERS[message["author"]])
    buttons = [f"[{button['title']}]" for button in message.get("buttons", [])]
    title = message.get("buttons_title", "")
    sources = [f"{source['url']} ({source['seen']})" for source in message.get("sources", [])]
    parts = [
        f"{speaker}, {_moment(voice, message['at'])}\n{message['text']}",
        "\n".join(message.get("notes", [])),
        "\n".join([f"{message['sources_title']}:", *sources]) if sources else "",
        f"{title}: {' '.join(buttons)}" if title else " ".join(buttons),
        _opinion(voice, message),
    ]
    return "\n\n".join(part for part in parts if part)


def _opinion(voice: Voice, message: dict[str, Any]) -> str:
    """What the resident said about an answer."""
    if "helpful" not in message:
        return ""
    said = voice.text("widget_yes" if message["helpful"] else "widget_no")
    reason = f" – {voice.text('widget_reason_' + message['reason'])}" if message["reason"] else ""
    return f"{voice.text('widget_helpful')} {said}{reason}"


def _moment(voice: Voice, at: str) -> str:
    """An ISO time as readers write it where the city is: 24.11.2026, 15:04 in German."""
    locale = variant_of(voice.words) or voice.words
    return format_datetime(datetime.fromisoformat(at), "short", tzinfo=clock.LOCAL, locale=locale)
