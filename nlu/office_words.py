"""Words that say nothing about the language of a message (office_words.yml), and the words that do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

_READ = yaml.load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
STEMS = tuple(_READ["stems"].split())
WHOLE = frozenset(_READ["whole"].split())
NEUTRAL = frozenset(_READ["neutral"].split())


def without_office_words(tokens: Sequence[str]) -> list[str]:
    """The lower-case words that are no German office words."""
    return [token for token in tokens if token not in WHOLE and not token.startswith(STEMS)]


def tells_nothing(tokens: Sequence[str]) -> bool:
    """There is no word but office words, single letters and those of every chat: "ok", "Termin"."""
    return all(len(token) < 2 or token in NEUTRAL for token in without_office_words(tokens))
