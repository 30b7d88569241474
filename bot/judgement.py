"""What a message means, judged as a whole: crisis patterns, the engine or the plain search, what may be shown."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.conversation.text import for_engine
from bot.engine.client import Engine, EngineDecision, EngineFault, Hint
from faq.crisis import crisis_language, find_crisis
from faq.decision import Ranked, Thresholds, decide
from faq.lexical import LexicalIndex
from faq.model import GERMAN, Content, variant_of

Kind = Literal["answer", "clarify", "fallback", "handoff", "language", "switch", "topic", "withdrawn"]

# Cosines of the plain search: an answer from here on, a question back from here on. Set on the entries' own
# questions, each left out in turn (tests/bot/test_plain_search.py shows what they let through).
PLAIN = Thresholds(sure=0.75, ask=0.3)


@dataclass(frozen=True)
class Judgement:
    """What to do. `entries` are ids, all published. `plain_search`: the engine was down."""

    kind: Kind
    language: str
    entries: tuple[str, ...] = ()
    confidence: float = 0.0
    reason: str = "asked"  # of a handoff
    candidates: tuple[str, ...] = ()  # of a language question
    topic: str = ""  # of a topic's button
    ranking: tuple[Ranked, ...] = ()
    plain_search: bool = False
    none_of_these: bool = False  # the button under a clarifying message
    ms: float = 0.0  # the engine's round trip


@dataclass(frozen=True)
class Crisis:
    """The entry whose answer comes first, and the language to show it in."""

    entry: str
    language: str


def find_danger(content: Content, text: str, language: str, today: date) -> Crisis | None:
    """The crisis check: deterministic, before anything else."""
    matches = find_crisis(content.crisis, text)
    matches = [rule for rule in matches if content.entries[rule.entry].published(today)]
    if not matches:
        return None
    written = variant_of(language) or language  # rules are for what people write
    spoken = crisis_language(matches, written)
    entry = next(rule.entry for rule in matches if rule.language == spoken)
    return Crisis(entry, language if spoken == written else spoken)


async def judge(content: Content, engine: Engine, text: str, hint: Hint, today: date) -> Judgement:
    """Ask the engine; where it fails, search by letters. Never raises for an engine that is down or wrong."""
    known = hint.code or GERMAN
    question = for_engine(text)
    if not question:
        return Judgement("fallback", known)
    try:
        decision, ms = await engine.ask(question, hint)
    except EngineFault:
        asked = known if hint.source != "none" else None
        return await asyncio.to_thread(plain_search, content, question, asked, today)  # its first call takes a second
    return replace(_allowed(content, decision, today), ms=ms)


def _allowed(content: Content, decision: EngineDecision, today: date) -> Judgement:
    """The engine's decision, cut to what may be shown now and decided anew by the same rule."""
    language = decision.language if decision.language in content.languages else GERMAN
    if decision.kind == "handoff":
        return Judgement("handoff", language, reason=decision.reason)
    if decision.kind == "language":
        known = tuple(code for code in decision.candidates if code in content.languages)
        return Judgement("language", language, candidates=known) if len(known) > 1 else Judgement("fallback", language)
    if decision.kind == "switch":
        return Judgement("switch", language)
    if decision.thresholds is None:  # out of scope
        return Judgement("fallback", language)
    published = content.published(today)
    ranking = tuple(each for each in decision.ranking if each.entry in published)
    several = tuple(id for id in decision.entries if id in published)
    if decision.kind == "answer" and len(several) > 1:
        return Judgement("answer", language, several, decision.confidence, ranking=ranking)
    result = decide(ranking, decision.thresholds)
    return Judgement(result.kind, language, result.entries, result.confidence, ranking=ranking)


def plain_search(content: Content, text: str, language: str | None, today: date) -> Judgement:
    """The floor under everything: the nearest example question by its letters."""
    found = _index(content, today).search(text)
    near = (each for each in found if each.confidence >= found[0].confidence / 2)
    ranking = tuple(Ranked(each.entry, each.confidence) for each in near)
    result = decide(ranking, PLAIN)
    spoken = language or (GERMAN if result.kind == "fallback" else found[0].language)
    return Judgement(result.kind, spoken, result.entries, result.confidence, ranking=ranking, plain_search=True)


_indexes: dict[tuple[str, date], LexicalIndex] = {}  # one: of the content and the day in use
_building = threading.Lock()


def _index(content: Content, today: date) -> LexicalIndex:
    key = (content.hash, today)
    with _building:
        if key not in _indexes:
            _indexes.clear()
            _indexes[key] = LexicalIndex(content.published(today).values())
        return _indexes[key]


def after_crisis(judgement: Judgement, crisis: Crisis) -> Judgement | None:
    """What still follows a crisis text: another entry or a person, nothing that would distract from it."""
    if judgement.kind == "handoff" and judgement.reason == "asked":
        return judgement
    others = tuple(id for id in judgement.entries if id != crisis.entry)
    if judgement.kind == "answer" and others and not judgement.plain_search:
        return replace(judgement, entries=others)
    return None
