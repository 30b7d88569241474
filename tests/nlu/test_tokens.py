from __future__ import annotations

import time

from nlu import tokens as tokens_module
from nlu.tokens import MAKER, Tokens


def test_a_text_is_split_at_once_while_the_pipeline_is_made():
    tokens = Tokens()
    started = time.perf_counter()
    split = tokens.split("Où est l'école ?", "fr")  # whose pipeline takes seconds

    assert time.perf_counter() - started < 0.5
    assert [text for text, _ in split][0] == "Où"


def test_the_own_pipeline_is_used_when_it_is_ready():
    tokens = Tokens()
    tokens.split("I don't know", "en")
    MAKER.submit(lambda: None).result(timeout=20)

    assert [text for text, _ in tokens.split("I don't know", "en")] == ["I", "do", "n't", "know"]


def test_a_language_spacy_does_not_know_is_split_as_any():
    tokens = Tokens()
    tokens.split("Ez nizanim.", "kmr")
    MAKER.submit(lambda: None).result(timeout=20)

    assert tokens.split("Ez nizanim.", "kmr") == [("Ez", 0), ("nizanim", 3), (".", 10)]


def test_a_pipeline_that_has_seen_many_words_is_replaced_and_forgets_them(monkeypatch):
    monkeypatch.setattr(tokens_module, "MOST_NEW_WORDS", 20)
    tokens = Tokens()
    tokens.split(" ".join(f"Geheimnis{number}" for number in range(30)), "xx")
    MAKER.submit(lambda: None).result(timeout=20)

    assert "Geheimnis7" not in tokens._ready["xx"].vocab.strings
