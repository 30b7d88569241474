from __future__ import annotations

import os

import pytest

from nlu import fingerprint, paths
from nlu.engine import model_files


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KILOTSE_VAR", str(tmp_path))
    (tmp_path / "models").mkdir()
    return tmp_path


@pytest.fixture
def write_models(home):
    """Write that many models, the first the oldest, and return their paths."""

    def write(count: int) -> list:
        found = [home / "models" / f"{number}.tar.gz" for number in range(count)]
        for number, path in enumerate(found):
            path.write_bytes(b"")
            os.utime(path, (number, number))
        return found

    return write


def test_without_models_there_is_no_newest():
    assert model_files.newest() is None


def test_old_models_go_and_the_present_one_stays(write_models):
    models = write_models(6)

    model_files.remove_old(models[0])

    assert [path.exists() for path in models] == [True, False, False, True, True, True]
    assert model_files.newest() == models[-1]


def test_the_hash_sees_names_bytes_and_borders(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"ab")
    two.write_bytes(b"c")
    before = fingerprint.of_files([one, two])
    one.write_bytes(b"a")
    two.write_bytes(b"bc")

    assert fingerprint.of_files([one, two]) != before
    assert fingerprint.of_files([one], "x") != fingerprint.of_files([one], "y")


def test_the_content_in_use_is_the_chosen_one_then_the_living_one_then_the_seed(home, monkeypatch):
    monkeypatch.delenv("KILOTSE_CONTENT", raising=False)
    assert paths.content() == paths.SEED
    (home / "content").mkdir()
    assert paths.content() == home / "content"
    monkeypatch.setenv("KILOTSE_CONTENT", "/elsewhere")
    assert str(paths.content()) == "/elsewhere"
