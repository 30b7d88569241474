"""What one turn answers: the messages, and what the conversation remembers of it. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import clock
from bot.content import current
from bot.conversation.models import Conversation, Message
from bot.engine.client import Hint
from bot.judgement import Crisis, Judgement
from bot.rendering.reply import Draft, Renderer
from faq.model import GERMAN, Content


@dataclass(frozen=True)
class Answer:
    """What one turn stores: messages, and what the conversation remembers."""

    drafts: Sequence[Draft]
    language: str
    language_from: str
    offered: Sequence[str] = ()
    last_entry: str | None = None
    case_reason: str | None = None
    gap: str = ""  # why the question is one that staff should see: fallback, none_of_these


def hint_of(conversation: Conversation) -> Hint:
    return Hint(conversation.language, conversation.language_from, conversation.last_entry, tuple(conversation.offered))


def pressed(action: str, value: str, conversation: Conversation) -> Judgement:
    """The judgement of a button, exact and without the engine."""
    language = conversation.language or GERMAN
    if action == "entry" and value in current().published(clock.today()):
        return Judgement("answer", language, (value,), 1.0)
    if action == "entry":
        return Judgement("withdrawn", language)
    if action == "topic":
        return Judgement("topic", language, topic=value)
    if action == "person":
        return Judgement("handoff", language, reason="asked")
    return Judgement("fallback", language, none_of_these=True)


def answer_for(
    content: Content,
    conversation: Conversation,
    judgement: Judgement,
    hint: Hint | None = None,
    masked: Sequence[str] = (),
) -> Answer:
    """The messages for a judgement, and what the conversation remembers of it."""
    hint = hint or hint_of(conversation)
    renderer = Renderer(content, judgement.language, clock.today())
    waiting = conversation.mode == Conversation.Mode.WAITING
    if judgement.kind == "handoff" and waiting:
        drafts = [renderer.says("handoff", "handoff_waiting")]
    else:
        drafts = renderer.judged(judgement)
    if judgement.kind == "switch" and conversation.last_entry in content.published(clock.today()):
        drafts = [*drafts, renderer.answer(str(conversation.last_entry))]  # "and in Arabic?"
    chosen = judgement.kind == "switch" or (hint.source == "chosen" and hint.code == judgement.language)
    case_reason = judgement.reason if judgement.kind == "handoff" else None
    return Answer(
        drafts=[*_masked_notice(renderer, masked), *drafts],
        language=judgement.language,
        language_from="chosen" if chosen else "earlier",
        offered=judgement.entries if judgement.kind == "clarify" else (),
        last_entry=judgement.entries[-1] if judgement.kind == "answer" else conversation.last_entry,
        case_reason="engine_down" if judgement.plain_search else case_reason,
        gap=_gap(judgement),
    )


def _gap(judgement: Judgement) -> str:
    if judgement.none_of_these:
        return "none_of_these"
    return "fallback" if judgement.kind == "fallback" and not judgement.plain_search else ""


def _masked_notice(renderer: Renderer, masked: Sequence[str]) -> list[Draft]:
    if not masked:
        return []
    kinds = ", ".join(renderer.text(f"masked_{kind}") for kind in masked)
    return [renderer.says("notice", "masked", kinds=kinds)]


def crisis_only(content: Content, message: Message, crisis: Crisis, engine_down: bool) -> Answer:
    """Nothing follows the crisis text. What the engine could not read is kept for staff here, too."""
    renderer = Renderer(content, crisis.language, clock.today())
    return Answer(
        drafts=_masked_notice(renderer, message.masked),
        language=crisis.language,
        language_from="earlier",
        last_entry=crisis.entry,
        case_reason="engine_down" if engine_down else None,
    )


def apology(content: Content, conversation: Conversation) -> Answer:
    renderer = Renderer(content, conversation.language or GERMAN, clock.today())
    drafts = [renderer.says("fallback", "error_failed")]
    return Answer(drafts, conversation.language or GERMAN, conversation.language_from, case_reason="no_answer")
