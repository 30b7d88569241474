"""Makes personal data unreadable before it is stored: phone numbers, e-mail addresses, account numbers (IBAN)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban

HOME_REGION = "DE"  # how numbers without a country code are read
MASKS = {"email": "[@]", "iban": "[IBAN]", "phone": "[☎]"}

# Practical form of an address (after the HTML standard's `input type=email`), any script before and after the @.
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Looked for at each word, also inside an earlier find: "Nr12 meine IBAN ist DE89 …" begins like one too.
_IBAN = re.compile(r"\b(?=([A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b))", re.IGNORECASE)


def mask(text: str, public: frozenset[str] = frozenset()) -> tuple[str, list[str]]:
    """The text with personal data replaced, and the kinds that were found: "email", "iban", "phone".

    `public` are numbers in international form ("+492414320") that anyone may write, such as the switchboard's.
    """
    found = [*_emails(text), *_ibans(text)]
    spans = sorted([*found, *_phones(_blanked(text, found), public)])
    parts: list[str] = []
    end = 0
    kinds: list[str] = []
    for start, stop, kind in spans:
        if start < end:  # begins inside one that is masked already: its rest goes too
            end = max(end, stop)
            continue
        parts += [text[end:start], MASKS[kind]]
        kinds.append(kind)
        end = stop
    return "".join([*parts, text[end:]]), sorted(set(kinds))


def _emails(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), "email"


def _ibans(text: str) -> Iterator[tuple[int, int, str]]:
    """A match may run on into the next words: the longest beginning that has its country's length and checksum."""
    for match in _IBAN.finditer(text):
        for stop in range(match.end(1), match.start() + 14, -1):
            if text[stop - 1] not in " -" and iban.is_valid(text[match.start() : stop]):
                yield match.start(), stop, "iban"
                break


def _blanked(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The text without what was found already, at its length: digits before a phone number would hide it."""
    for start, stop, _ in spans:
        text = text[:start] + "|" * (stop - start) + text[stop:]
    return text


def _phones(text: str, public: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    for match in phonenumbers.PhoneNumberMatcher(text, HOME_REGION, leniency=phonenumbers.Leniency.VALID):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        if number not in public:
            yield match.start, match.end, "phone"
