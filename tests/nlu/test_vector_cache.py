from __future__ import annotations

import numpy as np
import pytest

from nlu.vector_cache import VectorCache

VECTOR = np.arange(4, dtype=np.float32)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "vectors.sqlite3"


def test_a_vector_comes_back_as_it_was(path):
    VectorCache(path, "model 1").write({"Guten Tag": VECTOR})

    assert VectorCache(path, "model 1").read(["Guten Tag", "Hallo"]).keys() == {"Guten Tag"}
    np.testing.assert_array_equal(VectorCache(path, "model 1").read(["Guten Tag"])["Guten Tag"], VECTOR)


def test_another_model_finds_nothing(path):
    VectorCache(path, "model 1").write({"Guten Tag": VECTOR})

    assert VectorCache(path, "model 2").read(["Guten Tag"]) == {}


def test_the_file_holds_no_text(path):
    VectorCache(path, "model 1").write({"Mein Geheimnis": VECTOR})

    assert b"Geheimnis" not in path.read_bytes()
