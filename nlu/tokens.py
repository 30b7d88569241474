"""Words of a message by spaCy's blank pipelines, one a language, made when first needed and never in a turn."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import spacy
from spacy.language import Language as Pipeline

ANY = "xx"  # spaCy's pipeline for any language: ready in milliseconds
# spacy.blank("fr") alone takes 5 s: a message must not wait for it.
MAKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tokens")


# spaCy's vocabulary keeps every word it ever saw: a pipeline with so many new ones is replaced by a fresh one.
MOST_NEW_WORDS = 2000


class Tokens:
    """Splits texts; until a language's own pipeline is made, in the background, the one for any language does it."""

    def __init__(self) -> None:
        self._ready: dict[str, Pipeline] = {}
        self._words: dict[str, int] = {}  # in each vocabulary when it was new
        self._asked: set[str] = set()
        self._lock = threading.Lock()
        self._make(ANY)

    def split(self, text: str, language: str) -> list[tuple[str, int]]:
        """The words with the offset of each in the text. `language` is BCP 47; unknown ones are split as any."""
        known = language if language in self._ready else ANY
        pipeline = self._ready[known]
        tokens = [(token.text, token.idx) for token in pipeline.make_doc(text) if not token.is_space]
        if known != language:
            self._ask(language)
        if len(pipeline.vocab.strings) > self._words[known] + MOST_NEW_WORDS:
            self._ask(known)
        return tokens

    def _ask(self, language: str) -> None:
        with self._lock:
            if language in self._asked:
                return
            self._asked.add(language)
        MAKER.submit(self._make, language)

    def _make(self, language: str) -> None:
        try:
            pipeline = spacy.blank(language)
        except (ImportError, OSError):  # spaCy knows no such language, or lacks a library for it
            pipeline = spacy.blank(ANY)
        with self._lock:
            self._words[language] = len(pipeline.vocab.strings)
            self._ready[language] = pipeline
            self._asked.discard(language)
