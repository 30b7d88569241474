"""The store: reads a content directory into one frozen `Content`, or says every fault at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from faq.entries import read_entry
from faq.faults import FaqError, Fault
from faq.lists import (
    PLACEHOLDER,
    check_texts,
    read_contacts,
    read_crisis,
    read_languages,
    read_places,
    read_texts,
    rule_items,
)
from faq.model import GERMAN, Content, CrisisRule, Entry, Language
from faq.reader import Value, read_file

SINGLE_FILES = ("languages.yml", "places.yml", "contacts.yml")
FOLDERS = ("entries", "texts", "crisis")
FILLED = {"office", "date", "limit", "kinds", "count"}  # placeholders of texts that the gateway and the widget fill


def content_files(directory: Path) -> list[Path]:
    """The YAML files that make up the content, in a stable order."""
    folders = (sorted((directory / name).glob("*.yml")) for name in FOLDERS)
    return [*(directory / name for name in SINGLE_FILES), *(path for folder in folders for path in folder)]


def content_hash(directory: Path) -> str:
    """`Content.hash` of the directory's files, whether they have faults or not; in milliseconds."""
    return _hash(_bytes(path) for path in content_files(directory))


def load_content(directory: Path, crisis: bool = True) -> Content:
    """Read the whole directory. FaqError: all its faults, by file and line.

    Without `crisis` its rules are left unread: they cost a second, and only who answers people needs them.
    """
    faults: list[Fault] = []
    if not directory.is_dir():
        raise FaqError([Fault(str(directory), 1, "There is no such directory. Set KILOTSE_CONTENT to the content.")])
    files = {path: read_file(path, _shown(path, directory), faults) for path in content_files(directory)}
    unread = list(faults)  # files that are no YAML; what would follow from these only confuses
    single = {name: files[directory / name] for name in SINGLE_FILES}
    folders = {name: {path.stem: files[path] for path in files if path.parent == directory / name} for name in FOLDERS}
    texts = {code: read_texts(value) for code, value in folders["texts"].items()}
    entries = _read_entries(folders["entries"])
    languages = read_languages(single["languages.yml"])
    content = Content(
        entries=entries,
        texts=texts,
        languages=languages,
        contacts=read_contacts(single["contacts.yml"]),
        crisis=_read_rules(folders["crisis"]) if crisis else (),
        places=read_places(single["places.yml"]),
        hash=_hash(_bytes(path) for path in files),  # as `content_hash` has it
        training_hash=_training_hash(entries.values(), languages.values()),
    )
    if texts.get(GERMAN):
        _check_texts(content, folders["texts"])
    if unread:
        names = {fault.file for fault in unread}
        raise FaqError(unread + [fault for fault in faults if fault.file not in names])
    _check_entries(content, folders["entries"])
    _check_crisis(content, folders["crisis"])
    if not any(True for value in folders["crisis"].values() for _ in rule_items(value)):
        gone = "There is no crisis rule. Danger to life would go unnoticed: restore the rules."
        faults.append(Fault(f"{directory.name}/crisis", 1, gone))
    if not any(contact.stand_in for contact in content.contacts.values()):
        single["contacts.yml"].fault(
            "No contact stands in for unconfirmed ones. Add `stand_in: true` to the switchboard."
        )
    if faults:
        raise FaqError(faults)
    return content


def _shown(path: Path, directory: Path) -> str:
    """The file's name as people find it: the content directory's name and what is below."""
    return str(Path(directory.name) / path.relative_to(directory))


def _read_rules(values: dict[str, Value]) -> tuple[CrisisRule, ...]:
    return tuple(rule for code, value in values.items() for rule in read_crisis(code, value))


def _read_entries(values: dict[str, Value]) -> dict[str, Entry]:
    read = (read_entry(value, stem) for stem, value in values.items())
    return {entry.id: entry for entry in read if entry is not None}


def _check_entries(content: Content, values: dict[str, Value]) -> None:
    """What only the whole can tell: languages, slots and neighbours that do not exist."""
    for entry in content.entries.values():
        value = values.get(entry.id)
        if value is None:
            continue
        for part, code in [("wordings", code) for code in entry.wordings] + [
            ("examples", code) for code in entry.examples
        ]:
            if code not in content.languages:
                value.at(part, code).fault(f'"{code}" is not in languages.yml. Add it there, or correct the code.')
        slots = {(code, slot) for code, words in entry.wordings.items() for slot in PLACEHOLDER.findall(words.answer)}
        for code, slot in sorted(slots):
            if slot not in content.contacts:
                place = value.at("wordings", code, "answer")
                place.fault(f'The answer "{code}" has the slot {{{slot}}}. Slots: {", ".join(content.contacts)}.')
        if entry.refer_to is not None and entry.refer_to not in content.contacts:
            value.at("refer_to").fault(f"`refer_to` is {entry.refer_to}. Choose one of: {', '.join(content.contacts)}.")
        for other in entry.see_also:
            if other not in content.entries:
                value.at("see_also").fault(f"`see_also` names {other}, which is no entry. Correct or remove it.")


def _check_crisis(content: Content, values: dict[str, Value]) -> None:
    for code, value in values.items():
        if code not in content.languages:
            value.fault(f'"{code}" is not in languages.yml. Add it there, or rename the file.')
        for item in rule_items(value):
            entry = item.at("entry")
            if entry.node is not None and entry.node.value not in content.entries:
                entry.fault(f"A rule names the entry {entry.node.value}, which does not exist. Correct it.")


def _check_texts(content: Content, values: dict[str, Value]) -> None:
    for code, value in values.items():
        check_texts(value, content.texts[code], content.texts.get(GERMAN, {}), FILLED | content.contacts.keys())
        if code not in content.languages:
            value.fault(f'"{code}" is not in languages.yml. Add it there, or rename the file.')


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # reading it has noted the fault
        return b""


def _hash(parts: Iterable[bytes]) -> str:
    """16 hexadecimal digits over the parts, order and borders included."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def _facts_of(entry: Entry) -> list[Any]:
    return [entry.id, entry.category, entry.intent, entry.says_no, *entry.see_also]


def _training_hash(entries: Iterable[Entry], languages: Iterable[Language]) -> str:
    """Changes with what training reads (questions, categories, links between entries, languages), not with answers."""
    read: list[Any] = [[*_facts_of(entry), entry.questions()] for entry in entries]
    read += [[language.code, language.script, *language.labels, *language.names] for language in languages]
    return _hash(json.dumps(part, ensure_ascii=False).encode() for part in read)
