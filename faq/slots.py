"""Fills slots such as {ki-staff} with contact data that staff have confirmed, or with what stands in for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from faq.model import Contact, ContactItem, Content

SLOT = re.compile(r"\{([a-z0-9-]+)\}")


def fill(content: Content, text: str, language: str, **values: str) -> str:
    """The text with each slot replaced: by its value, the office's name, or the contact as small Markdown.

    KeyError: a slot that is neither; the store refuses such content, so this is a bug of the caller.
    """

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in values:
            return values[name]
        if name == "office":
            return _in_language(content, content.places.office, language)
        return contact_markdown(content, name, language)

    return SLOT.sub(replace, text)


def contact_markdown(content: Content, contact_id: str, language: str) -> str:
    """The contact as one line of Markdown: `name: [number](tel:…), …`; unconfirmed, the stand-ins instead."""
    contact = content.contacts[contact_id]
    if shown := _shown(contact):
        return _line(content, contact, shown, language)
    stand_ins = [each for each in content.contacts.values() if each.stand_in]
    return " · ".join(_line(content, each, _shown(each), language) for each in stand_ins)


def _shown(contact: Contact) -> list[ContactItem]:
    return [item for item in contact.items if item.confirmed is not None or contact.stand_in]


def _line(content: Content, contact: Contact, items: list[ContactItem], language: str) -> str:
    name = _in_language(content, contact.names, language)
    links = [item for item in items if item.kind == "link"]
    if len(items) == len(links) == 1:  # the link's text says all
        return f"[{name}]({links[0].value})"
    return f"{name}: " + ", ".join(_item(content, item, language) for item in items)


def _item(content: Content, item: ContactItem, language: str) -> str:
    write: dict[str, Callable[[], str]] = {
        "phone": lambda: f"[{item.value}](tel:{dial(item.value)})",
        "email": lambda: f"[{item.value}](mailto:{item.value})",
        "link": lambda: f"[{_in_language(content, item.label, language) or item.value}]({item.value})",
    }
    return write.get(item.kind, lambda: item.value)()


def dial(number: str) -> str:
    """A German number as phones dial it: "0241 432-0" -> "+492414320"; 112, 115 and 116117 stay short."""
    digits = re.sub(r"[^\d+]", "", number)
    return "+49" + digits[1:] if digits.startswith("0") and not digits.startswith("00") else digits


def _in_language(content: Content, words: Mapping[str, str], language: str) -> str:
    return next((words[code] for code in content.chain(language) if code in words), "")
