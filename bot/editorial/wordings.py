"""Checks of each wording by itself: is it there, current, short enough; do its links and numbers work?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from phonenumbers import shortnumberinfo

from bot.editorial.finding import Files, Finding
from bot.rendering.blocks import hrefs, parse, plain
from faq.entries import answer_hash, is_stale
from faq.equality import differences
from faq.model import GERMAN, Content, Entry, Wording, variant_of
from faq.slots import fill

FEWEST_QUESTIONS = 6  # a language
MOST_UTF16 = 4096  # code units of a Telegram message
MOST_TITLE = 40  # characters a button shows on a phone
COUNTRY = "DE"
# Numbers of social value, the same in all of Europe (decision 2007/116/EC); phonenumbers does not know each of them.
HELPLINE = re.compile(r"116 ?\d{3}")

_link = URLValidator(schemes=["https", "http"])


def needed(content: Content) -> list[str]:
    """The languages every entry must have: those in which the assistant itself speaks, variants left out."""
    return [code for code in content.languages if code in content.texts and not variant_of(code)]


def check_wordings(content: Content, files: Files) -> Iterator[Finding]:
    for entry in content.entries.values():
        yield from _missing_or_stale(entry, needed(content), files)
        for code, wording in entry.wordings.items():
            yield from _questions(entry, code, wording, files)
            yield from _unequal(content, entry, wording, files)
            yield from _length(content, entry, wording, files)
            for problem in _broken(wording.answer):
                yield Finding(files.entry(entry.id, code), "error", "links", f'The answer "{code}": {problem}')
        for source in entry.sources:
            if problem := _link_problem(source.url):
                yield Finding(files.entry(entry.id, words=source.url), "error", "links", problem)


def check_contacts(content: Content, files: Files) -> Iterator[Finding]:
    """Phone numbers and links of contacts.yml, whether confirmed or not."""
    for contact in content.contacts.values():
        for item in contact.items:
            problem = ""
            if item.kind == "phone":
                problem = _phone_problem(item.value)
            elif item.kind == "link":
                problem = _link_problem(item.value)
            if problem:
                yield Finding(files.contact(contact.id), "error", "links", f"{contact.id}: {problem}")


def _missing_or_stale(entry: Entry, languages: list[str], files: Files) -> Iterator[Finding]:
    for code in languages:
        if code not in entry.wordings:
            text = f'The wording "{code}" is missing. Add it under `wordings:`.'
            yield Finding(files.entry(entry.id), "error", "missing", text)
    for code in entry.wordings:
        if is_stale(entry, code):
            now = answer_hash(entry.wordings[GERMAN].answer)
            text = f'"{code}" follows an older German answer. Compare it, then write `of: "{now}"`.'
            yield Finding(files.entry(entry.id, code), "warning", "stale", text)


def _questions(entry: Entry, code: str, wording: Wording, files: Files) -> Iterator[Finding]:
    if not variant_of(code) and len(wording.questions) < FEWEST_QUESTIONS:
        text = f'"{code}" has {len(wording.questions)} example questions. Write at least {FEWEST_QUESTIONS}.'
        yield Finding(files.entry(entry.id, code), "warning", "questions", text)


def _unequal(content: Content, entry: Entry, wording: Wording, files: Files) -> Iterator[Finding]:
    """A stale wording follows an older German answer and is listed as that."""
    if is_stale(entry, wording.language):
        return
    german = entry.wordings[GERMAN].answer
    names = () if variant_of(wording.language) else content.places.names  # easy German writes Wohn-Geld
    for each in differences(german, wording.answer, names):
        text = f'The answer "{wording.language}": {each}. Compare it with the German answer.'
        yield Finding(files.entry(entry.id, wording.language), "error", "equal", text)


def _length(content: Content, entry: Entry, wording: Wording, files: Files) -> Iterator[Finding]:
    code = wording.language
    shown = plain(parse(fill(content, wording.answer, code)))
    units = len(shown.encode("utf-16-le")) // 2
    if units > MOST_UTF16:
        text = f'The answer "{code}" has {units} characters as Telegram counts; {MOST_UTF16} fit. Shorten it.'
        yield Finding(files.entry(entry.id, code), "error", "length", text)
    if len(wording.title) > MOST_TITLE:
        text = f'The title "{code}" has {len(wording.title)} characters; a button shows {MOST_TITLE}. Shorten it.'
        yield Finding(files.entry(entry.id, code), "warning", "length", text)


def _broken(markdown: str) -> Iterator[str]:
    """What is wrong with the links of an answer. Markdown that is no link stays as text, brackets and all."""
    for href in hrefs(markdown):
        problem = _phone_problem(href.removeprefix("tel:")) if href.startswith("tel:") else _link_problem(href)
        if problem:
            yield problem
    text = plain(parse(markdown))
    if "](" in text:
        part = text[max(0, text.index("](") - 20) : text.index("](") + 40]
        yield f'"{part}" is no whole link. Write [text](https://…) or [112](tel:112).'


def _link_problem(href: str) -> str:
    if href.startswith("mailto:"):
        return ""
    try:
        _link(href)
    except ValidationError:
        return f"{href} is no link. Correct it, beginning with https://."
    return ""


def _phone_problem(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return f"{number} is no phone number. Write digits, such as 112 or 0241 432-0."
    short = shortnumberinfo.is_valid_short_number_for_region(parsed, COUNTRY) or HELPLINE.fullmatch(number)
    valid = short or phonenumbers.is_valid_number_for_region(parsed, COUNTRY)
    return "" if valid else f"{number} is no German phone number. Check its digits."
