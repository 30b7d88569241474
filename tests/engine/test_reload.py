"""A running engine takes a new model without losing a turn, and keeps the old one when the new one is none."""

from __future__ import annotations

import json
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from nlu.engine.model_files import model_for
from tests.engine.conftest import Engine, command, turn

NEW = "Dach über dem Kopf"  # in no entry; none of the few is sure of it
KNOWN = ("Ich suche eine Wohnung", "Wo lerne ich Deutsch?", "Hallo", "Bir insanla konuşmak istiyorum")
THREADS = 4
TURNS = 50  # of each thread, at least
RELOAD_WITHIN_S = 60


def reload(engine: Engine) -> tuple[int, Any]:
    return engine.post(b"{}", "/kilotse/reload", timeout_s=RELOAD_WITHIN_S)


def answers_with(decision: dict[str, Any], entry: str) -> bool:
    return decision["kind"] == "answer" and decision["entries"] == [entry]


def test_an_engine_takes_the_new_model_while_it_answers_and_loses_no_turn(small, start_small):
    engine = start_small()
    assert not answers_with(engine.ask(NEW), "life.housing")
    small.add_question("life.housing", NEW)
    small.train()
    reloaded = threading.Event()

    def chat(number: int) -> list[tuple[int, Any]]:
        """Turns without a pause, until the new model has answered some, too."""
        got: list[tuple[int, Any]] = []
        while len(got) < TURNS or not reloaded.is_set():
            text = KNOWN[(number + len(got)) % len(KNOWN)]
            got.append(engine.post(json.dumps(turn(text)).encode()))
        return got

    with ThreadPoolExecutor(THREADS) as pool:
        chats: list[Future[list[tuple[int, Any]]]] = [pool.submit(chat, number) for number in range(THREADS)]
        try:
            status, reply = reload(engine)
        finally:
            reloaded.set()
    turns = [each for chat in chats for each in chat.result()]

    assert (status, reply["content"]) == (200, small.training_hash)
    assert len(turns) >= THREADS * TURNS
    assert {status for status, _ in turns} == {200}
    assert all(sum("custom" in message for message in messages) == 1 for _, messages in turns)
    assert engine.get("/health")[1]["content"] == small.training_hash
    assert answers_with(engine.ask(NEW), "life.housing")


def test_without_a_model_that_fits_the_old_one_stays_and_the_reply_says_what_to_do(small, start_small):
    engine = start_small()
    before = engine.get("/health")
    small.add_question("life.housing", NEW)

    assert reload(engine) == (
        409,
        {"error": "No model fits the content yet. Train it with: python -m nlu.engine train"},
    )
    assert engine.get("/health") == before
    assert answers_with(engine.ask(KNOWN[0]), "life.housing")


@pytest.mark.parametrize("bytes_", [b"", b"no archive"])
def test_a_broken_model_is_not_taken(small, start_small, monkeypatch, bytes_):
    engine = start_small()
    before = engine.get("/health")
    small.add_question("life.housing", NEW)
    wanted = fitting(small, monkeypatch)
    wanted.write_bytes(bytes_)
    status, reply = reload(engine)

    assert status == 409
    assert f"The model {wanted} does not load" in reply["error"]
    assert engine.get("/health") == before
    assert answers_with(engine.ask(KNOWN[0]), "life.housing")


def fitting(small, monkeypatch):
    """Where the model of the present state belongs."""
    from nlu.engine.model_files import training_fingerprint

    for name, value in small.environment.items():
        monkeypatch.setenv(name, value)
    return model_for(training_fingerprint())


def test_content_with_faults_is_not_taken_and_they_are_told(small, start_small):
    engine = start_small()
    before = engine.get("/health")
    small.entry("life.housing").write_text("id: [", encoding="utf-8")
    status, reply = reload(engine)

    assert status == 409
    assert "life.housing.yml:2: This is not valid YAML" in reply["error"]
    assert engine.get("/health") == before
    assert engine.ask(KNOWN[1])["entries"] == ["life.german-course"]


def test_a_reload_without_a_change_is_harmless(small, start_small):
    engine = start_small()
    before = engine.get("/health")

    assert reload(engine)[0] == 200
    assert engine.get("/health") == before


def test_reloads_at_once_are_done_one_after_the_other(small, start_small):
    engine = start_small()
    with ThreadPoolExecutor(2) as pool:
        replies = [each.result() for each in [pool.submit(reload, engine) for _ in range(2)]]

    assert (
        replies
        == [(200, {"model": small.models()[0].name.removesuffix(".tar.gz"), "content": small.training_hash})] * 2
    )


def test_the_wrong_method_is_refused(small, start_small):
    assert start_small().get("/kilotse/reload")[0] == 405


def test_a_small_content_trains_by_itself(small):
    """What these tests stand on: the copy's model fits, so nothing is trained again."""
    result = command("train", **small.environment)

    assert "nothing to do" in result.stdout
