"""Buttons: what a resident may press instead of typing. Their ids are signed, so only ours are obeyed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from bot.rendering.voice import Voice
from faq.model import CATEGORIES, Content

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


def entry_buttons(voice: Voice, entries: Iterable[str]) -> list[Button]:
    """One button an entry, with its title in the reader's language."""
    wordings = [(id, voice.content.wording(id, voice.language)) for id in entries]
    return [Button(f"entry={id}", wording.title, wording.language) for id, wording in wordings]


def category_buttons(voice: Voice, category: str) -> list[Button]:
    """All entries of a category that may be shown."""
    published = voice.content.published(voice.today).values()
    return entry_buttons(voice, [entry.id for entry in published if entry.category == category])


def topic_buttons(voice: Voice) -> list[Button]:
    """The categories that have something to show."""
    filled = {entry.category for entry in voice.content.published(voice.today).values()}
    shown = [topic for topic in TOPICS if topic in filled]
    return [Button(f"topic={topic}", voice.text(f"topic_{topic}"), voice.words) for topic in shown]


def none_button(voice: Voice) -> Button:
    """None of the entries that were offered."""
    return Button("none=", voice.text("none_of_these"), voice.words)


def person_button(voice: Voice) -> Button:
    return Button("person=", voice.text("talk_to_person"), voice.words)


def language_button(content: Content, code: str) -> Button:
    """A language by its own name."""
    return Button(f"language={code}", content.languages[code].autonym, code)
