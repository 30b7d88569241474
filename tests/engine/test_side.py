"""The side engine as staff's tools meet it: a process of its own, over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from nlu.embedding import embedder
from tests.engine.conftest import ROOT, Engine, command, free_port


class Side(Engine):
    subcommand = "side"

    def tell(self, what: str, body: object) -> tuple[int, Any]:
        return self.post(json.dumps(body).encode(), f"/kilotse/{what}")


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    running = Side(tmp_path_factory.mktemp("side") / "log")
    running.wait_until_ready()
    yield running
    running.stop()


def test_vectors_are_those_that_the_ranker_sees(side):
    status, reply = side.tell("vectors", {"texts": ["Wo kann ich Deutsch lernen?", "ኣበይ እየ ጀርመንኛ ዝመሃር"]})

    assert status == 200
    first, second = (np.array(vector) for vector in reply["vectors"])
    assert first == pytest.approx(embedder().vector("Wo kann ich Deutsch lernen?"), abs=1e-4)
    assert np.linalg.norm(second) == pytest.approx(1, abs=1e-3)


def test_languages_are_told_without_a_hint(side):
    status, reply = side.tell("languages", {"texts": ["Bana bir tercüman lazım", "Wo ist das Amt für Schule?"]})

    assert status == 200
    assert [each["code"] for each in reply["languages"]] == ["tr", "de"]
    assert all(0.5 < each["confidence"] <= 1 for each in reply["languages"])


def test_no_texts_have_no_vectors(side):
    assert side.tell("vectors", {"texts": []}) == (200, {"vectors": []})


@pytest.mark.parametrize("what", ["vectors", "languages"])
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"texts": ["a", "\u200b"]}, "texts: each must be a text with at least one visible character."),
        ({"texts": [1]}, "texts: each must be a text with at least one visible character."),
        ({"texts": ["a"] * 257}, "texts: must be a list of at most 256."),
        ({"text": "a"}, 'The body must be {"texts": […]} and nothing else.'),
        (["a"], 'The body must be {"texts": […]} and nothing else.'),
    ],
)
def test_what_is_no_list_of_texts_is_refused_with_the_reason(side, what, body, reason):
    assert side.tell(what, body) == (400, {"error": reason})


def test_a_body_that_is_no_json_is_refused(side):
    assert side.post(b"\xff", "/kilotse/vectors") == (400, {"error": "The body is not JSON in UTF-8."})


def test_a_body_that_is_too_large_is_refused(side):
    status, _ = side.tell("vectors", {"texts": ["a" * 1024 * 1024]})

    assert status == 413


def test_it_answers_no_resident(side):
    assert side.post(b"{}")[0] == 404


def test_it_makes_way_for_the_engine_that_answers(side):
    assert os.getpriority(os.PRIO_PROCESS, side.process.pid) == 10


def test_its_log_holds_no_text(side):
    side.tell("languages", {"texts": ["mein geheimnis"]})

    assert "geheimnis" not in side.log.read_text()


def test_a_port_in_use_is_one_sentence(side):
    again = [sys.executable, "-m", "nlu.engine", "side", "--port", str(side.port)]
    result = subprocess.run(again, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith(f"Port {side.port} is in use.")


def test_it_ends_with_whoever_holds_its_input(tmp_path):
    port = free_port()
    alone = subprocess.Popen(
        [sys.executable, "-m", "nlu.engine", "side", "--port", str(port), "--until-input-ends"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert alone.stderr is not None and alone.stdin is not None
    while b"tools on http" not in alone.stderr.readline():
        assert alone.poll() is None
    alone.stdin.close()

    assert alone.wait(timeout=20) is not None


def test_it_is_told_in_the_help():
    assert "python -m nlu.engine side --port 5106" in command("--help").stdout
