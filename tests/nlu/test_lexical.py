from __future__ import annotations

import numpy as np
import pytest

from nlu.lexical import LexicalIndex

TEXTS = ["Wo finde ich einen Deutschkurs?", "Ich suche eine Wohnung", "دورة لغة"]


@pytest.fixture
def index():
    return LexicalIndex.of(TEXTS)


@pytest.mark.parametrize(("typed", "best"), [("deutschkurz finden", 0), ("wohnug gesucht", 1), ("دوره لغه", 2)])
def test_a_misspelt_text_looks_most_like_its_own(index, typed, best):
    assert int(np.argmax(index.likeness(typed))) == best


def test_the_same_text_is_fully_alike_whatever_its_case(index):
    assert index.likeness("WO FINDE ICH EINEN DEUTSCHKURS")[0] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("typed", ["", "👍", "1", "xyzxyz"])
def test_a_text_without_known_n_grams_is_like_none(index, typed):
    likeness = index.likeness(typed)

    assert np.isfinite(likeness).all()
    assert likeness.max() < 0.2
