"""The slip for the counter: an answer in the reader's language and in German, side by side, to show or to print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bot import clock
from bot.content import current
from bot.rendering.reply import Renderer
from channels.web.access import FAULTS, reader_language
from faq.model import GERMAN
from faq.slots import fill


@require_safe
async def slip(request: HttpRequest, entry: str) -> HttpResponse:
    """The page of an entry; 404 in the reader's words when there is none. Stores nothing."""
    content, today = current(), clock.today()
    reader = Renderer(content, reader_language(request, request.GET.get("language")), today)
    context: dict[str, Any] = {
        "language": reader.words,
        "direction": content.languages[reader.words].direction,
        "title": reader.text("slip_title"),
        "page": content.places.page,
    }
    if entry in content.published(today):
        status, template = 200, "web/slip.html"
        columns = [_column(reader, entry)]
        if columns[0]["language"] != GERMAN:
            columns.append(_column(Renderer(content, GERMAN, today), entry))
        context |= {"intro": reader.text("slip_intro"), "print": reader.text("slip_print"), "columns": columns}
    else:
        (status, key), template = FAULTS["unknown_entry"], "web/missing.html"
        context |= {"blocks": reader.says("page", key).blocks}
    response = render(request, template, context, status=status)
    response.headers["Vary"] = "Accept-Language"
    return response


def _column(renderer: Renderer, entry: str) -> dict[str, Any]:
    """The answer as one reader gets it, with whose it is and the day."""
    content, draft = renderer.content, renderer.answer(entry)
    return {
        "language": draft.language,
        "direction": content.languages[draft.language].direction,
        "autonym": content.languages[draft.language].autonym,
        "title": content.wording(entry, renderer.language).title,
        "blocks": draft.blocks,
        "words": renderer.words,  # the language of everything below
        "words_direction": content.languages[renderer.words].direction,
        "notes": draft.notes,
        "sources": draft.sources,
        "sources_title": draft.sources_title,
        "office": fill(content, "{office}", renderer.language),
        "today": renderer.today.isoformat(),
        "day": renderer.day(renderer.today),
    }
