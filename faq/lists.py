"""Reads the content's single files: languages, texts, contacts, places, crisis patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, cast

from faq.crisis import find_crisis
from faq.model import GERMAN, Contact, ContactItem, CrisisRule, Language, Places
from faq.reader import Value

Kind = Literal["phone", "email", "address", "hours", "link"]
KINDS = ("phone", "email", "address", "hours", "link")
WORDS = re.compile(r"\{([a-z_]+)\}")  # in patterns; {0,3} is a number of times
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")  # misspelt ones too: {Ki-Staff} would be shown as it is


def read_languages(value: Value) -> dict[str, Language]:
    """`languages.yml`: a list of languages, by code. A label or name that stands in two rows is a fault."""
    languages: dict[str, Language] = {}
    taken: dict[str, str] = {}
    for item in value.items("languages.yml"):
        row = item.mapping("The language")
        code = row.string("code")
        labels, names = (found.strings(key) if (found := row.need(key)) else () for key in ("labels", "names"))
        language = Language(
            code=code,
            autonym=row.string("autonym"),
            german=row.string("german"),
            direction=cast(Literal["ltr", "rtl"], row.choice("direction", ("ltr", "rtl"))),
            script=row.string("script"),
            fallback=row.string("fallback"),
            labels=labels,
            names=names,
        )
        row.close()
        if code in languages:
            row.fault(f'The language "{code}" stands twice. Remove one.')
        for word in (*(f"label {label}" for label in labels), *(f"name {name}" for name in names)):
            if taken.setdefault(word, code) != code:
                row.fault(f'The {word} stands at "{code}" and at "{taken[word]}". Keep it at one of them.')
        languages[code] = language
    for code, language in languages.items():
        if language.fallback not in languages:
            value.fault(f'"{code}" falls back to "{language.fallback}", which is not in the list. Add it or change it.')
    if GERMAN not in languages:
        value.fault(f'The list has no "{GERMAN}". Add it: German is the original of every text.')
    return languages


def read_texts(value: Value) -> dict[str, str]:
    """`texts/<lang>.yml`: key -> text."""
    return value.mapping("The file").map(lambda key, text: text.as_string(key))


def check_texts(value: Value, texts: Mapping[str, str], german: Mapping[str, str], known: set[str]) -> None:
    """The same keys as in German, the same placeholders in each, and none that nobody fills."""
    members = value.mapping("The file").members
    for key, text in texts.items():
        expected = set(PLACEHOLDER.findall(german.get(key, text)))
        found = set(PLACEHOLDER.findall(text))
        if key not in german:
            members[key].fault(f"`{key}` is not a text of the German file. Remove it, or add it there first.")
        elif found != expected:
            members[key].fault(
                f"`{key}` has the placeholders {_names(found)}, the German text has {_names(expected)}. Use the same."
            )
        elif unknown := found - known:
            members[key].fault(f"`{key}` has the placeholders {_names(unknown)}, which nobody fills. Remove them.")
    for key in german.keys() - texts.keys():
        value.fault(f"The text `{key}` is missing. Add it; in German it is: {german[key]!r}.")


def _names(placeholders: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(placeholders)) or "none"


def read_contacts(value: Value) -> dict[str, Contact]:
    """`contacts.yml`: whom slots name."""
    return value.mapping("The file").map(_read_contact)


def _read_contact(id: str, value: Value) -> Contact:
    contact = value.mapping(f"The contact {id}")
    stand_in = contact.get("stand_in")
    items = contact.need("items")
    result = Contact(
        id=id,
        names=contact.each("names", lambda code, name: name.as_string(code)),
        items=tuple(_read_item(item) for item in items.items("items")) if items else (),
        stand_in=stand_in.as_flag("stand_in") if stand_in else False,
    )
    if GERMAN not in result.names:
        contact.fault(f"The contact {id} has no German name. Add `{GERMAN}:` under `names:`.")
    contact.close()
    return result


def _read_item(value: Value) -> ContactItem:
    item = value.mapping("The item")
    confirmed = item.get("confirmed")
    result = ContactItem(
        kind=cast(Kind, item.choice("kind", KINDS)),
        value=item.string("value"),
        confirmed=confirmed.as_date("confirmed") if confirmed else None,
        label=item.each("label", lambda code, text: text.as_string(code)),
    )
    item.close()
    return result


def read_places(value: Value) -> Places:
    """`places.yml`: what belongs to one city."""
    places = value.mapping("The file")
    neighbours, names = places.get("neighbours"), places.get("names")
    result = Places(
        city=places.string("city"),
        office=places.each("office", lambda code, name: name.as_string(code)),
        page=places.string("page"),
        neighbours=neighbours.strings("neighbours") if neighbours else (),
        names=names.strings("names") if names else (),
    )
    if GERMAN not in result.office:
        places.fault(f"`office` has no German name. Add `{GERMAN}:` under it.")
    places.close()
    return result


def read_crisis(language: str, value: Value) -> tuple[CrisisRule, ...]:
    """`crisis/<language>.yml`: the rules; each must hold for its own examples.

    `words:` names lists of words; {wife} in a pattern stands for any word of the list `wife`.
    """
    file = value.mapping("The file")
    words = file.each("words", lambda name, each: each.strings(name))
    file.need("rules")
    found = (_read_rule(language, words, item) for item in rule_items(value))
    result = tuple(rule for rule in found if rule is not None)
    file.close()
    return result


def rule_items(value: Value) -> Iterator[Value]:
    """The rules of a `crisis/<language>.yml`, each with its place."""
    rules = value.at("rules")
    return iter(()) if rules is value else rules.items("rules")


def _read_rule(language: str, words: Mapping[str, tuple[str, ...]], value: Value) -> CrisisRule | None:
    item = value.mapping("The rule")
    patterns, unless, examples = item.need("patterns"), item.get("unless"), item.need("examples")
    cases = examples.mapping("examples") if examples else None
    positive, negative = (found.strings(key) if cases and (found := cases.need(key)) else () for key in ("yes", "no"))
    rule = CrisisRule(
        entry=item.string("entry"),
        language=language,
        patterns=_with_words(patterns, "patterns", words),
        unless=_with_words(unless, "unless", words),
        positive=positive,
        negative=negative,
    )
    item.close()
    if cases:
        cases.close()
    broken = [fault for each in (*rule.patterns, *rule.unless) if (fault := _fault_of(each))]
    for fault in broken:
        item.fault(f"A pattern of the rule is no regular expression: {fault}. Correct it.")
    if broken:
        return None
    wrong = [text for text in positive if not find_crisis([rule], text)]
    wrong_no = [text for text in negative if find_crisis([rule], text)]
    for text in wrong:
        item.fault(f'The example "{text}" does not match. Add a pattern for it, or move it to `no`.')
    for text in wrong_no:
        item.fault(f'The example "{text}" matches but must not. Narrow the pattern, or add one to `unless`.')
    return rule


def _with_words(value: Value | None, key: str, words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The patterns under the key, each {name} written out as a group of its words."""
    if value is None:
        return ()

    def group(match: re.Match[str]) -> str:
        if match.group(1) not in words:
            value.fault(f"{{{match.group(1)}}} is none of the file's `words:`. Add it there, or correct it.")
        return f"(?:{'|'.join(words.get(match.group(1), ()))})"

    return tuple(WORDS.sub(group, pattern) for pattern in value.strings(key))


@lru_cache(maxsize=8192)
def _fault_of(pattern: str) -> str | None:
    """Why it is no regular expression. Compiling a thousand takes a second; the module's own cache holds 512."""
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return None
