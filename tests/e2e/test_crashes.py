"""The crash in the middle: nothing is lost, nothing is answered twice, each process comes back alone."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
import uuid

import httpx
import psutil
import pytest

from tests.e2e.conftest import wait_for


@pytest.mark.parametrize("name", ["engine", "gateway", "worker"])
def test_killed_process_comes_back_alone(whole, name):
    before = {each: whole.child(each).pid for each in ("engine", "gateway", "worker")}

    os.kill(before[name], signal.SIGKILL)
    wait_for(lambda: (child := whole.child(name)) and child.pid != before[name], what=f"a new {name}")
    wait_for(whole.ready, what="engine and gateway")

    after = {each: whole.child(each).pid for each in ("engine", "gateway", "worker")}
    assert [each for each in before if before[each] != after[each]] == [name]
    assert whole.start("Wo kann ich Deutsch lernen?").json()["messages"][1]["entry"] == "life.german-course"


def test_engine_killed_in_a_turn_costs_no_message(whole):
    engine = whole.child("engine")
    engine.suspend()  # the turn is under way and gets no answer
    replies = []
    sending = threading.Thread(target=lambda: replies.append(whole.start("Wo kann ich Deutsch lernen?", language="de")))
    sending.start()
    time.sleep(0.5)

    engine.kill()
    sending.join(15)

    body = replies[0].json()
    assert replies[0].status_code == 201
    assert [message["author"] for message in body["messages"]][0] == "resident"
    assert not body["state"]["pending"]
    assert {message["kind"] for message in body["messages"][1:]} <= {"notice", "answer", "clarify", "fallback"}


def test_gateway_killed_after_the_acknowledgement_answers_once(whole):
    started = whole.start("Wo kann ich Deutsch lernen?").json()
    headers = {"Authorization": f"Bearer {started['token']}"}
    engine, gateway = whole.child("engine"), whole.child("gateway")
    engine.suspend()
    acknowledged = httpx.post(
        f"{whole.address}/api/messages",
        json={"client_id": str(uuid.uuid4()), "text": "Ich brauche einen Dolmetscher", "wait": 0},
        headers=headers,
    )

    gateway.kill()
    engine.resume()
    wait_for(lambda: (child := whole.child("gateway")) and child.pid != gateway.pid, what="a new gateway")
    wait_for(whole.ready, what="engine and gateway")

    def read() -> dict:
        return httpx.get(f"{whole.address}/api/messages?after=2", headers=headers).json()

    wait_for(lambda: not read()["state"]["pending"], timeout_s=45, what="the answer")
    time.sleep(6)  # a sweep of every process has passed
    assert acknowledged.status_code == 202
    assert [message["author"] for message in read()["messages"]] == ["resident", "bot"]


def test_hanging_engine_gets_an_answer_within_five_seconds(whole):
    engine = whole.child("engine")
    engine.suspend()
    try:
        response = whole.start("Bana bir tercüman lazım", language="tr")
    finally:
        engine.resume()

    assert response.elapsed.total_seconds() < 6
    assert not response.json()["state"]["pending"]


def test_ctrl_c_ends_everything_with_ten_streams_open(serve):
    served = serve()
    started = served.start("Wo kann ich Deutsch lernen?").json()
    headers = {"Authorization": f"Bearer {started['token']}"}
    children = psutil.Process(served.process.pid).children(recursive=True)
    ended: list[str] = []

    def hold() -> None:
        with httpx.stream("GET", f"{served.address}/api/stream", headers=headers, timeout=60) as stream:
            for _ in stream.iter_raw():
                pass
        ended.append("cleanly")

    threads = [threading.Thread(target=hold) for _ in range(10)]
    for thread in threads:
        thread.start()
    time.sleep(1)

    served.interrupt()
    served.process.wait(10)
    for thread in threads:
        thread.join(5)

    assert served.process.returncode == 0
    assert [line for line in served.lines if "terminated by" in line] == []
    assert ended == ["cleanly"] * 10
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []


def test_killed_supervisor_leaves_nobody_behind(serve):
    served = serve()
    children = [served.child(name) for name in ("engine", "gateway", "worker")]

    supervisor = children[0].parent()
    supervisor.kill()

    assert wait_for(lambda: not any(child.is_running() for child in children), timeout_s=20, what="the end")


def test_stopped_gateway_finishes_the_turn_under_way(serve):
    served = serve()
    engine, gateway = served.child("engine"), served.child("gateway")
    started = served.start("Wo kann ich Deutsch lernen?").json()
    engine.suspend()
    body = {"client_id": str(uuid.uuid4()), "text": "Ich brauche einen Dolmetscher", "wait": 0}
    httpx.post(f"{served.address}/api/messages", json=body, headers={"Authorization": f"Bearer {started['token']}"})

    gateway.terminate()
    time.sleep(0.5)
    engine.resume()
    wait_for(lambda: not gateway.is_running(), timeout_s=10, what="the end of the gateway")

    with sqlite3.connect(served.var / "kilotse.sqlite3") as database:
        states = database.execute("SELECT state FROM conversation_message WHERE author = 'resident'").fetchall()
    assert states == [("done",), ("done",)]


def test_processes_that_die_after_a_broken_edit_come_back_with_the_last_good_state(whole):
    path = whole.content / "entries/life.housing.yml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "surprise: 1\n", encoding="utf-8")
    killed = [whole.child("engine"), whole.child("gateway")]
    for process in killed:
        process.kill()
    wait_for(lambda: not any(process.is_running() for process in killed), what="the end of both")
    wait_for(whole.ready, timeout_s=60, what="engine and gateway")

    answer = whole.start("Ich suche eine Wohnung. Wer hilft mir?", language="de").json()["messages"][1]

    path.write_text(before, encoding="utf-8")
    assert answer["entry"] == "life.housing"
