from __future__ import annotations

import time

import numpy as np
import pytest

from nlu import embedding
from nlu.embedding import MOST_TOKENS, Embedder, embedder
from nlu.vector_cache import VectorCache


def test_there_is_one_instance():
    assert embedder() is embedder()


def test_the_same_meaning_in_two_languages_is_nearer_than_another_meaning():
    turkish, german, other = map(
        embedder().vector, ["Almanca kursu arıyorum", "Ich suche einen Deutschkurs", "Es regnet"]
    )

    assert turkish.shape == (384,)
    assert float(turkish @ german) > float(turkish @ other)


LONG = {
    "letters": "x" * 1000,
    "Chinese": "字" * 1000,
    "emoji": "😀" * 1000,
    "Amharic": "ሀ " * 500,
    "words": "wort " * 200,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_thousand_characters_are_cut_to_the_most_tokens_and_take_less_than_400_ms(text):
    started = time.thread_time()  # of this thread's own work: tests share the machine
    embedder().vector(text)
    took_s = time.thread_time() - started

    assert text.startswith(embedder().cut(text))
    assert embedder()._tokens(embedder().cut(text)) <= MOST_TOKENS
    assert took_s < 0.4


def test_a_short_text_is_not_cut():
    assert embedder().cut("Guten Tag") == "Guten Tag"


def test_no_more_than_the_bound_is_remembered(monkeypatch):
    monkeypatch.setattr(embedding, "MOST_REMEMBERED", 3)
    mine = Embedder()
    for number in range(6):
        mine.vector(f"Satz {number}")

    assert len(mine._remembered) == 3


def test_what_is_remembered_is_no_text():
    mine = Embedder()
    mine.vector("Mein Geheimnis")

    assert all(b"Geheimnis" not in key for key in mine._remembered)


def test_training_vectors_come_from_the_cache_the_second_time(tmp_path):
    reports: list[tuple[int, int]] = []
    cache = VectorCache(tmp_path / "v.sqlite3", embedder().name)
    first = embedder().vectors(["eins", "zwei", "eins"], cache, lambda *report: reports.append(report))
    second = embedder().vectors(["eins", "zwei"], cache, lambda *report: reports.append(report))

    assert reports == [(2, 2)]
    np.testing.assert_array_equal(first[0], first[2])
    np.testing.assert_array_equal(first[1], second[1])
