"""What `ask`, `chat` and `evaluate` share: one message judged as the gateway judges it, nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import bot.ready  # noqa: F401  (first)
from bot import clock
from bot.content import current
from bot.conversation.text import TextTooLong, clean
from bot.engine.client import Engine, Hint
from bot.environment import SettingError
from bot.judgement import Crisis, Judgement, after_crisis, find_danger, judge
from bot.rendering.reply import Draft, Renderer
from faq.model import GERMAN


@dataclass(frozen=True)
class Exchange:
    """A question and what came of it. `judgement` is the whole one; `following` what is shown after a crisis text."""

    judgement: Judgement
    crisis: Crisis | None
    drafts: Sequence[Draft]

    @property
    def entries(self) -> list[str]:
        """The entries answered or offered, a crisis text's first."""
        first = [self.crisis.entry] if self.crisis else []
        return first + [id for id in self.judgement.entries if id not in first]


async def exchange(engine: Engine, text: str, hint: Hint) -> Exchange:
    """One message through the crisis check, the engine and the filter. SettingError: the text cannot be asked."""
    try:
        question = clean(text)
    except TextTooLong:
        raise SettingError("The question is too long. Ask it in up to 1,000 characters.") from None
    if not question:
        raise SettingError("The question is empty. Write one in quotes.")
    content, today = current(), clock.today()
    crisis = find_danger(content, question, hint.code or GERMAN, today)
    judgement = await judge(content, engine, question, hint, today)
    drafts = [Renderer(content, crisis.language, today).answer(crisis.entry)] if crisis else []
    following = after_crisis(judgement, crisis) if crisis else judgement
    if following is not None:
        drafts += Renderer(content, following.language, today).judged(following)
    elif judgement.kind in ("clarify", "fallback"):
        judgement = Judgement("answer", crisis.language if crisis else judgement.language, (), ms=judgement.ms)
    return Exchange(judgement, crisis, drafts)


def first_hint(language: str | None) -> Hint:
    """The hint of a page in that language. SettingError: unknown."""
    if language is None:
        return Hint()
    if language not in current().languages:
        raise SettingError(f"There is no language {language}. Choose one of: {', '.join(current().languages)}.")
    return Hint(language, "page")


def explained(result: Exchange) -> str:
    """One line on how it came to this: language, kind, ranking, time."""
    judgement = result.judgement
    ranking = ", ".join(f"{each.entry} {each.confidence:.2f}" for each in judgement.ranking) or "no ranking"
    parts = [f"language {judgement.language}", judgement.kind, ranking, f"{judgement.ms:.0f} ms"]
    if result.crisis:
        parts.insert(0, f"crisis {result.crisis.entry}")
    if judgement.plain_search:
        parts.append("plain search (the engine is down)")
    return "  [" + " | ".join(parts) + "]"


def as_json(result: Exchange) -> dict[str, Any]:
    judgement = result.judgement
    return {
        "kind": judgement.kind,
        "language": judgement.language,
        "entries": result.entries,
        "confidence": round(judgement.confidence, 4),
        "ranking": [{"entry": each.entry, "confidence": round(each.confidence, 4)} for each in judgement.ranking],
        "crisis": result.crisis.entry if result.crisis else None,
        "plain_search": judgement.plain_search,
        "ms": round(judgement.ms, 1),
        "messages": [{"text": draft.text, "language": draft.language, **draft.stored()} for draft in result.drafts],
    }


def as_text(drafts: Sequence[Draft]) -> str:
    """The messages as a terminal shows them."""
    return "\n\n".join(_one(draft) for draft in drafts)


def _one(draft: Draft) -> str:
    lines = [draft.text]
    lines += [f"({note})" for note in draft.notes]
    titles = " | ".join(f"[{button.title}]" for button in draft.buttons)
    return "\n".join([*lines, *([f"{draft.buttons_title} {titles}".strip()] if titles else [])])
