"""Languages, texts, contacts, places and crisis rules: what is read, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq.model import Content

Edit = Callable[[str, str, str], int]
Faults = Callable[[], list[str]]
Load = Callable[[], Content]


def test_a_language_is_read_whole(load: Load):
    arabic = load().languages["ar"]

    assert (arabic.autonym, arabic.german, arabic.direction) == ("العربية", "Arabisch", "rtl")
    assert (arabic.script, arabic.fallback, arabic.labels, arabic.names) == ("Arab", "en", ("ar",), ("arabic",))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("code: en,", "code: tr,", ':3: The language "tr" stands twice. Remove one.'),
        ("labels: [en]", "labels: [de]", ':2: The label de stands at "en" and at "de". Keep it at one of them.'),
        ("[english]", "[german]", ':2: The name german stands at "en" and at "de". Keep it at one of them.'),
        ("fallback: ar", "fallback: ku", ':1: "ckb" falls back to "ku", which is not in the list. Add it or change it.'),
        ("code: de,", "code: nds,", ':1: The list has no "de". Add it: German is the original of every text.'),
        ("script: Arab, fallback: en", "fallback: en", ":4: The language has no `script`. Add `script:` under it."),
        ("direction: rtl, script: Arab, fallback: ar", "direction: left, script: Arab, fallback: ar", ":5: `direction` is left. Choose one of: ltr, rtl."),
        ("code: tr,", "code: tr, flag: x,", ":3: The language has no key `flag`. Keys: code, labels, names, autonym, german, direction, script, fallback."),
    ],
)  # fmt: skip
def test_a_fault_in_the_languages_is_told_with_its_line(edit: Edit, faults: Faults, old: str, new: str, fault: str):
    edit("languages.yml", old, new)

    assert f"content/languages.yml{fault}" in faults()


def test_norwegian_as_a_code_needs_quotes(edit: Edit, faults: Faults):
    edit("languages.yml", "code: en,", "code: no,")

    assert "content/languages.yml:2: `code` is not a text but no. Put it in quotes." in faults()


def test_a_text_that_german_does_not_have_is_refused_with_its_line(edit: Edit, faults: Faults):
    line = edit("texts/tr.yml", "source: Kaynak", "source: Kaynak\nsorce: Kaynak")

    assert faults() == [
        f"content/texts/tr.yml:{line + 1}: `sorce` is not a text of the German file. Remove it, or add it there first."
    ]


def test_a_missing_text_is_told_with_the_german_one(edit: Edit, faults: Faults):
    edit("texts/tr.yml", "source: Kaynak\n", "")

    assert faults() == ["content/texts/tr.yml:1: The text `source` is missing. Add it; in German it is: 'Quelle'."]


@pytest.mark.parametrize(
    ("text", "found"),
    [("tarihinde", "none"), ("{gun} tarihinde", "{gun}"), ("{Date} tarihinde", "{Date}"), ("{date} {date} {x}", "{date}, {x}")],
)  # fmt: skip
def test_a_text_has_the_placeholders_of_the_german_one(edit: Edit, faults: Faults, text: str, found: str):
    line = edit("texts/tr.yml", "{date} tarihinde", text)

    assert faults() == [
        f"content/texts/tr.yml:{line}: `checked_on` has the placeholders {found}, the German text has {{date}}. "
        "Use the same."
    ]


@pytest.mark.parametrize("name", ["name", "ki_staff", "Office", " office "])
def test_a_placeholder_that_nobody_fills_is_refused(edit: Edit, faults: Faults, name: str):
    edit("texts/de.yml", "{office}", f"{{{name}}}")
    edit("texts/tr.yml", "{office}", f"{{{name}}}")

    assert faults() == [
        f"content/texts/{code}.yml:1: `greeting` has the placeholders {{{name}}}, which nobody fills. Remove them."
        for code in ("de", "tr")
    ]


def test_a_contact_is_a_placeholder_that_is_filled(edit: Edit, faults: Faults):
    edit("texts/de.yml", "{office}", "{switchboard}")
    edit("texts/tr.yml", "{office}", "{switchboard}")

    assert faults() == []


def test_a_contact_is_read_whole(edit: Edit, load: Load):
    edit("contacts.yml", "0241 432-1, confirmed: null", "0241 432-1, confirmed: 2026-11-20")
    contact = load().contacts["ki-staff"]

    assert (contact.id, contact.stand_in, contact.names["en"]) == ("ki-staff", False, "The team")
    assert [(item.kind, item.confirmed) for item in contact.items] == [("email", None), ("phone", date(2026, 11, 20))]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{de: Team, en: The team}", "{en: The team}", "The contact ki-staff has no German name. Add `de:` under `names:`."),
        ("kind: email", "kind: fax", "`kind` is fax. Choose one of: phone, email, address, hours, link."),
        ("value: 0241 432-1,", "value: 115,", "`value` is not a text but 115. Put it in quotes."),
        ("0241 432-1, confirmed: null", "0241 432-1, confirmed: yes", "`confirmed` is not a day. Write it as 2026-11-20, without quotes."),
        ("value: team@", "mail: x, value: team@", "The item has no key `mail`. Keys: confirmed, kind, value, label."),
        ("  names: {de: Team", "  room: 12\n  names: {de: Team", "The contact ki-staff has no key `room`. Keys: stand_in, items, names."),
    ],
)  # fmt: skip
def test_a_fault_in_the_contacts_is_told(edit: Edit, faults: Faults, old: str, new: str, fault: str):
    edit("contacts.yml", old, new)

    assert [found.split(": ", 1)[1] for found in faults()] == [fault]


def test_the_places_are_read(load: Load):
    places = load().places

    assert (places.city, places.page) == ("Musterstadt", "https://www.musterstadt.example/ki")
    assert (places.office["en"], places.neighbours) == ("Integration Centre", ("Nachbarort",))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("city: Musterstadt\n", "", "The file has no `city`. Add `city:` under it."),
        ("{de: Integrationszentrum, ", "{", "`office` has no German name. Add `de:` under it."),
        ("page: ", "mayor: x\npage: ", "The file has no key `mayor`. Keys: neighbours, names, city, office, page."),
    ],
)
def test_a_fault_in_the_places_is_told(edit: Edit, faults: Faults, old: str, new: str, fault: str):
    edit("places.yml", old, new)

    assert [found.split(": ", 1)[1] for found in faults()] == [fault]


def test_a_crisis_rule_is_read_whole(load: Load):
    (rule,) = load().crisis

    assert (rule.entry, rule.language) == ("safety.crisis", "de")
    assert rule.positive == ("Ich will sterben!", "ich WILL nur noch sterben", "ich will tot sein")
    assert rule.patterns == (r"\bwill (?:\w+ ){0,2}(?:sterben|tot sein)\b",)
    assert rule.negative == ("Ich will vor Langeweile sterben", "Mein Hund ist gestorben")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("ich WILL nur noch sterben", "ich kann nicht mehr", 'The example "ich kann nicht mehr" does not match. Add a pattern for it, or move it to `no`.'),
        ("Mein Hund ist gestorben", "Er will sterben", 'The example "Er will sterben" matches but must not. Narrow the pattern, or add one to `unless`.'),
        ("entry: safety.crisis", "entry: safety.other", "A rule names the entry safety.other, which does not exist. Correct it."),
        ('"yes": [', "yes: [", "`key` is not a text but yes. Put it in quotes."),
        ('      "no": [', '      maybe: [x]\n      "no": [', "examples has no key `maybe`. Keys: yes, no."),
        ("- entry: safety.crisis", "- weight: high\n    entry: safety.crisis", "The rule has no key `weight`. Keys: patterns, unless, examples, entry."),
        ("{die}", "{dye}", "{dye} is none of the file's `words:`. Add it there, or correct it."),
        ("rules:", "regeln:", "The file has no key `regeln`. Keys: words, rules."),
        ("[sterben, tot sein]", "[sterben, 'tot(']", "A pattern of the rule is no regular expression: missing ), unterminated subpattern at position 20. Correct it."),
    ],
)  # fmt: skip
def test_a_fault_in_the_crisis_rules_is_told(edit: Edit, faults: Faults, old: str, new: str, fault: str):
    edit("crisis/de.yml", old, new)

    assert fault in [found.split(": ", 1)[1] for found in faults()]


def test_crisis_rules_of_an_unknown_language_are_a_fault(directory: Path, faults: Faults):
    (directory / "crisis/de.yml").rename(directory / "crisis/nl.yml")

    assert faults() == ['content/crisis/nl.yml:1: "nl" is not in languages.yml. Add it there, or rename the file.']


@pytest.mark.parametrize("key", ["patterns", "unless"])
def test_a_pattern_that_is_no_regular_expression_is_refused_even_without_an_example(
    directory: Path, faults: Faults, key: str
):
    lists = {"patterns": "[fine]", "unless": "[fine]", key: "['(sterben']"}
    examples = '{"yes": [], "no": []}'
    rule = f"patterns: {lists['patterns']}, unless: {lists['unless']}, examples: {examples}"
    (directory / "crisis/de.yml").write_text(f"rules: [{{entry: safety.crisis, {rule}}}]\n", encoding="utf-8")

    assert faults() == [
        "content/crisis/de.yml:1: A pattern of the rule is no regular expression: "
        "missing ), unterminated subpattern at position 0. Correct it."
    ]
