"""Draws /chat: what its templates need, as plain values."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bot import clock
from bot.content import current
from bot.conversation import feedback
from bot.conversation.text import MAX_CHARACTERS
from bot.rendering.buttons import language_button, person_button, topic_buttons
from bot.rendering.reply import Draft, Renderer
from channels.web.access import FAULTS
from channels.web.words import EMERGENCY, ENTRIES, leave_address

TEXTS = (
    *("title", "input", "send", "you", "assistant", "staff", "waiting", "language", "delete", "delete_sure", "deleted"),
    *("barrier", "emergency", "leave", "leave_help", "helpful", "yes", "no", "reason", "thanks", "privacy"),
    *("privacy_more", "slip", "thanks_person", "new"),
)
RETRY_UNAVAILABLE_S = 2
# UTF-16 units. More than any message may have, and less than a body may have in any script: too long is said by us.
MAX_TYPED = 4 * MAX_CHARACTERS


@dataclass
class Page:
    """What one answer shows. `language` is the reader's, `posted_language` the one the form knows ("": none)."""

    language: str
    posted_language: str = ""
    token: str = ""
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)
    text: str = ""  # typed and not sent
    entry: str = ""  # shown without being said
    messages: list[dict[str, Any]] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    asks_to_delete: bool = False
    deleted: bool = False
    fault: str = ""  # one of access.FAULTS
    retry_after_s: int = RETRY_UNAVAILABLE_S


def draw(request: HttpRequest, page: Page) -> HttpResponse:
    """The page, with the status of its fault."""
    content = current()
    renderer = Renderer(content, page.language, clock.today())
    response = render(request, "web/chat.html", _context(renderer, page))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language"
    if page.fault:
        response.status_code = FAULTS[page.fault][0]
    if response.status_code in (429, 503):
        response.headers["Retry-After"] = str(page.retry_after_s)
    return response


def _context(renderer: Renderer, page: Page) -> dict[str, Any]:
    content = renderer.content
    published = content.published(renderer.today)
    texts = {key: renderer.text(f"widget_{key}") for key in TEXTS}
    greeting = _unsaid(renderer, renderer.says("greeting", "greeting", topic_buttons(renderer)))
    return {
        "page": page,
        "language": renderer.words,
        "direction": content.languages[renderer.words].direction,
        "texts": texts,
        "update": renderer.text("chat_update"),
        "fault": _fault(renderer, page.fault) if page.fault else [],
        "privacy": renderer.says("page", "privacy").blocks,
        "greeting": _seen(greeting, texts),
        "shown": _seen(_unsaid(renderer, renderer.answer(page.entry)), texts) if page.entry else None,
        "messages": _messages(page, texts),
        "person": person_button(renderer).drawn(),
        "barrier": ENTRIES["barrier"] if ENTRIES["barrier"] in published else "",
        "privacy_entry": ENTRIES["privacy"] if ENTRIES["privacy"] in published else "",
        "emergency": [{"number": number, "label": renderer.text(f"emergency_{number}")} for number in EMERGENCY],
        "leave": leave_address(content),
        "reasons": [(reason, renderer.text(f"widget_reason_{reason}")) for reason in feedback.REASONS[1:]],
        "languages": [
            {"code": each.code, "direction": each.direction, "button": language_button(content, each.code).drawn()}
            for each in content.languages.values()
            if each.code in content.texts
        ],
        "max_typed": MAX_TYPED,
    }


def _fault(renderer: Renderer, code: str) -> list[dict[str, Any]]:
    return renderer.says("notice", FAULTS[code][1], limit=str(MAX_CHARACTERS)).blocks


def _unsaid(renderer: Renderer, draft: Draft) -> dict[str, Any]:
    """A message of the assistant that is in no log."""
    direction = renderer.content.languages[draft.language].direction
    return {"author": "bot", "language": draft.language, "direction": direction, **draft.stored()}


def _messages(page: Page, texts: dict[str, str]) -> list[dict[str, Any]]:
    """All messages; what the reader said last is the place to go to, and the answers after it may be rated."""
    seen = [_seen(message, texts) for message in page.messages]
    said = [number for number, message in enumerate(seen) if message["author"] == "resident"]
    last = said[-1] if said else 0
    for number, message in enumerate(seen):
        message["end"] = number == last and not (page.entry or page.fault or page.asks_to_delete)
        message["rateable"] = number > last and message.get("kind") == "answer"
    return seen


def _seen(message: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """The message with its speaker's name, its direction, and the places its sources are at."""
    who = {"resident": texts["you"], "bot": texts["assistant"], "staff": texts["staff"]}[message["author"]]
    direction = message["direction"] if message["author"] == "bot" else "auto"  # people mix scripts
    places = [{**source, "host": _host(source["url"])} for source in message.get("sources", [])]
    return {**message, "who": who, "direction": direction, "sources": [each for each in places if each["host"]]}


def _host(url: str) -> str:
    """The name to show for an address; "" for what is no web address."""
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""
