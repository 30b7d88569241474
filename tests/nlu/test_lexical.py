from __future__ import annotations

import numpy as np
import pytest

from nlu.lexical import counted, rarity_of, weigh

TEXTS = ["Wo finde ich einen Deutschkurs?", "Ich suche eine Wohnung", "دورة لغة"]


@pytest.fixture
def likeness():
    """Cosine (0 to 1) of a text's n-grams with those of each of TEXTS."""
    counts = counted(TEXTS)
    rarity = rarity_of(counts)
    rows = weigh(counts, rarity)

    def compare(text: str) -> np.ndarray:
        return np.asarray((rows @ weigh(counted([text]), rarity).T).todense()).ravel()

    return compare


@pytest.mark.parametrize(("typed", "best"), [("deutschkurz finden", 0), ("wohnug gesucht", 1), ("دوره لغه", 2)])
def test_a_misspelt_text_looks_most_like_its_own(likeness, typed, best):
    assert int(np.argmax(likeness(typed))) == best


def test_the_same_text_is_fully_alike_whatever_its_case(likeness):
    assert likeness("WO FINDE ICH EINEN DEUTSCHKURS")[0] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("typed", ["", "👍", "1", "xyzxyz"])
def test_a_text_without_known_n_grams_is_like_none(likeness, typed):
    assert np.isfinite(likeness(typed)).all()
    assert likeness(typed).max() < 0.2
