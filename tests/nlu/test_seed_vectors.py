from __future__ import annotations

import json
import lzma
import random
import signal
import subprocess
import sys

import numpy as np
import pytest

from nlu.embedding import DIMENSION, embedder
from nlu.paths import PROJECT
from nlu.seed_vectors import FILE, KEY_BYTES, pack, unpack
from nlu.text import clean
from nlu.vector_cache import VectorCache

MODEL = "model 1"
NOISE = np.random.default_rng(7).normal(size=(50, DIMENSION)).astype(np.float32)
VECTORS = {f"Text {place}": row / np.linalg.norm(row) for place, row in enumerate(NOISE)}
SAMPLE = 40  # texts that are embedded anew: 20 ms each
LOOKED_FOR = 300  # questions whose letters are looked for in the file


@pytest.fixture
def packed(tmp_path):
    path = tmp_path / "vectors.xz"
    pack(VECTORS, MODEL, path)
    return path


@pytest.fixture(scope="module")
def questions(content) -> list[str]:
    """The seed's training questions, as training reads them; each once."""
    asked = (text for entry in content.entries.values() for _, text in entry.questions())
    return list(dict.fromkeys(clean(text) for text in asked))


@pytest.fixture(scope="module")
def shipped(questions):
    """What the shipped file has of them."""
    return unpack(questions, embedder().name)


def test_packed_vectors_come_back_almost_as_they_were(packed):
    found = unpack(list(VECTORS), MODEL, packed)

    assert found.keys() == VECTORS.keys()
    assert min(float(found[text] @ VECTORS[text]) for text in VECTORS) > 0.9999
    assert all(float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5) for vector in found.values())


def test_a_text_that_was_not_packed_is_not_found(packed):
    assert unpack(["Text 3", "Text 3 ", "Hallo"], MODEL, packed).keys() == {"Text 3"}


def test_the_same_vectors_make_the_same_file(packed, tmp_path):
    again = tmp_path / "again.xz"
    pack(dict(reversed(VECTORS.items())), MODEL, again)

    assert again.read_bytes() == packed.read_bytes()


def test_another_models_file_gives_nothing(packed):
    assert unpack(list(VECTORS), "model 2", packed) == {}


def test_an_absent_file_gives_nothing(tmp_path):
    assert unpack(list(VECTORS), MODEL, tmp_path / "nowhere.xz") == {}


def test_no_texts_have_no_vectors(packed):
    assert unpack([], MODEL, packed) == {}


@pytest.mark.parametrize("moment", ["open", "os.rename"])
def test_a_killed_pack_leaves_the_old_file(packed, moment):
    """Killed when the new file is opened, and when it is whole but has not taken the old one's place."""
    code = (
        "import os, signal, sys\n"
        "import numpy as np\n"
        "from pathlib import Path\n"
        "from nlu.seed_vectors import pack\n"
        "def kill(event, arguments):\n"
        f"    if event == {moment!r} and str(arguments[0]).endswith('.partial'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.addaudithook(kill)\n"
        "pack({'anders': np.ones(384, dtype=np.float32)}, 'model 1', Path(sys.argv[1]))\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(packed)], cwd=PROJECT, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert unpack(["anders", *VECTORS], MODEL, packed).keys() == VECTORS.keys()


def test_what_a_killed_pack_left_does_not_hinder_the_next(packed):
    packed.with_name(packed.name + ".partial").write_bytes(b"half")
    pack({"anders": VECTORS["Text 0"]}, MODEL, packed)

    assert unpack(["anders"], MODEL, packed).keys() == {"anders"}
    assert list(packed.parent.iterdir()) == [packed]


def test_shipped_vectors_are_those_that_the_embedder_makes(shipped):
    sample = random.Random(7).sample(sorted(shipped), SAMPLE)  # noqa: S311 (nothing secret)
    cosines = {text: float(shipped[text] @ embedder().vector(text)) for text in sample}

    assert min(cosines.values()) >= 0.999, cosines


def test_nearly_all_training_questions_of_the_seed_are_shipped(questions, shipped):
    """Fewer: content was added since. Write the file anew with `python -m nlu.engine pack-vectors`."""
    assert len(shipped) >= 0.95 * len(questions)


def test_the_shipped_file_is_small():
    assert FILE.stat().st_size <= 10_000_000


def test_the_shipped_file_holds_numbers_and_no_text(questions):
    body = lzma.decompress(FILE.read_bytes())
    head, _, rest = body.partition(b"\n")
    facts = json.loads(head)

    assert facts.keys() == {"model", "texts"}
    assert len(rest) == facts["texts"] * (KEY_BYTES + DIMENSION) + 4 * DIMENSION
    wanted = random.Random(7).sample([text for text in questions if len(text) > 8], LOOKED_FOR)  # noqa: S311
    assert not any(text.encode() in body for text in wanted)


def test_a_fresh_machine_embeds_nothing_that_is_shipped(shipped, tmp_path):
    reports: list[tuple[int, int]] = []
    texts = sorted(shipped)[:100]
    cache = VectorCache(tmp_path / "v.sqlite3", embedder().name)
    embedder().vectors(texts, cache, lambda *report: reports.append(report))

    assert reports == []
    assert cache.read(texts).keys() == set(texts)
