"""Reads an entry file, `entries/<id>.yml`: one question, all languages together."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from faq.model import CATEGORIES, GERMAN, Entry, Source, Wording, variant_of
from faq.reader import Mapping, Value

ID = re.compile(r"^[a-z0-9-]+\.[a-z0-9-]+$")
LINK = re.compile(r"^https?://[^\s/…]+\.[^\s…]+$")
MAX_TITLE = 60  # characters: a title is also the label of a button


def answer_hash(german: str) -> str:
    """What a translation notes under `of`: 12 hexadecimal digits that change with the German answer."""
    return hashlib.sha256(" ".join(german.split()).encode()).hexdigest()[:12]


def read_entry(value: Value, stem: str) -> Entry | None:
    """The entry of a file named `<stem>.yml`; None when it is too broken to have an id."""
    entry = value.mapping("The entry")
    id = entry.string("id")
    if id and (id != stem or not ID.match(id)):
        entry.fault(f"`id` is {id}, but the file is called {stem}.yml. Give both the same name, like life.housing.")
    category = entry.choice("category", CATEGORIES)
    intent = entry.get("intent")
    until = entry.get("valid_until")
    refer_to = entry.get("refer_to")
    says_no = entry.get("says_no")
    quick_exit = entry.get("quick_exit")
    wordings = entry.each("wordings", _read_wording)
    examples = entry.each("examples", lambda code, questions: questions.strings(code))
    result = Entry(
        id=id,
        category=category,
        intent=(intent.as_string("intent") if intent else None) or category,
        wordings=wordings,
        examples=examples,
        see_also=_strings(entry, "see_also"),
        sources=_read_sources(entry),
        facts=_strings(entry, "facts"),
        refer_to=refer_to.as_string("refer_to") if refer_to else None,
        valid_until=until.as_date("valid_until") if until else None,
        says_no=says_no.as_flag("says_no") if says_no else False,
        quick_exit=quick_exit.as_flag("quick_exit") if quick_exit else False,
    )
    entry.close()
    _check_wordings(entry, result)
    return result if id else None


def _strings(entry: Mapping, key: str) -> tuple[str, ...]:
    found = entry.get(key)
    return found.strings(key) if found else ()


def _read_sources(entry: Mapping) -> tuple[Source, ...]:
    found = entry.get("sources")
    return tuple(_read_source(item) for item in found.items("sources")) if found else ()


def _read_source(value: Value) -> Source:
    source = value.mapping("A source")
    url, seen = source.string("url"), source.need("seen")
    if url and not LINK.match(url):
        source.fault(f"`url` is {url}, which is no link. Write the whole address, beginning with https://.")
    day = seen.as_date("seen") if seen else None
    source.close()
    return Source(url, day or date.min)


def _read_wording(code: str, value: Value) -> Wording | None:
    wording = value.mapping(f'"{code}"')
    title, answer = wording.string("title"), wording.string("answer")
    if len(title) > MAX_TITLE:
        wording.fault(f'The title of "{code}" has {len(title)} characters. Shorten it to {MAX_TITLE}.')
    questions = wording.get("questions") if variant_of(code) else wording.need("questions")
    asked = questions.strings("questions") if questions else ()
    if questions and not asked:
        questions.fault(f'"{code}" has no example question. Add some as people type them.')
    checked = wording.get("checked")
    of = wording.get("of")
    result = Wording(
        language=code,
        title=title,
        answer=answer,
        questions=asked,
        checked=checked.as_date("checked") if checked else None,
        of=of.as_string("of") if of else None,
    )
    wording.close()
    return result


def _check_wordings(mapping: Mapping, entry: Entry) -> None:
    german = entry.wordings.get(GERMAN)
    if german is None:
        mapping.value.at("wordings").fault(
            f'The entry has no German wording. Add "{GERMAN}" under `wordings:`; it is the original.'
        )
        return
    current = answer_hash(german.answer)
    for code, wording in entry.wordings.items():
        if code != GERMAN and wording.of is None:
            mapping.value.at("wordings", code).fault(
                f'"{code}" has no `of`. If it says what the German answer says now, add `of: "{current}"` under it.'
            )
    for code in set(entry.wordings) & set(entry.examples):
        mapping.value.at("examples", code).fault(
            f'"{code}" has a wording and stands under `examples` too. Move its questions to the wording.'
        )


def is_stale(entry: Entry, language: str) -> bool:
    """The German answer has changed since this wording was made from it."""
    of = entry.wordings[language].of
    return of is not None and of != answer_hash(entry.wordings[GERMAN].answer)
