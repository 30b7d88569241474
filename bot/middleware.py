"""What holds for every request to Django: it names our host, and errors give nothing away."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable

from asgiref.sync import markcoroutinefunction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


@async_only_middleware
def known_host(get_response: Handler) -> Handler:
    """Status 400 for a host name that is not ours."""

    async def respond(request: HttpRequest) -> HttpResponseBase:
        request.get_host()  # DisallowedHost
        return await get_response(request)

    return respond


class Errors:
    """A fault of ours becomes a number to ask about; what happened is in the log, without the person's words."""

    async_capable = True
    sync_capable = False

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return await self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        return internal_error(request, error)


def internal_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """Status 500 with an id; the log has the same id and the places, see `bot.logs`."""
    number = uuid.uuid4().hex[:8]
    logger.error("fault %s at %s", number, request.path, exc_info=error)
    return JsonResponse({"error": {"code": "internal", "text": "Something went wrong.", "id": number}}, status=500)
