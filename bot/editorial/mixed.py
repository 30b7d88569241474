"""Finds wordings that stand under the wrong language: their text is identified as another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.editorial.finding import Files, Finding
from bot.editorial.side_engine import Progress, SideEngine
from bot.rendering.blocks import parse, plain
from faq.model import Content, variant_of
from faq.slots import SLOT

SURE = 0.7  # confidence from which another language is believed
GERMAN_NAMES = re.compile(r"\([^()]*\)|\*\*[^*]*\*\*")  # in brackets and bold: names that stay German
SHORTEST = 40  # characters that can be identified


def check_languages(content: Content, engine: SideEngine, files: Files, progress: Progress) -> Iterator[Finding]:
    """Answers, and the assistant's own texts taken together, by the identification that residents' messages pass."""
    places: list[tuple[str, str]] = []
    texts: list[str] = []
    for entry in content.entries.values():
        for code, wording in entry.wordings.items():
            places.append((files.entry(entry.id, code), code))
            texts.append(_prose(wording.answer))
    for code, words in content.texts.items():
        places.append((files.text(code, "greeting"), code))
        texts.append(_prose(" ".join(words.values())))
    readable = [at for at, text in enumerate(texts) if len(text) >= SHORTEST]
    progress(len(texts) - len(readable))
    for at, told in zip(readable, engine.languages([texts[at] for at in readable], progress), strict=True):
        place, code = places[at]
        if told.confidence >= SURE and told.code != (variant_of(code) or code):
            text = (
                f'The words under "{code}" read as "{told.code}" ({told.confidence:.0%}). Put them where they belong.'
            )
            yield Finding(place, "error", "language", text)


def _prose(markdown: str) -> str:
    return plain(parse(GERMAN_NAMES.sub(" ", SLOT.sub(" ", markdown)))).strip()
