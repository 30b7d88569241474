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

TRY_WITHIN_S = 120  # 10 on a quiet machine: it is niced, and reads the training texts first
CHESS = [
    "Gibt es einen Schachverein?",
    "Ich möchte Schach spielen",
    "schach für kinder",
    "Wo trifft sich der Schachclub?",
]


class Side(Engine):
    subcommand = "side"

    def tell(self, what: str, body: object) -> tuple[int, Any]:
        return self.post(json.dumps(body).encode(), f"/kilotse/{what}", timeout_s=TRY_WITHIN_S)

    def rank(self, text: str, *drafts: dict[str, Any]) -> dict[str, Any]:
        """How one text would be ranked with these drafts."""
        status, reply = self.tell("try", {"texts": [text], "drafts": drafts})
        assert status == 200, reply
        return reply["rankings"][0]


def draft(entry: Any, **questions: list[str]) -> dict[str, Any]:
    return {"entry": entry, "questions": questions}


def confidence(ranking: dict[str, Any], entry: str) -> float:
    """0 where the entry is not among the best five."""
    return {each["entry"]: each["confidence"] for each in ranking["ranking"]}.get(entry, 0.0)


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
    assert float(first @ embedder().vector("Wo kann ich Deutsch lernen?")) > 0.999  # shipped with 8 bits a number
    assert np.linalg.norm(second) == pytest.approx(1, abs=1e-3)


def test_languages_are_told_without_a_hint(side):
    status, reply = side.tell("languages", {"texts": ["Bana bir tercüman lazım", "Wo ist das Amt für Schule?"]})

    assert status == 200
    assert [each["code"] for each in reply["languages"]] == ["tr", "de"]
    assert all(0.5 < each["confidence"] <= 1 for each in reply["languages"])
    assert [each["label"] for each in reply["languages"]] == ["tr", "de"]


def test_a_label_is_finer_than_the_language_it_is_answered_in(side):
    """Croatian is answered in Bosnian, and a language that we do not have has a name all the same."""
    texts = ["Gdje mogu pronaći tečaj njemačkog jezika za svoju djecu tijekom tjedna?", "Ninatafuta nyumba ya kupanga"]
    found = side.tell("languages", {"texts": texts})[1]["languages"]

    assert (found[0]["code"], found[0]["label"]) == ("bs", "hr")
    assert found[1]["label"].startswith("x-")


def test_health_tells_the_tools(side):
    assert side.get("/health") == (
        200,
        {"status": "ok", "tools": ["vectors", "languages", "try"], "pid": side.process.pid},
    )


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


@pytest.mark.parametrize("what", ["vectors", "languages", "try"])
@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 10_000])
def test_a_body_that_is_no_json_is_refused(side, what, body):
    assert side.post(body, f"/kilotse/{what}") == (400, {"error": "The body is not JSON in UTF-8."})


TRIED = "Dach über dem Kopf"  # in no entry


@pytest.fixture(scope="module")
def live(side, model) -> dict[str, Any]:
    """How that is ranked without a draft."""
    return side.rank(TRIED)


def test_without_drafts_it_ranks_as_the_engine_does(side, engine):
    text = "Oturma iznimi nerede uzatabilirim?"
    status, reply = side.tell("try", {"texts": [text], "drafts": []})
    decision = engine.ask(text)

    assert status == 200
    assert reply["thresholds"] == decision["thresholds"]
    assert reply["rankings"] == [{"language": "tr", "ranking": decision["ranking"], "several": []}]


def test_a_drafted_question_is_understood_as_if_it_were_live(side, live):
    tried = side.rank(TRIED, draft("life.housing", de=["Wo finde ich eine Wohnung?", TRIED]))

    assert confidence(live, "life.housing") < 0.5
    assert tried["ranking"][0]["entry"] == "life.housing"
    assert confidence(tried, "life.housing") > confidence(live, "life.housing") + 0.2


def test_a_draft_leaves_the_entrys_other_languages(side, model):
    text = "Kiralık daire arıyorum"
    tried = side.rank(text, draft("life.housing", de=[TRIED]))

    assert tried["ranking"][0]["entry"] == side.rank(text)["ranking"][0]["entry"] == "life.housing"


def test_a_new_entry_is_ranked(side, model):
    assert side.rank("Wo kann man Schach spielen?", draft("offers.chess", de=CHESS))["ranking"][0]["entry"] == (
        "offers.chess"
    )


def test_a_draft_is_forgotten_after_its_request(side, live):
    side.rank(TRIED, draft("life.housing", de=[TRIED]))

    assert side.rank(TRIED) == live


def test_a_message_that_asks_two_things_is_told(side, model):
    several = side.rank("Wo kann ich Deutsch lernen? Und wie finde ich eine Wohnung?")["several"]

    assert several == ["life.german-course", "life.housing"]


def test_an_entry_without_questions_is_tried_all_the_same(side, live):
    """As when staff have only begun a new entry, or have taken its last question away."""
    assert side.rank(TRIED, draft("offers.chess", de=[]))["language"] == live["language"]


REFUSED = {
    "no drafts": ({"texts": ["a"]}, 'The body must be {"texts": […], "drafts": […]} and nothing else.'),
    "no texts": ({"drafts": []}, 'The body must be {"texts": […], "drafts": […]} and nothing else.'),
    "nothing to see": (
        {"texts": ["\u200b"], "drafts": []},
        "texts: each must be a text with at least one visible character.",
    ),
    "drafts by id": ({"texts": ["a"], "drafts": {}}, "drafts: must be a list of at most 20."),
    "21 drafts": ({"texts": ["a"], "drafts": [draft("a.b")] * 21}, "drafts: must be a list of at most 20."),
    "a draft without questions": (
        {"texts": ["a"], "drafts": [draft("a.b"), {"entry": "a.b"}]},
        'drafts.1: must be {"entry": …, "questions": {…}} and nothing else.',
    ),
    "a draft with more": (
        {"texts": ["a"], "drafts": [{**draft("a.b"), "title": "A"}]},
        'drafts.0: must be {"entry": …, "questions": {…}} and nothing else.',
    ),
    "no id": (
        {"texts": ["a"], "drafts": [draft("../a")]},
        "drafts.0.entry: must be the id of an entry, such as life.housing.",
    ),
    "a number as id": (
        {"texts": ["a"], "drafts": [draft(5)]},
        "drafts.0.entry: must be the id of an entry, such as life.housing.",
    ),
    "questions of no language": (
        {"texts": ["a"], "drafts": [{"entry": "a.b", "questions": ["a"]}]},
        "drafts.0.questions: must give a list of questions for each language.",
    ),
    "a question instead of a list": (
        {"texts": ["a"], "drafts": [{"entry": "a.b", "questions": {"de": "a"}}]},
        "drafts.0.questions.de: must be a list of at most 256.",
    ),
    "257 questions": (
        {"texts": ["a"], "drafts": [draft("a.b", de=["a"] * 257)]},
        "drafts.0.questions.de: must be a list of at most 256.",
    ),
    "an empty question": (
        {"texts": ["a"], "drafts": [draft("a.b", de=["a"], tr=[" "])]},
        "drafts.0.questions.tr: each must be a text with at least one visible character.",
    ),
}


@pytest.mark.parametrize(("body", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_tried_is_refused_with_place_and_reason(side, body, reason):
    assert side.tell("try", body) == (400, {"error": reason})


def test_without_a_model_nothing_can_be_tried(tmp_path):
    alone = Side(tmp_path / "log", KILOTSE_VAR=str(tmp_path / "var"))
    alone.wait_until_ready()
    reply = alone.tell("try", {"texts": ["a"], "drafts": []})
    alone.stop()

    assert reply == (409, {"error": "There is no model yet. Train one with: python -m nlu.engine train"})


def test_of_content_with_faults_they_are_told(tmp_path, model):
    alone = Side(tmp_path / "log", KILOTSE_CONTENT=str(tmp_path / "nowhere"))
    alone.wait_until_ready()
    status, reply = alone.tell("try", {"texts": ["a"], "drafts": []})
    alone.stop()

    assert status == 409
    assert "There is no such directory." in reply["error"]


def test_a_body_that_is_too_large_is_refused(side):
    status, _ = side.tell("vectors", {"texts": ["a" * 1024 * 1024]})

    assert status == 413


def test_it_answers_no_resident(side):
    assert side.post(b"{}")[0] == 404


def test_it_makes_way_for_the_engine_that_answers(side):
    assert os.getpriority(os.PRIO_PROCESS, side.process.pid) == 10


def test_its_log_holds_no_text(side, model):
    side.tell("languages", {"texts": ["mein geheimnis"]})
    side.tell("try", {"texts": ["mein geheimnis"], "drafts": [draft("life.housing", de=["mein geheimnis"])]})

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
