"""The assistant's own texts in a reader's language: what buttons, notes and messages are made of."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from faq.model import Content, variant_of
from faq.slots import fill


class Voice:
    """Speaks one language (a BCP 47 code) on one day, from the content as it stands now."""

    def __init__(self, content: Content, language: str, today: date) -> None:
        self.content = content
        self.language = language
        self.today = today
        self.words = next(code for code in content.chain(language) if code in content.texts)  # texts' own language

    def text(self, key: str, **values: str) -> str:
        """A text of the assistant as small Markdown, slots filled."""
        return fill(self.content, self.content.text(key, self.language), self.language, **values)

    def day(self, day: date) -> str:
        """A day as readers write it: 22.11.2026 in German."""
        return format_date(day, "medium", locale=variant_of(self.words) or self.words)
