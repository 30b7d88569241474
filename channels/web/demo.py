"""The page at /demo: how a site embeds the widget, with an example to copy that is the page's own."""

from __future__ import annotations

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from bot.content import current
from bot.headers import by_https
from channels.web.release import script_tag, versions
from faq.model import GERMAN

ATTRIBUTES = [  # name, meaning, values, default; a test holds the names to the widget's source
    (
        "lang",
        "Sprache, in der das Fenster beginnt.",
        "Kürzel wie „tr“ oder „ar“",
        "die aus einer Adresse wie „/:translation/tr/…“, dann die der Seite (<html lang>), dann die des Browsers",
    ),
    ("position", "Ecke, in der Knopf und Fenster stehen.", "„end“ (Ende der Zeile) oder „start“ (Anfang)", "„end“"),
    (
        "accent",
        "Farbe von Knopf und Kopfzeile. Sie wird dunkler oder heller, bis Schrift darauf lesbar ist.",
        "„#rgb“ oder „#rrggbb“",
        "ein Blau, „#0b5277“",
    ),
    ("open", "Das Fenster ist offen. Ihre Seite kann es damit öffnen und schließen.", "ohne Wert", "fehlt: zu"),
    ("endpoint", "Adresse des Dienstes, wenn das Skript woanders liegt.", "https://…", "woher das Skript kam"),
]
EVENTS = [  # name, when, detail
    ("ki-lotse-open", "Das Fenster ist aufgegangen.", ""),
    ("ki-lotse-close", "Das Fenster ist zugegangen.", ""),
    ("ki-lotse-answer", "Eine Antwort ist da.", "{entry}: die Kennung der Antwort, nie ein Text"),
    ("ki-lotse-error", "Etwas ging nicht.", "{code}: etwa „unavailable“"),
]


@require_safe
async def demo(request: ASGIRequest) -> HttpResponse:
    """The page for whoever runs a site. It stores nothing."""
    origin = f"{'https' if by_https(request.scope) else 'http'}://{request.get_host()}"
    newest = next(iter(versions()), None)
    context = {
        "origin": origin,
        "tag": tag(origin),
        "pinned": script_tag(newest, origin) if newest else "",
        "attributes": ATTRIBUTES,
        "events": EVENTS,
        "policy": [f"{name} {origin}" for name in ("script-src", "style-src", "connect-src", "img-src")],
        "example": "life.german-course",
    }
    return render(request, "web/demo.html", context)


def tag(origin: str) -> SafeString:
    """What a page writes to embed the widget of that origin. Without JavaScript it is a link to /chat."""
    return format_html(
        '<script type="module" src="{}/widget.js"></script>\n<ki-lotse><a href="{}/chat">{}</a></ki-lotse>',
        origin,
        origin,
        current().text("widget_title", GERMAN),
    )
