"""Turns a judgement into the messages a resident reads, from the content as it stands now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.judgement import Judgement
from bot.rendering.blocks import Block, parse, plain
from bot.rendering.buttons import (
    Button,
    category_buttons,
    entry_buttons,
    language_button,
    none_button,
    person_button,
    topic_buttons,
)
from bot.rendering.voice import Voice
from faq.entries import is_stale
from faq.model import Entry
from faq.slots import fill


@dataclass(frozen=True)
class Draft:
    """A message of the assistant before it is numbered. `notes` are small print, in the reader's language."""

    kind: str  # answer, clarify, fallback, handoff, language, switch, notice
    language: str  # of the words
    blocks: list[Block]
    notes: list[str] = field(default_factory=list)
    notes_language: str = ""  # of the notes and the titles, which are the assistant's own texts
    buttons: list[Button] = field(default_factory=list)
    buttons_title: str = ""
    entry: str | None = None
    sources: list[dict[str, str]] = field(default_factory=list)
    sources_title: str = ""
    leave: bool = False  # its reader may have to leave the page in one tap

    @property
    def text(self) -> str:
        return plain(self.blocks)

    def stored(self) -> dict[str, Any]:
        """What a client draws beside the text."""
        return {
            "kind": self.kind,
            "blocks": self.blocks,
            "notes": self.notes,
            "notes_language": self.notes_language or self.language,
            "buttons": [button.drawn() for button in self.buttons],
            "buttons_title": self.buttons_title,
            "entry": self.entry,
            "sources": self.sources,
            "sources_title": self.sources_title,
            **({"leave": True} if self.leave else {}),
        }


class Renderer(Voice):
    """Renders for one language on one day."""

    def says(self, kind: str, key: str, buttons: list[Button] | None = None, **values: str) -> Draft:
        """A message that is one of the assistant's own texts."""
        return Draft(kind, self.words, parse(self.text(key, **values)), buttons=buttons or [])

    def judged(self, judgement: Judgement) -> list[Draft]:
        """The messages for a judgement, in order."""
        if judgement.kind != "answer":
            return [self._said(judgement)]
        preface = [self.says("notice", "engine_down")] if judgement.plain_search else []
        return preface + [self.answer(entry) for entry in judgement.entries]

    def _said(self, judgement: Judgement) -> Draft:
        """The one message of a judgement that is no answer."""
        down = judgement.plain_search
        person = person_button(self)
        ways_on = [*topic_buttons(self), person]
        kind: str = judgement.kind
        match judgement.kind:
            case "clarify":
                key = "engine_down" if down else "clarify"
                buttons = [*entry_buttons(self, judgement.entries), none_button(self), person]
            case "topic":
                kind, key, buttons = "clarify", "clarify", [*category_buttons(self, judgement.topic), person]
            case "handoff":
                key, buttons = "handoff_asked" if judgement.reason == "asked" else "handoff_no_answer", []
            case "language":
                key = "language_question"
                buttons = [language_button(self.content, code) for code in judgement.candidates]
            case "switch":
                key, buttons = "language_switched", topic_buttons(self)
            case "withdrawn":
                kind, key, buttons = "fallback", "withdrawn", ways_on
            case _:
                key, buttons = "engine_down_none" if down else "fallback", ways_on
        return self.says(kind, key, buttons)

    def answer(self, entry_id: str) -> Draft:
        """The entry word for word, with what is to be said about the wording."""
        entry = self.content.entries[entry_id]
        wording = self.content.wording(entry_id, self.language)
        related = [other for other in entry.see_also if self.content.entries[other].published(self.today)]
        return Draft(
            kind="answer",
            language=wording.language,
            blocks=parse(fill(self.content, wording.answer, wording.language)),
            notes=self._notes(entry, wording.language),
            notes_language=self.words,
            buttons=entry_buttons(self, related[:3]),
            buttons_title=self.text("see_also") if related else "",
            entry=entry_id,
            sources=[{"url": source.url, "seen": self.day(source.seen)} for source in entry.sources],
            sources_title=self.text("source") if entry.sources else "",
            leave=entry.quick_exit,
        )

    def _notes(self, entry: Entry, wording_language: str) -> list[str]:
        wording = entry.wordings[wording_language]
        notes = [] if wording_language == self.language else [self.text("other_language")]
        if wording.machine:
            notes.append(self.text("machine_translation"))
        if is_stale(entry, wording_language):
            notes.append(self.text("stale"))
        if wording.checked is not None:
            notes.append(self.text("checked_on", date=self.day(wording.checked)))
        elif entry.sources:
            notes.append(self.text("not_checked", date=self.day(max(source.seen for source in entry.sources))))
        return notes
