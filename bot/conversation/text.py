"""Makes typed text safe and comparable: bytes to characters to one normal form, in that order.

NFC is quadratic in combining marks (80,000 characters: 8 s), so the cap comes first.
"""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 1000  # code points of one message
MAX_MARKS = 4  # combining marks on one base character; more is decoration that hides text

# C0 and C1 controls but tab and newline, bidi embeddings, overrides and isolates, tags, surrogates, BOM.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_ENDS = " \t\n\u200b\u200e\u200f\u2060\u00a0"
# What is invisible and may hide a slash: joiners, directional marks, soft hyphen, variation selectors, spaces.
_INVISIBLE = re.compile(
    "^[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\\s]*"
)


class TextTooLong(Exception):
    """More than MAX_CHARACTERS code points."""


def clean(text: str) -> str:
    """The message as it is stored: unwanted characters gone, NFC, at most MAX_MARKS marks a base, ends stripped.

    May be empty. ZWJ and ZWNJ stay: Persian and emoji need them. TextTooLong: above the cap, before any work.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong
    kept = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _trim_marks(unicodedata.normalize("NFC", _trim_marks(kept))).strip(_ENDS)


def _trim_marks(text: str) -> str:
    """Marks count by category, not by combining class: U+0489 and Thai vowels have class 0 and pile up as well."""
    marks = 0
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
        elif category != "Cf":  # what is invisible, such as a joiner, does not begin a new base
            marks = 0
        if marks <= MAX_MARKS or category == "Cf":
            kept.append(char)
    return "".join(kept)


def for_engine(text: str) -> str:
    """The message as the engine may see it: nothing typed can begin with the slash of a Rasa command.

    The slash is looked for as Rasa might find it: after NFKC and behind invisible characters. May be empty. NFC can
    make a text longer (U+FB2C becomes three code points); the contract's limit is kept by cutting the end.
    """
    while True:
        text = _INVISIBLE.sub("", text, count=1)
        if not unicodedata.normalize("NFKC", text[:1]).startswith("/"):
            return text.strip()[:MAX_CHARACTERS]
        text = text[1:]
