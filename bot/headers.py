"""Security headers on every answer, whoever makes it: Django, the static files, or the refusal of a body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from django.conf import settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BASE = "default-src 'none'; script-src 'self'{inline}; style-src 'self'{inline}; img-src 'self'{data}; "
BASE += "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
POLICY = BASE.format(inline="", data="") + "; require-trusted-types-for 'script'; trusted-types 'none'"
DOCS_POLICY = BASE.format(inline=" 'unsafe-inline'", data=" data:")  # Swagger's page writes its own inline script

HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",  # calls from named origins are CORS requests, which it spares
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cache-control": b"no-store",
}
DOCS_HEADERS = {**HEADERS, b"content-security-policy": DOCS_POLICY.encode()}
WIDGET_HEADERS = {**HEADERS, b"cross-origin-resource-policy": b"cross-origin"}  # any site may embed it
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")  # this host alone, not the city's others


def secured(scope: Scope, send: Send) -> Send:
    """A `send` for the answer to that request. A header that the answer has already stays as it is."""

    async def send_secured(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", ()))
            names = {bytes(name).lower() for name, _ in given}
            added = [(name, value) for name, value in _wanted(scope) if name not in names]
            message = {**message, "headers": [*given, *added]}
        await send(message)

    return send_secured


def _wanted(scope: Scope) -> list[tuple[bytes, bytes]]:
    path = scope["path"]
    embedded = path == "/widget.js" or path.startswith("/widget/")
    headers = DOCS_HEADERS if path == "/api/docs" else WIDGET_HEADERS if embedded else HEADERS
    return [*headers.items(), *([HTTPS_ONLY] if by_https(scope) else [])]


def by_https(scope: Mapping[str, Any]) -> bool:
    """Whether the client came by https: as the proxy says, where there is one."""
    said = dict(scope["headers"]).get(b"x-forwarded-proto", b"") if settings.PROXIES else b""
    return scope.get("scheme") == "https" or said.strip().lower() == b"https"
