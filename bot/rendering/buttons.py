"""Buttons: what a resident may press instead of typing. Their ids are signed, so only ours are obeyed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer

from faq.model import CATEGORIES, Content

if TYPE_CHECKING:
    from bot.rendering.reply import Renderer

TOPICS = tuple(category for category in CATEGORIES if category != "smalltalk")
_signer = Signer(salt="button")


@dataclass(frozen=True)
class Button:
    """`action` is what a press means: entry=…, topic=…, language=…, none=, person=; `language` that of the title."""

    action: str
    title: str
    language: str

    def drawn(self) -> dict[str, str]:
        """The button as clients get it."""
        kind = self.action.partition("=")[0]
        return {"id": _signer.sign(self.action), "kind": kind, "title": self.title, "language": self.language}


def pressed(id: str) -> str | None:
    """The action of a button id that we issued, else None."""
    try:
        return _signer.unsign(id)
    except (BadSignature, UnicodeEncodeError):  # a lone surrogate cannot be signed either
        return None


def entry_buttons(renderer: Renderer, entries: Iterable[str]) -> list[Button]:
    """One button an entry, with its title in the reader's language."""
    wordings = [(id, renderer.content.wording(id, renderer.language)) for id in entries]
    return [Button(f"entry={id}", wording.title, wording.language) for id, wording in wordings]


def category_buttons(renderer: Renderer, category: str) -> list[Button]:
    """All entries of a category that may be shown."""
    published = renderer.content.published(renderer.today).values()
    return entry_buttons(renderer, [entry.id for entry in published if entry.category == category])


def topic_buttons(renderer: Renderer) -> list[Button]:
    """The categories that have something to show."""
    filled = {entry.category for entry in renderer.content.published(renderer.today).values()}
    shown = [topic for topic in TOPICS if topic in filled]
    return [Button(f"topic={topic}", renderer.text(f"topic_{topic}"), renderer.words) for topic in shown]


def none_button(renderer: Renderer) -> Button:
    """None of the entries that were offered."""
    return Button("none=", renderer.text("none_of_these"), renderer.words)


def person_button(renderer: Renderer) -> Button:
    return Button("person=", renderer.text("talk_to_person"), renderer.words)


def language_button(content: Content, code: str) -> Button:
    """A language by its own name."""
    return Button(f"language={code}", content.languages[code].autonym, code)
