"""A decision in words, for `rasa shell`; residents get the gateway's rendering of the same."""

from __future__ import annotations

import json
from typing import Any

from faq.model import Content
from faq.slots import fill

TEXTS = {"clarify": "clarify", "language": "language_question", "switch": "language_switched", "fallback": "fallback"}
Button = dict[str, str]


def words(content: Content, decision: dict[str, Any]) -> tuple[str, list[Button]]:
    """What is said, in the decision's language or its fallback, and the buttons under it."""
    language, kind = decision["language"], decision["kind"]
    if kind == "answer":
        return "\n\n".join(_answer(content, entry, language) for entry in decision["entries"]), []
    key = f"handoff_{decision['reason']}" if kind == "handoff" else TEXTS[kind]
    if key == "handoff_negative_feedback":
        key = "handoff_no_answer"
    return fill(content, content.text(key, language), language), _buttons(content, decision)


def _answer(content: Content, entry: str, language: str) -> str:
    wording = content.wording(entry, language)
    return fill(content, wording.answer, wording.language).strip()


def _buttons(content: Content, decision: dict[str, Any]) -> list[Button]:
    if decision["kind"] == "clarify":
        entries, language = decision["entries"], decision["language"]
        return [_button(content.wording(entry, language).title, {"entry": entry}) for entry in entries]
    if decision["kind"] == "language":
        rows = [content.languages[code] for code in decision["candidates"]]
        return [{"title": row.autonym, "payload": row.autonym} for row in rows]
    return []


def _button(title: str, chosen: dict[str, str]) -> Button:
    return {"title": title, "payload": f"/choose{json.dumps(chosen)}"}
