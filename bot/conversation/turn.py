"""Takes turns: claims a received message, judges it, and stores its answer exactly once (design.md, section 4)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from bot import clock
from bot.channel import channel
from bot.content import current
from bot.conversation import outbox
from bot.conversation.answer import Answer, answer_for, apology, crisis_only, hint_of, pressed
from bot.conversation.leases import Claim, claim_next, release, waiting_conversations
from bot.conversation.models import Conversation, Message, lock, next_seq
from bot.conversation.wakeup import Wakeup, announce
from bot.database import in_database
from bot.engine.client import Engine
from bot.handoff.cases import resident_wrote
from bot.handoff.models import open_case
from bot.judgement import Crisis, Judgement, after_crisis, find_danger, judge
from bot.rendering.reply import Draft, Renderer
from faq.model import GERMAN, Content

logger = logging.getLogger(__name__)
SWEEP_S = 5.0
MOST_ATTEMPTS = 4  # a message that ends its process each time is answered with an apology in the end


class Turns:
    """Answers conversations in this process, each by one task at a time, so that messages keep their order."""

    def __init__(self, engine: Engine, wakeup: Wakeup, seat: str, holder: str) -> None:
        self._engine = engine
        self._wakeup = wakeup
        self._seat = seat
        self._holder = holder
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._asked: set[int] = set()

    def take(self, conversation_id: int) -> asyncio.Task[None]:
        """Answer what waits in the conversation. The task ends when nothing is left that this process may take."""
        self._asked.add(conversation_id)
        task = self._tasks.get(conversation_id)
        if task is None:
            task = asyncio.create_task(self._work(conversation_id), name=f"turn-{conversation_id}")
            self._tasks[conversation_id] = task
        return task

    async def finish(self, timeout_s: float) -> None:
        """Wait for the turns under way; what is not done by then is taken up after its lease."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=timeout_s)

    async def sweep(self) -> None:
        """At the start and every SWEEP_S: take up messages whose process has died. Runs until cancelled."""
        await in_database(release, self._seat)
        while True:
            try:
                for conversation_id in await in_database(waiting_conversations):
                    self.take(conversation_id)
            except Exception:
                logger.exception("sweep failed; trying again")
            await asyncio.sleep(SWEEP_S)

    async def _work(self, conversation_id: int) -> None:
        try:
            while conversation_id in self._asked:
                self._asked.discard(conversation_id)
                while claim := await in_database(claim_next, conversation_id, self._holder):
                    await self._answer(claim)
        except Exception:
            logger.exception("turn of conversation %d failed; its lease ends by itself", conversation_id)
        finally:
            self._asked.discard(conversation_id)
            del self._tasks[conversation_id]

    async def _answer(self, claim: Claim) -> None:
        content = current()
        conversation = claim.message.conversation
        crisis = None
        if not claim.message.choice:
            crisis = find_danger(content, claim.message.text, conversation.language or GERMAN, clock.today())
        if crisis is not None:  # stored, and shown, before the engine is asked
            await in_database(
                _store_first, claim, Renderer(content, crisis.language, clock.today()).answer(crisis.entry)
            )
            self._wakeup.wake(conversation.pk)
        if conversation.mode == Conversation.Mode.STAFF:
            answer = Answer((), conversation.language or GERMAN, conversation.language_from)
        else:
            answer = await self._decide(content, claim, crisis)
        await in_database(_store, claim, answer, first_part=0 if crisis is None else 1)
        self._wakeup.wake(conversation.pk)

    async def _decide(self, content: Content, claim: Claim, crisis: Crisis | None) -> Answer:
        conversation, message = claim.message.conversation, claim.message
        if claim.message.attempts > MOST_ATTEMPTS:
            logger.error("message %d ended its process %d times; giving up on it", message.pk, message.attempts - 1)
            return apology(content, conversation)
        text, hint = message.text, hint_of(conversation)
        if message.choice:
            action, _, value = message.choice.partition("=")
            if action != "language":
                return answer_for(content, conversation, pressed(action, value, conversation))
            hint = replace(hint, code=value, source="chosen")
            pending = await in_database(_pending_question, message)
            if pending is None:
                return answer_for(content, conversation, Judgement("switch", value), hint)
            text = pending
        judgement = await judge(content, self._engine, text, hint, clock.today())
        if crisis is None:
            return answer_for(content, conversation, judgement, hint, message.masked)
        following = after_crisis(judgement, crisis)
        if following is None:
            return crisis_only(content, message, crisis, engine_down=judgement.plain_search)
        return answer_for(content, conversation, following, hint, message.masked)


def _pending_question(message: Message) -> str | None:
    """The question that was answered with "which language?", if that was the last thing said."""
    before = (
        Message.objects.filter(conversation=message.conversation, seq__lt=message.seq, author=Message.Author.RESIDENT)
        .order_by("-seq")
        .first()
    )
    if before is None or not before.replies.filter(content__kind="language").exists():
        return None
    return before.text


def _store_first(claim: Claim, draft: Draft) -> None:
    """Store the crisis text at once. After a crash in the middle it is there already and stays the only one."""
    with transaction.atomic():
        if Message.objects.filter(reply_to=claim.message, part=0).exists():
            return
        _insert(claim.message, [draft], first_part=0)
        announce(claim.message.conversation_id)


def _store(claim: Claim, answer: Answer, first_part: int) -> None:
    """Set the message to done and write its answer, both or neither; neither when another process was first."""
    message = claim.message
    with transaction.atomic():
        lock(message.conversation_id)
        done = Message.objects.filter(pk=message.pk, state=Message.State.RECEIVED, lease=claim.lease).update(
            state=Message.State.DONE, language=answer.language, attempts=message.attempts, lease_until=None
        )
        if not done:
            logger.warning("message %d was answered by another process; this answer is dropped", message.pk)
            return
        _insert(message, answer.drafts, first_part)
        if answer.gap:
            _remember_gap(message, answer.gap)
        changes: dict[str, object] = {
            "language": answer.language,
            "language_from": answer.language_from,
            "offered": list(answer.offered)[:3],
            "last_entry": answer.last_entry,
            "active_at": clock.now(),
        }
        if answer.case_reason is not None:
            open_case(message, answer.language, answer.case_reason)
            changes["retention"] = "case"
            if answer.case_reason in ("asked", "no_answer"):  # staff who came meanwhile stay
                assisted = Conversation.objects.filter(pk=message.conversation_id, mode=Conversation.Mode.BOT)
                assisted.update(mode=Conversation.Mode.WAITING)
            Message.objects.filter(conversation=message.conversation).update(retention="case")
        if message.conversation.mode == Conversation.Mode.STAFF:
            resident_wrote(message.conversation)
        Conversation.objects.filter(pk=message.conversation_id).update(**changes)
        announce(message.conversation_id)


def _remember_gap(message: Message, gap: str) -> None:
    """Mark the question that found no answer: this message, or the typed one before the button "none of these"."""
    typed = Message.objects.filter(
        conversation=message.conversation, seq__lte=message.seq, author=Message.Author.RESIDENT, choice=""
    ).order_by("-seq")
    if question := typed.first():
        Message.objects.filter(pk=question.pk).update(gap=gap)


def _insert(message: Message, drafts: Sequence[Draft], first_part: int) -> None:
    if not drafts:
        return
    conversation = message.conversation
    seq = next_seq(conversation, len(drafts))
    stored = Message.objects.bulk_create(
        Message(
            conversation=conversation,
            seq=seq + number,
            author=Message.Author.BOT,
            text=draft.text,
            language=draft.language,
            content=draft.stored(),
            reply_to=message,
            part=first_part + number,
            retention=conversation.retention,
        )
        for number, draft in enumerate(drafts)
    )
    if channel(conversation.channel).pushes:
        outbox.enqueue(conversation, stored)
