"""Tells open desks that something has changed (server-sent events); what it is, their pages ask for themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from bot.assembly import Assistant, assistant
from bot.database import in_database
from channels.desk.access import signed_in

HEARTBEAT_S = 15.0
LONGEST_S = 290.0  # browsers come again; who was locked out is not let in
CALM_S = 0.3  # news that come together are told once


async def news(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """GET with the session's cookie. 204 tells the browser to ask no more."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    if not await in_database(_allowed, request):
        return HttpResponse(status=204)
    return StreamingHttpResponse(
        _events(assistant()),
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"},
    )


def _allowed(request: HttpRequest) -> bool:
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return signed_in(request) is not None


async def _events(running: Assistant) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + LONGEST_S
    yield "retry: 2000\n\n"
    with running.wakeup.listen_to_all() as woken:
        while loop.time() < ends_at and not running.stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), HEARTBEAT_S)
            if running.stopping.is_set():
                return
            if woken.is_set():
                woken.clear()
                yield "event: news\ndata: \n\n"
                await asyncio.sleep(CALM_S)
            else:
                yield ": still here\n\n"
