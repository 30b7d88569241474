"""The plain page at /, the widget's script, and a sign of life."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bot import clock
from bot.content import current
from bot.rendering.reply import Renderer
from channels.web.access import reader_language


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
        "languages": [language for language in content.languages.values() if language.code in content.texts],
    }
    response = render(request, "web/home.html", context)
    response.headers["Vary"] = "Accept-Language"
    return response


async def widget(request: HttpRequest) -> HttpResponse:
    """The one script that a site embeds: it loads the widget's modules."""
    response = HttpResponse('import "/widget/index.js"\n', content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


async def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is claimed."""
    return HttpResponse("ok\n", content_type="text/plain")
