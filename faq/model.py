"""The shapes of the content: frozen objects that both houses read. `faq.store` makes them from the YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

CATEGORIES = ("offers", "counselling", "contact", "about", "life", "safety", "access", "smalltalk")
GERMAN = "de"  # the binding original of every entry and text


def variant_of(code: str) -> str | None:
    """The language of which the code is a plainer form, "de" for "de-x-easy" (BCP 47, private use); else None.

    A variant has wordings and texts of its own, but its readers write as everybody does: no questions, no label.
    """
    base, mark, _ = code.partition("-x-")
    return base if mark else None


@dataclass(frozen=True)
class Language:
    """A language residents write in: one row of `languages.yml`."""

    code: str  # BCP 47, such as "uk" or "kmr"
    autonym: str  # its name in itself, as buttons show it
    german: str  # its German name, as staff read it
    direction: Literal["ltr", "rtl"]
    script: str  # ISO 15924, such as "Cyrl"
    fallback: str  # the language whose words its readers get where it has none
    labels: tuple[str, ...]  # what language identification calls it: labels of lid.176, ISO 639-1 or 639-3
    names: tuple[str, ...]  # what people call it in other languages, lower case: "turkish", "türkisch", "турецький"


@dataclass(frozen=True)
class Source:
    """Where a fact was read, and the day somebody last saw it there."""

    url: str
    seen: date


@dataclass(frozen=True)
class Wording:
    """An entry in one language. `checked` is None while no reader of the language has signed it."""

    language: str
    title: str
    answer: str  # small Markdown with contact slots such as {ki-staff}
    questions: tuple[str, ...]
    checked: date | None = None
    of: str | None = None  # `answer_hash` of the German answer it was made from

    @property
    def machine(self) -> bool:
        """A machine translation that nobody has signed; German is the original and never one."""
        return self.language != GERMAN and self.checked is None


@dataclass(frozen=True)
class Entry:
    """One question residents have and its curated answer: a file of `entries/`."""

    id: str
    category: str  # one of CATEGORIES
    intent: str  # Rasa's intent; the category unless the file says otherwise
    wordings: Mapping[str, Wording]
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # languages with questions alone
    see_also: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    facts: tuple[str, ...] = ()
    refer_to: str | None = None  # contact slot for what the answer must not say
    valid_until: date | None = None  # its last day, included
    says_no: bool = False  # its answer says that a question is not ours: right for what is out of scope
    quick_exit: bool = False  # who reads its answer may have to leave the page in one tap: violence

    def published(self, today: date) -> bool:
        """Shown to residents on that day: not expired."""
        return self.valid_until is None or today <= self.valid_until

    def questions(self) -> list[tuple[str, str]]:
        """All example questions as (language, text), wordings first."""
        worded = [(code, text) for code, wording in self.wordings.items() for text in wording.questions]
        return worded + [(code, text) for code, texts in self.examples.items() for text in texts]


@dataclass(frozen=True)
class ContactItem:
    """One way to reach somebody. Unconfirmed (`confirmed` is None) it is never shown, stand-ins excepted."""

    kind: Literal["phone", "email", "address", "hours", "link"]
    value: str
    confirmed: date | None = None
    label: Mapping[str, str] = field(default_factory=dict)  # language -> link text, for links


@dataclass(frozen=True)
class Contact:
    """Whom a slot such as {ki-staff} names, and what stands in while staff have not confirmed any item."""

    id: str
    names: Mapping[str, str]  # language -> name
    items: tuple[ContactItem, ...]
    stand_in: bool = False  # printed on the city's own pages: shown unconfirmed, in place of others


@dataclass(frozen=True)
class CrisisRule:
    """Patterns that mean danger in one language, and the entry whose answer is sent first."""

    entry: str
    language: str
    patterns: tuple[str, ...]  # regular expressions over `faq.crisis.fold`-ed text; any match counts
    unless: tuple[str, ...]  # any match of these cancels
    positive: tuple[str, ...]  # sentences that must match: tests
    negative: tuple[str, ...]  # sentences that must not


@dataclass(frozen=True)
class Places:
    """What belongs to one city: its names, its office's names and page, the neighbours it does not serve."""

    city: str
    office: Mapping[str, str]  # language -> full name of the office, used as {office} in texts
    page: str  # the office's official page
    neighbours: tuple[str, ...]  # municipalities served by somebody else
    names: tuple[str, ...] = ()  # of offices, programmes, papers: a translation keeps them as they are in German


@dataclass(frozen=True)
class Content:
    """All of it, as one consistent state. `hash` covers every file, `training_hash` what training reads."""

    entries: Mapping[str, Entry]
    texts: Mapping[str, Mapping[str, str]]  # language -> key -> text
    languages: Mapping[str, Language]
    contacts: Mapping[str, Contact]
    crisis: tuple[CrisisRule, ...]
    places: Places
    hash: str
    training_hash: str

    def published(self, today: date) -> dict[str, Entry]:
        """The entries residents may see on that day."""
        return {id: entry for id, entry in self.entries.items() if entry.published(today)}

    def chain(self, language: str) -> list[str]:
        """The language and its fallbacks in reading order, German last: "ckb" -> ["ckb", "ar", "de"]."""
        codes: list[str] = []
        while language in self.languages and language not in codes:
            codes.append(language)
            language = self.languages[language].fallback
        return codes if GERMAN in codes else [*codes, GERMAN]

    def wording(self, entry_id: str, language: str) -> Wording:
        """The entry's words in the first language of the chain that has them. KeyError: no such entry."""
        wordings = self.entries[entry_id].wordings
        return next(wordings[code] for code in self.chain(language) if code in wordings)  # German always

    def text(self, key: str, language: str) -> str:
        """What the assistant says under that key, slots unfilled. KeyError: no such key in German."""
        spoken = (code for code in self.chain(language) if key in self.texts.get(code, {}))
        return self.texts[next(spoken, GERMAN)][key]
