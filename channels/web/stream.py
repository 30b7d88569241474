"""The stream: messages as they come, over one request (server-sent events, WHATWG HTML, section 9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from bot.assembly import Assistant, assistant
from bot.conversation import log
from bot.database import in_database
from channels.web.access import bearer, fault
from channels.web.api import news

HEARTBEAT_S = 15.0
LONGEST_S = 290.0  # clients reconnect; nothing hangs on for ever
RETRY_MS = 2000
MOST_OPEN = 3  # streams of one conversation in one process; other readers ask for messages in turns
FULL_RETRY_S = 10


@dataclass(eq=False)
class Seat:
    """An open stream. It counts until the stream ends, or its answer is thrown away before it began."""

    conversation_id: int


_seats: WeakSet[Seat] = WeakSet()


async def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """GET with the token in the Authorization header; `Last-Event-ID` or `?after=` says what was seen."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    seen = request.headers.get("Last-Event-ID") or request.GET.get("after", "0")
    if not seen.isdecimal() or len(seen) > 9:
        return fault(request, "invalid", fields=["after"])
    try:
        token = bearer(request)
        conversation = await in_database(log.find, token)
    except log.Gone:
        return fault(request, "gone")
    if sum(seat.conversation_id == conversation.pk for seat in _seats) >= MOST_OPEN:
        return fault(request, "too_many", retry_after_s=FULL_RETRY_S)
    seat = Seat(conversation.pk)
    _seats.add(seat)
    return StreamingHttpResponse(
        _seated(seat, _events(assistant(), token, conversation.pk, int(seen))),
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"},
    )


async def _seated(seat: Seat, events: AsyncGenerator[str, None]) -> AsyncIterator[str]:
    try:
        async with aclosing(events):
            async for event in events:
                yield event
    finally:
        _seats.discard(seat)


async def _events(running: Assistant, token: str, conversation_id: int, seen: int) -> AsyncGenerator[str, None]:
    """Until the process stops, the conversation is forgotten, or LONGEST_S is over."""
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + LONGEST_S
    known_state: dict[str, Any] = {}
    yield f"retry: {RETRY_MS}\n\n"
    with running.wakeup.listen(conversation_id) as woken:
        while loop.time() < ends_at and not running.stopping.is_set():
            woken.clear()
            try:
                found = await in_database(news, token, seen)
            except log.Gone:
                yield _event("gone", {})
                return
            for message in found["messages"]:
                seen = message["seq"]
                yield _event("message", message, seen)
            if found["state"] != known_state:
                known_state = found["state"]
                yield _event("state", known_state)
            if found["more"]:
                continue
            try:
                await asyncio.wait_for(woken.wait(), HEARTBEAT_S)
            except TimeoutError:
                yield ": still here\n\n"


def _event(name: str, data: dict[str, Any], id: int | None = None) -> str:
    number = "" if id is None else f"id: {id}\n"
    return f"{number}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
