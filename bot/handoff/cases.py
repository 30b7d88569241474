"""What staff do with a case. Each step is one transaction that changes the state only where it is as expected."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bot import clock
from bot.channel import channel
from bot.content import current
from bot.conversation import outbox
from bot.conversation.models import Conversation, Message, lock, next_seq
from bot.conversation.text import clean
from bot.conversation.tokens import keyed_hash
from bot.conversation.wakeup import announce
from bot.handoff.models import Case
from bot.rendering.reply import Draft, Renderer
from bot.staff.models import AuditEntry, Staff, record
from faq.model import GERMAN

State = Case.State
HELD = (State.CLAIMED, State.ANSWERED, State.ASKED_BACK)


class Taken(Exception):
    """Somebody else was first, or the case has gone on meanwhile: nothing was changed. Look at it again."""


class Unsaid(Exception):
    """There is nothing to send: no words are left after cleaning, or the entry is not published."""


@dataclass(frozen=True)
class Reply:
    """What staff send. `client_id` is the same for each repetition of one sending.

    `language` is what the words are in. `entry`: send this entry in the resident's language instead of words.
    """

    client_id: uuid.UUID
    text: str = ""
    language: str = GERMAN
    entry: str = ""
    asks_back: bool = False


def claim(case_id: int, staff: Staff) -> None:
    """Take an open case: the assistant falls silent, and the resident is told. Taken: another was first."""
    with transaction.atomic():
        case = _locked(case_id)
        _change(case, [State.OPEN], None, state=State.CLAIMED, holder=staff)
        _set_mode(case, Conversation.Mode.STAFF)
        _say(case, [_voice(case).says("notice", "staff_joined")])
        record(AuditEntry.Action.CASE_CLAIMED, staff, case.pk)


def release(case_id: int, staff: Staff) -> None:
    """Give a case back to all. The assistant answers meanwhile. Taken: it is not yours."""
    with transaction.atomic():
        case = _locked(case_id)
        _change(case, HELD, staff, state=State.OPEN, holder=None)
        _set_mode(case, Conversation.Mode.WAITING)
        _say(case, [_voice(case).says("handoff", "handoff_waiting")])
        record(AuditEntry.Action.CASE_RELEASED, staff, case.pk)


def give_back(staff: Staff) -> int:
    """Give all cases of an account back to everyone. Returns how many."""
    held = list(Case.objects.filter(holder=staff, state__in=HELD).values_list("pk", flat=True))
    for case_id in held:
        with suppress(Taken, Case.DoesNotExist):
            release(case_id, staff)
    return len(held)


def close(case_id: int, staff: Staff, ending: str) -> None:
    """End a case: the assistant is back, and the resident is told. Taken: it is not yours."""
    with transaction.atomic():
        case = _locked(case_id)
        _change(case, HELD, staff, state=State.CLOSED, ending=Case.Ending(ending), closed_at=clock.now())
        _set_mode(case, Conversation.Mode.BOT)
        _say(case, [_voice(case).says("notice", "staff_left")])
        record(AuditEntry.Action.CASE_CLOSED, staff, case.pk)


def reply(case_id: int, staff: Staff, answer: Reply) -> None:
    """Send an answer, once however often it is called. Taken: the case is not yours. Unsaid, text.TextTooLong."""
    text = "" if answer.entry else clean(answer.text)
    with transaction.atomic():
        case = _locked(case_id)
        if Message.objects.filter(conversation=case.conversation, client_id=answer.client_id).exists():
            return
        words = _words(case, answer, text)
        _change(case, HELD, staff, state=State.ASKED_BACK if answer.asks_back else State.ANSWERED)
        message = Message(
            conversation=case.conversation,
            seq=next_seq(case.conversation),
            author=Message.Author.STAFF,
            client_id=answer.client_id,
            body_hash=keyed_hash(f"{answer.entry}\0{text}"),
            retention=case.conversation.retention,
            **words,
        )
        message.save()
        _pass_on(case, [message])
        record(AuditEntry.Action.CASE_ANSWERED, staff, case.pk)


def resident_wrote(conversation: Conversation) -> None:
    """What staff have answered is open again between them and the resident. Call inside the turn's transaction."""
    answered = Case.objects.filter(conversation=conversation, state__in=[State.ANSWERED, State.ASKED_BACK])
    answered.update(state=State.CLAIMED)


def _words(case: Case, answer: Reply, text: str) -> dict[str, Any]:
    """Text, language and content of the message. German goes with a sentence that says so, in the resident's words."""
    if answer.entry:
        if answer.entry not in current().published(clock.today()):
            raise Unsaid
        draft = _voice(case).answer(answer.entry)
        return {"text": draft.text, "language": draft.language, "content": draft.stored()}
    if not text:
        raise Unsaid
    voice = _voice(case)
    notes = [voice.text("staff_in_german")] if answer.language == GERMAN != voice.words else []
    content = {"notes": notes, "notes_language": voice.words} if notes else {}
    return {"text": text, "language": answer.language, "content": content}


def _locked(case_id: int) -> Case:
    """The case, with its conversation locked. Case.DoesNotExist: never there, or forgotten."""
    lock(Case.objects.values_list("conversation_id", flat=True).get(pk=case_id))
    return Case.objects.select_related("conversation").get(pk=case_id)


def _change(case: Case, states: Sequence[str], by: Staff | None, **changes: Any) -> None:
    """Compare and set."""
    if not Case.objects.filter(pk=case.pk, state__in=states, holder=by).update(**changes):
        raise Taken


def _set_mode(case: Case, mode: Conversation.Mode) -> None:
    Conversation.objects.filter(pk=case.conversation_id).update(mode=mode, active_at=clock.now())


def _voice(case: Case) -> Renderer:
    return Renderer(current(), case.conversation.language or case.language, clock.today())


def _say(case: Case, drafts: Sequence[Draft]) -> None:
    """What the assistant tells the resident about the case."""
    seq = next_seq(case.conversation, len(drafts))
    stored = Message.objects.bulk_create(
        Message(
            conversation=case.conversation,
            seq=seq + number,
            author=Message.Author.BOT,
            text=draft.text,
            language=draft.language,
            content=draft.stored(),
            retention=case.conversation.retention,
        )
        for number, draft in enumerate(drafts)
    )
    _pass_on(case, stored)


def _pass_on(case: Case, messages: Sequence[Message]) -> None:
    if channel(case.conversation.channel).pushes:
        outbox.enqueue(case.conversation, messages)
    announce(case.conversation_id)
