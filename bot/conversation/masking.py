"""Makes personal data unreadable before it is stored: phone numbers, e-mail addresses, account numbers (IBAN)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from stdnum import iban, numdb

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
    """A match may run on into the next words: so many characters count as the country's account numbers have."""
    for match in _IBAN.finditer(text):
        length = _iban_length(match.group(1)[:2].upper())
        places = [match.start() + place for place, char in enumerate(match.group(1)) if char not in " -"]
        if 0 < length <= len(places) and iban.is_valid(text[match.start() : places[length - 1] + 1]):
            yield match.start(), places[length - 1] + 1, "iban"


@lru_cache(maxsize=1000)
def _iban_length(country: str) -> int:
    """Characters of the country's IBANs (the registry writes 8!n10!n for Germany: 4 + 8 + 10); 0: it has none."""
    ((_, known),) = numdb.get("iban").info(country)
    parts = re.findall(r"(\d+)!", known.get("bban", ""))
    return 4 + sum(map(int, parts)) if parts else 0


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
