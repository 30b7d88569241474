"""One case: the whole conversation, and what staff can do."""

from __future__ import annotations

import uuid
from typing import Any

from babel.dates import format_datetime
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bot import clock
from bot.content import current
from bot.conversation.models import Message
from bot.conversation.text import MAX_CHARACTERS, TextTooLong
from bot.handoff import cases
from bot.handoff.models import Case
from bot.staff.models import AuditEntry, Staff, record
from channels.desk.access import LIVE, staff_page
from channels.desk.boxes import ENDINGS, row
from faq.model import GERMAN

SPEAKERS = {
    Message.Author.RESIDENT: "Ratsuchende Person",
    Message.Author.BOT: "Assistent",
    Message.Author.STAFF: "Team",
}
TAKEN = "Der Fall hat sich inzwischen geändert. Ihre Aktion wurde nicht ausgeführt."
EMPTY = "Bitte schreiben Sie eine Antwort, oder wählen Sie einen Eintrag."
LONG = f"Ihre Antwort ist zu lang: höchstens {MAX_CHARACTERS} Zeichen."
CONSENT = "Die Person schreibt nicht Deutsch. Bitte bestätigen Sie, dass Sie auf Deutsch antworten."


@staff_page
@require_safe
def show(request: HttpRequest, staff: Staff, id: int) -> HttpResponse:
    """The case's page. With the header LIVE only the conversation."""
    if LIVE in request.headers:
        return render(request, "desk/_log.html", {"log": _log(_found(id))})
    record(AuditEntry.Action.CASE_VIEWED, staff, id)
    return _page(request, staff, _found(id))


@staff_page
@require_http_methods(["POST"])
def reply(request: HttpRequest, staff: Staff, id: int) -> HttpResponse:
    """Send words or an entry. What was typed is shown again if it cannot be sent."""
    case = _found(id)
    form = request.POST
    try:
        sent = cases.Reply(
            client_id=uuid.UUID(form.get("client_id", "")),
            text=form.get("text", ""),
            language=_language(case) if form.get("language") == "own" else GERMAN,
            entry=form.get("entry", ""),
            asks_back="asks_back" in form,
        )
    except ValueError:
        raise Http404 from None
    if not sent.entry and sent.language == GERMAN != _language(case) and "consent" not in form:
        return _page(request, staff, case, CONSENT)
    try:
        cases.reply(id, staff, sent)
    except Case.DoesNotExist:  # deleted by its resident this very moment
        raise Http404 from None
    except (cases.Taken, cases.Unsaid, TextTooLong) as error:
        said = {cases.Taken: TAKEN, cases.Unsaid: EMPTY, TextTooLong: LONG}[type(error)]
        return _page(request, staff, _found(id), said)
    return redirect("desk-case", id=id)


@staff_page
@require_POST
def act(request: HttpRequest, staff: Staff, id: int, action: str) -> HttpResponse:
    """Claim, release or close."""
    _found(id)
    try:
        match action:
            case "uebernehmen":
                cases.claim(id, staff)
            case "zurueckgeben":
                cases.release(id, staff)
            case "abschliessen" if request.POST.get("ending") in ENDINGS:
                cases.close(id, staff, request.POST["ending"])
            case _:
                raise Http404
    except Case.DoesNotExist:  # deleted by its resident this very moment
        raise Http404 from None
    except cases.Taken:
        return _page(request, staff, _found(id), TAKEN)
    return redirect("desk-case", id=id)


def _found(id: int) -> Case:
    case = Case.objects.select_related("conversation", "holder").filter(pk=id).first()
    if case is None:
        raise Http404
    return case


def _language(case: Case) -> str:
    """The language that the resident writes in now."""
    return case.conversation.language or case.language


def _page(request: HttpRequest, staff: Staff, case: Case, fault: str = "") -> HttpResponse:
    content = current()
    language = content.languages.get(_language(case), content.languages[GERMAN])
    published = content.published(clock.today())
    context = {
        "staff": staff,
        "case": case,
        "row": row(case),
        "log": _log(case),
        "mine": case.holder == staff and case.state in cases.HELD,
        "open": case.state == Case.State.OPEN,
        "language": language,
        "foreign": language.code != GERMAN,
        "entries": sorted(
            ((id, content.entries[id].wordings[GERMAN].title) for id in published), key=lambda each: each[1]
        ),
        "endings": ENDINGS.items(),
        "client_id": request.POST.get("client_id") or uuid.uuid4(),
        "typed": request.POST,
        "fault": fault,
    }
    return render(request, "desk/case.html", context, status=409 if fault == TAKEN else 422 if fault else 200)


def _log(case: Case) -> list[dict[str, Any]]:
    """The whole conversation, as its resident sees it, and which entry an answer was."""
    content = current()
    return [_line(content, message) for message in case.conversation.messages.order_by("seq")]


def _line(content: Any, message: Message) -> dict[str, Any]:
    entry = content.entries.get(message.content.get("entry") or "")
    language = content.languages.get(message.language or GERMAN)
    return {
        "seq": message.seq,
        "author": message.author,
        "who": SPEAKERS[Message.Author(message.author)],
        "text": message.text,
        "language": message.language or "",
        "direction": language.direction if language else "auto",
        "at": format_datetime(message.created_at, "short", tzinfo=clock.LOCAL, locale="de"),
        "entry": entry.wordings[GERMAN].title if entry else "",
        "notes": message.content.get("notes", []) if message.author == Message.Author.STAFF else [],
    }
