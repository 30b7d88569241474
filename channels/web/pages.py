"""The plain page at /, the widget's script, and a sign of life."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from bot import clock
from bot.content import current
from bot.rendering.reply import Renderer
from channels.web.access import reader_language
from channels.web.assets import launcher_script

TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


async def home(request: HttpRequest) -> HttpResponse:
    """A page that embeds the widget as a city's page would; without JavaScript it says whom to call."""
    content = current()
    renderer = Renderer(content, reader_language(request, request.GET.get("lang")), clock.today())
    context = {
        "language": renderer.words,
        "direction": content.languages[renderer.words].direction,
        "title": renderer.text("widget_title"),
        "intro": renderer.says("page", "page_intro").blocks,
        "noscript": renderer.says("page", "widget_noscript").blocks,
        "plain": renderer.text("widget_plain"),
        "languages": [language for language in content.languages.values() if language.code in content.texts],
    }
    response = render(request, "web/home.html", context)
    response.headers["Vary"] = "Accept-Language"
    return response


@require_safe
async def widget(request: HttpRequest) -> HttpResponse:
    """The one script that a site embeds: the launcher, which names the modules it loads by their hash."""
    script = launcher_script(current())
    packed = TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")) is not None
    full = HttpResponse(script.gzipped if packed else script.body, content_type="text/javascript; charset=utf-8")
    if packed:
        full.headers["Content-Encoding"] = "gzip"
    response = get_conditional_response(request, etag=script.etag, response=full) or full
    response.headers["ETag"] = script.etag
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


async def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is claimed."""
    return HttpResponse("ok\n", content_type="text/plain")
