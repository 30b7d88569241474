"""/chat: the conversation as a page with one form, for browsers without JavaScript or with an old one.

The token travels in the body alone, never in an address. Nothing is read from cookies, so a foreign site has nothing
that a visitor's browser would send along for it, and there is no CSRF token: the secret in the body is the authority.
"""

from __future__ import annotations

import logging
import uuid

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError

from bot import clock
from bot.assembly import assistant
from bot.content import current
from bot.conversation import feedback, log, record, tokens
from bot.conversation.models import Conversation
from bot.conversation.text import TextTooLong
from bot.database import in_database
from bot.rendering.buttons import none_button, person_button, pressed
from bot.rendering.reply import Renderer
from channels.web.access import known_language, reader_language
from channels.web.chat_page import Page, draw
from channels.web.limits import TooMany, admit
from channels.web.turns import answered, forget
from faq.model import GERMAN

logger = logging.getLogger(__name__)
REASONS = feedback.REASONS[1:]
WAIT_S = 8  # for the answer; then the page says that it is still to come


class Invalid(Exception):
    """A form that our page does not make."""


class UnknownEntry(Exception):
    """No such entry, or not published any more."""


CODES: dict[type[Exception], str] = {
    log.Gone: "gone",
    log.Conflict: "conflict",
    log.Empty: "empty",
    TextTooLong: "too_long",
    Invalid: "invalid",
    feedback.NoSuchAnswer: "invalid",
    UnknownEntry: "unknown_entry",
    TooMany: "too_many",
    DatabaseError: "unavailable",
}


async def chat(request: HttpRequest) -> HttpResponse:
    """GET: a page to begin on; it stores nothing. POST: does what was pressed and shows the whole conversation."""
    if request.method in ("GET", "HEAD"):
        wanted = request.GET.get("lang", "")
        page = Page(reader_language(request, wanted), posted_language=wanted if _known(wanted) else "")
        entry = request.GET.get("entry", "")
        page.entry = entry if entry in current().published(clock.today()) else ""
        return draw(request, page)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "GET, POST"})
    try:
        form = request.POST
    except (BadRequest, MultiPartParserError, SuspiciousOperation):  # no form of any page
        return draw(request, Page(reader_language(request), fault="invalid"))
    return await _posted(request, form)


async def _posted(request: HttpRequest, form: QueryDict) -> HttpResponse:
    wanted = form.get("language", "")
    page = Page(
        reader_language(request, wanted),
        posted_language=wanted if _known(wanted) else "",
        token=form.get("token", ""),
        text=form.get("text", "").replace("\r\n", "\n"),  # as it was typed: forms send two characters a line
    )
    try:
        page.client_id = _uuid(form.get("client_id", ""))
        await _act(request, form, page)
        if page.token:
            await _read(page)
    except tuple(CODES) as error:
        await _failed(page, error)
    return draw(request, page)


async def _act(request: HttpRequest, form: QueryDict, page: Page) -> None:
    """What the pressed button of the form asks for."""
    action, button, entry, rating = (form.get(name, "") for name in ("action", "button", "show", "feedback"))
    if button:
        await _say(request, page, pressed(button) or "")
    elif entry:
        if entry not in current().published(clock.today()):
            raise UnknownEntry
        page.entry = entry
    elif rating:
        await _rate(page, rating)
    elif action == "forget":
        await forget(page.token)
        page.token, page.deleted = "", True
    elif action == "send":
        await _say(request, page, "")
    elif action == "update" and page.token:
        await answered((await in_database(log.find, page.token)).pk, WAIT_S)
    page.asks_to_delete = action == "delete"


async def _say(request: HttpRequest, page: Page, choice: str) -> None:
    """Log the message and wait for its answer. A button that is not ours is left out: what was typed counts.

    The form's id and what it says make the message's id: a page that is loaded again says nothing twice, and an
    older page that the browser kept may say something else.
    """
    text = _title(Renderer(current(), page.language, clock.today()), choice) if choice else page.text
    id = uuid.uuid5(page.client_id, choice or f"\0{text}")
    incoming = log.Incoming(id, text, choice)
    await admit(request, page.token or None, id)
    if page.token:
        logged = await in_database(log.append, page.token, incoming, assistant().holder)
        number = logged.conversation.pk
    else:
        language = known_language(request, page.posted_language)
        begin = log.Start("web", language, "page" if page.posted_language else "profile")
        number, page.token = await in_database(_start, begin, incoming)
    page.client_id = uuid.uuid4()
    if not choice:
        page.text = ""
    await answered(number, WAIT_S)


def _start(begin: log.Start, incoming: log.Incoming) -> tuple[int, str]:
    """The new conversation's number and token.

    `log.start` gives a token twice for some minutes only; a first page may be loaded again after hours, to see what
    staff have answered. Its id, which no other page shows, proves that it is the one that began.
    """
    try:
        logged, token = log.start(begin, incoming, assistant().holder)
    except log.Gone:
        conversation = Conversation.objects.filter(channel=begin.channel, start_id=incoming.client_id).first()
        if conversation is None:
            raise
        return conversation.pk, tokens.derive(conversation.nonce)
    return logged.conversation.pk, token


def _title(voice: Renderer, action: str) -> str:
    """What the button of that action says in the form's language. UnknownEntry: it has gone meanwhile."""
    kind, _, value = action.partition("=")
    content = voice.content
    if kind == "entry" and value in content.entries:
        return content.wording(value, voice.language).title
    if kind == "topic" and f"topic_{value}" in content.texts[GERMAN]:
        return voice.text(f"topic_{value}")
    if kind == "language" and value in content.languages:
        return content.languages[value].autonym
    if kind in ("none", "person"):
        return (none_button if kind == "none" else person_button)(voice).title
    raise UnknownEntry


async def _rate(page: Page, rating: str) -> None:
    """`rating` is a message's number and "yes", "no" or a reason, as in "7:unclear"."""
    number, _, verdict = rating.partition(":")
    if not (number.isdecimal() and len(number) < 10) or verdict not in ("yes", "no", *REASONS):
        raise Invalid
    conversation = await in_database(log.find, page.token)
    reason = verdict if verdict in REASONS else ""
    await in_database(feedback.rate, conversation, int(number), verdict == "yes", reason)


async def _read(page: Page) -> None:
    """Put the whole conversation on the page, in its own language."""
    conversation = await in_database(log.find, page.token)
    found = await in_database(record.transcript, conversation)
    page.messages, page.state = found["messages"], found["state"]
    page.language = page.posted_language = found["state"]["language"] or page.language


async def _failed(page: Page, error: Exception) -> None:
    """Say what went wrong. What was typed stays, and so does the conversation where it can be read."""
    page.fault = next(code for kind, code in CODES.items() if isinstance(error, kind))
    if isinstance(error, TooMany):
        page.retry_after_s = error.retry_after_s
    if page.fault == "gone":
        page.token = ""
    elif page.fault == "unavailable":
        logger.error("database: %s", type(error).__name__)
        close_old_connections()
    elif page.token:
        try:
            await _read(page)
        except log.Gone:
            page.token = ""
        except DatabaseError:
            logger.error("database: the conversation could not be read")


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Invalid from None


def _known(language: str) -> bool:
    return language in current().languages
