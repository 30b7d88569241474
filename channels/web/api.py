"""The web API: start, send, read, forget. Sending answers when the message is stored, or when it is answered."""

from __future__ import annotations

import logging
import uuid
from typing import Any, Literal

from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer
from pydantic import ConfigDict, StrictInt

from bot.assembly import assistant
from bot.content import current
from bot.conversation import log, record
from bot.conversation.models import Conversation, Message
from bot.conversation.text import TextTooLong
from bot.database import in_database
from bot.middleware import internal_error
from bot.rendering.buttons import pressed
from bot.rendering.message import shown, state_of
from bot.rendering.transcript import as_text
from channels.web import answers, turns, words
from channels.web.access import bearer, fault, known_language
from channels.web.limits import TooMany, admit

logger = logging.getLogger(__name__)
PAGE = 200  # messages read at once
LONGEST_WAIT_S = 10

READABLE = {"ensure_ascii": False}  # letters as they are: a third of the size in most of our languages


class Readable(JSONRenderer):
    """JSON in UTF-8."""

    json_dumps_params = READABLE


api = NinjaAPI(
    title="KI-Lotse",
    version="1",
    description=__doc__ or "",
    docs_url="/docs",
    urls_namespace="api",
    renderer=Readable(),
)
api.add_router("", words.router)
api.add_router("", answers.router)


class Send(Schema):
    """A resident's message. `client_id` is new for each message and the same for each retry of it."""

    model_config = ConfigDict(extra="forbid")

    client_id: uuid.UUID
    text: str
    button: str | None = Field(None, description="The id of the pressed button; `text` is then its title.")
    language: str | None = Field(None, description="The page's language (BCP 47), at the start.")
    wait: StrictInt = Field(0, ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for the answer before replying.")


class After(Schema):
    after: int = Field(0, ge=0, description="Messages with a greater number are returned.")


@api.post("/conversations", summary="Start a conversation with its first message")
async def start(request: HttpRequest, send: Send) -> HttpResponse:
    """201 with the token that opens the conversation and all messages so far. A retry gets the same token."""
    language = known_language(request, send.language)
    begin = log.Start("web", language, "page" if send.language else "profile")
    await admit(request, None, send.client_id)
    logged, token = await in_database(log.start, begin, _incoming(send), assistant().holder)
    return await _answered(logged, send.wait, 0, token)


@api.post("/messages", summary="Send a message")
async def send(request: HttpRequest, send: Send) -> HttpResponse:
    """200 with the message's answer, or 202 when it is stored and the answer is still to come."""
    token = bearer(request)
    await admit(request, token, send.client_id)
    logged = await in_database(log.append, token, _incoming(send), assistant().holder)
    return await _answered(logged, send.wait, logged.message.seq - 1, None)


@api.get("/messages", summary="Read messages after a number")
async def read(request: HttpRequest, query: Query[After]) -> dict[str, Any]:
    """Up to 200 messages in order, and the conversation's state. `more` says that there are others."""
    return await in_database(news, bearer(request), query.after)


@api.get("/transcript", summary="Everything that is stored of the conversation")
async def transcript(request: HttpRequest, form: Literal["json", "text"] = "json") -> Any:
    """JSON, or with `form=text` a file of plain text in the conversation's language."""
    token = bearer(request)
    written = await in_database(lambda: record.transcript(log.find(token)))
    if form == "json":
        return written
    response = HttpResponse(as_text(current(), written), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="ki-lotse.txt"'
    return response


@api.delete("/conversation", summary="Forget the conversation", response={204: None})
async def forget(request: HttpRequest) -> HttpResponse:
    await turns.forget(bearer(request))
    return HttpResponse(status=204)


def _incoming(send: Send) -> log.Incoming:
    """An unknown button is plain text."""
    return log.Incoming(send.client_id, send.text, (pressed(send.button) or "") if send.button else "")


async def _answered(logged: log.Logged, wait_s: int, after: int, token: str | None) -> HttpResponse:
    """Have the message answered, wait as long as the client wants to, and say what there is."""
    await turns.answered(logged.conversation.pk, wait_s)
    body = await in_database(_since, logged.conversation.pk, after)
    body["message"] = {"seq": logged.message.seq, "client_id": str(logged.message.client_id)}
    if token is not None:
        body["token"] = token
    status = 201 if token is not None else 202 if body["state"]["pending"] else 200
    return JsonResponse(body, status=status, json_dumps_params=READABLE)


def news(token: str, after: int) -> dict[str, Any]:
    """What a reader of the log gets. log.Gone: no such conversation."""
    return _since(log.find(token).pk, after)


def _since(conversation_id: int, after: int) -> dict[str, Any]:
    content = current()
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None:
        raise log.Gone
    found = list(Message.objects.filter(conversation=conversation, seq__gt=after).order_by("seq")[: PAGE + 1])
    messages = [shown(content, each) for each in found[:PAGE]]
    return {"messages": messages, "more": len(found) > PAGE, "state": state_of(conversation)}


@api.exception_handler(log.Gone)
def _gone(request: HttpRequest, error: log.Gone) -> HttpResponse:
    return fault(request, "gone")


@api.exception_handler(TooMany)
def _too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    return fault(request, "too_many", retry_after_s=error.retry_after_s)


@api.exception_handler(log.Conflict)
def _conflict(request: HttpRequest, error: log.Conflict) -> HttpResponse:
    return fault(request, "conflict")


@api.exception_handler(log.Empty)
def _empty(request: HttpRequest, error: log.Empty) -> HttpResponse:
    return fault(request, "empty")


@api.exception_handler(TextTooLong)
def _too_long(request: HttpRequest, error: TextTooLong) -> HttpResponse:
    return fault(request, "too_long")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names the fields and never quotes what was sent."""
    fields = [".".join(str(part) for part in each["loc"][2:]) or "body" for each in error.errors]
    return fault(request, "invalid", fields=sorted(set(fields)))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON."""
    return fault(request, "invalid", fields=["body"])


@api.exception_handler(UnicodeDecodeError)
def _undecodable(request: HttpRequest, error: UnicodeDecodeError) -> HttpResponse:
    return fault(request, "invalid", fields=["body"])


@api.exception_handler(DatabaseError)
def _unavailable(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    """A locked or full database: the client keeps the message and tries again."""
    logger.error("database: %s", type(error).__name__)
    close_old_connections()
    return fault(request, "unavailable")


@api.exception_handler(Exception)
def _internal(request: HttpRequest, error: Exception) -> HttpResponse:
    return internal_error(request, error)
