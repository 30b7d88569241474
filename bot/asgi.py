"""The gateway as one ASGI application: security headers, static files, a limit on bodies, then Django."""

from __future__ import annotations

import asyncio
import contextvars
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.core.handlers.asgi import ASGIHandler

import bot.ready  # noqa: F401  (before the handler loads its middleware)
from bot.headers import Receive, Scope, Send, secured
from bot.static import static_files

MAX_BODY = 16 * 1024  # bytes
App = Callable[[Scope, Receive, Send], Awaitable[None]]

django_app: App = ASGIHandler()  # type: ignore[assignment]  # it wants the narrower dict
static_app = static_files()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request, in a context of its own.

    uvicorn starts a connection's next request inside the one before; asgiref would then look for that one's thread,
    which has ended.
    """
    if scope["type"] == "http":
        await asyncio.create_task(_answer(scope, receive, secured(scope, send)), context=contextvars.Context())


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"].startswith(("/static/", "/widget/")):
        await static_app(scope, receive, send)
        return
    if _announced(scope) > MAX_BODY:
        await _refuse(send)
        return
    read = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MAX_BODY:  # sent in chunks without saying how much would come: Django gives up without a word
            return {"type": "http.disconnect"}
        return message

    await django_app(scope, counted, send)
    if read > MAX_BODY:
        await _refuse(send)


def _announced(scope: Scope) -> int:
    """The body's length in bytes as the request says it; more than allowed when it says nonsense."""
    value = dict(scope["headers"]).get(b"content-length", b"0")
    return int(value) if value.isdigit() else MAX_BODY + 1


async def _refuse(send: Send) -> None:
    body = json.dumps({"error": {"code": "too_large", "text": f"The body is longer than {MAX_BODY} bytes."}}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
