"""Who asks: the bearer token of a request, and the faults that requests may have, in the reader's words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

from bot import clock
from bot.content import current
from bot.conversation.log import Gone
from bot.conversation.text import MAX_CHARACTERS
from bot.rendering.blocks import plain
from bot.rendering.reply import Renderer
from faq.model import GERMAN

# code -> status and the text's key
FAULTS = {
    "empty": (422, "error_empty"),
    "too_long": (422, "error_too_long"),
    "gone": (404, "error_gone"),
    "conflict": (409, "error_conflict"),
    "unknown_entry": (404, "error_unknown_entry"),
    "too_many": (429, "error_too_many"),
    "unavailable": (503, "error_unavailable"),
    "invalid": (422, "error_failed"),
}


def bearer(request: HttpRequest) -> str:
    """The token of the Authorization header. Gone: there is none; unknown ones read the same."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Gone
    return token.strip()


def reader_language(request: HttpRequest, wanted: str | None = None) -> str:
    """The language to answer a request in: what is known of the reader, else German."""
    return known_language(request, wanted) or GERMAN


def known_language(request: HttpRequest, wanted: str | None = None) -> str | None:
    """The wanted language, else the browser's first, if we know it."""
    languages = current().languages
    accepted = request.headers.get("Accept-Language", "")[:200]
    named = [wanted or "", *(part.split(";")[0].strip() for part in accepted.split(","))]
    known = (code for name in named for code in (name, name.split("-")[0].lower()) if code in languages)
    return next(known, None)


def fault(
    request: HttpRequest, code: str, language: str | None = None, retry_after_s: int | None = None, **more: Any
) -> JsonResponse:
    """An error in the resident's words, with a code for programs, and when to try again."""
    status, key = FAULTS[code]
    renderer = Renderer(current(), reader_language(request, language), clock.today())
    text = plain(renderer.says("notice", key, limit=str(MAX_CHARACTERS)).blocks)
    response = JsonResponse({"error": {"code": code, "text": text, "language": renderer.words, **more}}, status=status)
    if status == 503:
        retry_after_s = 2
    if retry_after_s is not None:
        response.headers["Retry-After"] = str(retry_after_s)
    return response
