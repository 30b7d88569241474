"""The decisions of the contract (faq/contract.json), as the engine fills them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from actions.turn import Turn

Custom = dict[str, Any]


def answer(turn: Turn, entries: Sequence[str], confidence: float) -> Custom:
    """`entries` is one, or the two of a message that asks two things, in their order."""
    shown = {"kind": "answer", "language": turn.language, "entries": list(entries), "confidence": round(confidence, 4)}
    return {**shown, **_ranking(turn)}


def clarify(turn: Turn, entries: Sequence[str]) -> Custom:
    """`entries` are the two or three likely ones, best first."""
    return {"kind": "clarify", "language": turn.language, "entries": list(entries), **_ranking(turn)}


def handoff(turn: Turn, reason: Literal["asked", "no_answer", "negative_feedback"]) -> Custom:
    return {"kind": "handoff", "language": turn.language, "reason": reason}


def ask_language(turn: Turn, candidates: Sequence[str]) -> Custom:
    """`candidates` are two to four codes, likeliest first."""
    return {"kind": "language", "language": turn.language, "candidates": list(candidates)}


def switch(language: str) -> Custom:
    return {"kind": "switch", "language": language}


def fallback(turn: Turn) -> Custom:
    return {"kind": "fallback", "language": turn.language}


def _ranking(turn: Turn) -> Custom:
    return {
        "ranking": [{"entry": each.entry, "confidence": each.confidence} for each in turn.ranking],
        "thresholds": {"sure": turn.thresholds.sure, "ask": turn.thresholds.ask},
        "content": turn.content,
    }
