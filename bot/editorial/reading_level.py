"""How hard the German answers are to read: first Vienna formula for non-fiction (erste Wiener Sachtextformel).

Source: R. Bamberger, E. Vanecek, Lesen - Verstehen - Lernen - Schreiben (1984). Its value is a school year, 4 to 15: so
many years of school a reader needs. Computed by the library textstat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot.editorial.finding import Files, Finding, Severity
from bot.rendering.blocks import parse, plain
from faq.model import GERMAN, Content, variant_of
from faq.slots import SLOT

FORMULA = 1
# Ours, from the answers themselves: B1 is what people read after the seventh year; long names of offices add one.
HARD, TOO_HARD = 8.0, 10.0
HARD_FOR_EASY = 5.0  # Leichte Sprache
NAMES = re.compile(r"\([^()]*\)|\*\*[^*]*\*\*|„[^“]*“")  # in brackets, bold or quotes: names that cannot be shortened


def check_reading_level(content: Content, files: Files) -> Iterator[Finding]:
    for entry in content.entries.values():
        for code, wording in entry.wordings.items():
            if code != GERMAN and variant_of(code) != GERMAN:
                continue
            year = school_year(wording.answer)
            easy = code != GERMAN
            if year > (HARD_FOR_EASY if easy else HARD):
                severity: Severity = "error" if year > TOO_HARD else "warning"
                text = f'The answer "{code}" needs {year:.1f} school years. Write shorter sentences and shorter words.'
                yield Finding(files.entry(entry.id, code), severity, "reading level", text)


def school_year(markdown: str) -> float:
    """School years a reader of the answer needs, 4 to 15; slots and marked names left out, 0 for no words."""
    prose = NAMES.sub(" ", SLOT.sub("", markdown))
    lines = [line.removeprefix("- ") for line in plain(parse(prose)).splitlines() if line.strip()]
    text = " ".join(line if line.rstrip()[-1] in ".!?" else f"{line.rstrip(' :')}." for line in lines)
    return max(0.0, float(_textstat().wiener_sachtextformel(text, FORMULA))) if re.search(r"\w", text) else 0.0


@lru_cache(maxsize=1)
def _textstat() -> Any:
    """Imported when first used: it brings nltk, a second."""
    import textstat

    textstat.set_lang(GERMAN)
    return textstat
