"""What a client says before and around a conversation. Made once for a language and a day, and sent packed."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from bot import clock
from bot.content import current
from bot.rendering.buttons import language_button, person_button, topic_buttons
from bot.rendering.reply import Renderer
from channels.web.access import reader_language
from faq.model import GERMAN, Content, Language

MOST_KEPT = 64  # answers; there are about 30 languages
EMERGENCY = ("112", "110")
# What clients ask for by name -> the entry that says it.
ENTRIES = {
    "barrier": "access.report-barrier",
    "privacy": "privacy.chat",
    "files": "counselling.official-letter",
}

router = Router()


@dataclass(frozen=True)
class Made:
    """A finished answer: JSON in UTF-8, as it is and packed. Nothing in it is secret, so packing gives nothing away."""

    plain: bytes
    packed: bytes


_made: dict[tuple[str, str, date], Made] = {}


@router.get("/words", summary="What a client says before and around a conversation")
async def words(request: HttpRequest, language: str | None = None) -> HttpResponse:
    """The widget's texts, the greeting, the topics and the languages. Stores nothing."""
    made = _for(current(), reader_language(request, language), clock.today())
    packed = _takes_gzip(request)
    response = HttpResponse(made.packed if packed else made.plain, content_type="application/json; charset=utf-8")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding, Accept-Language"
    return response


def _for(content: Content, language: str, today: date) -> Made:
    """The answer as it was made for the same content on the same day, else a new one."""
    key = (content.hash, language, today)
    if key not in _made:
        body = json.dumps(_words(content, language, today), ensure_ascii=False, separators=(",", ":")).encode()
        if len(_made) >= MOST_KEPT:  # of other days and other content
            _made.clear()
        _made[key] = Made(body, gzip.compress(body, 9, mtime=0))
    return _made[key]


def _words(content: Content, language: str, today: date) -> dict[str, Any]:
    renderer = Renderer(content, language, today)
    keys = [key for key in content.texts[GERMAN] if key.startswith("widget_")]
    person = person_button(renderer)
    greeting = renderer.says("greeting", "greeting", [*topic_buttons(renderer), person])
    published = content.published(today)
    return {
        "language": renderer.words,
        "direction": content.languages[renderer.words].direction,
        "texts": {key.removeprefix("widget_"): content.text(key, renderer.words) for key in keys},
        "greeting": replace(greeting, notes=[renderer.text("privacy")]).stored(),
        "person": person.drawn(),
        "entries": {name: id for name, id in ENTRIES.items() if id in published},
        "emergency": [{"number": number, "label": renderer.text(f"emergency_{number}")} for number in EMERGENCY],
        "leave": leave_address(content),
        "languages": [_drawn(content, each) for each in content.languages.values() if each.code in content.texts],
    }


def leave_address(content: Content) -> str:
    """Where "leave quickly" goes: KILOTSE_LEAVE, else the beginning of the city's site."""
    page = urlsplit(content.places.page)
    return settings.ENVIRONMENT.leave or f"{page.scheme}://{page.netloc}/"


def _drawn(content: Content, language: Language) -> dict[str, str]:
    return {
        "code": language.code,
        "autonym": language.autonym,
        "direction": language.direction,
        "button": language_button(content, language.code).drawn()["id"],
        "names": names(language),
    }


def names(language: Language) -> str:
    """What the language may be looked for by, lower case. A name that holds another one is left out.

    Who types the longer one meets the shorter one on the way: "turkish" is found before "turkish language" is typed.
    """
    kept = [language.german.lower()]
    for name in sorted(language.names, key=len):
        if not any(shorter in name for shorter in [language.autonym.lower(), *kept]):
            kept.append(name)
    return " ".join(kept)


def _takes_gzip(request: HttpRequest) -> bool:
    """`Accept-Encoding` names gzip, and not only to refuse it (RFC 9110, section 12.5.3)."""
    for part in request.headers.get("Accept-Encoding", "")[:200].lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return not weight.strip().startswith("q=0") or any(digit in "123456789" for digit in weight)
    return False
