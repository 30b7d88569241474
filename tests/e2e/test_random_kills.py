"""Residents write while processes are killed at random points: what was acknowledged is there once, answered once."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
import uuid

import httpx

from tests.e2e.conftest import Served, wait_for

CLIENTS = 6
KILLS = 10
TURNS = 12  # messages in a conversation before the next begins
QUESTIONS = [
    "Wo kann ich Deutsch lernen?",
    "Bana bir tercüman lazım",
    "أبحث عن شقة",
    "Ich will einen Menschen sprechen",
    "??",
]


class Resident:
    """Sends one message after the other, and each again until it is acknowledged. Keeps below the limits."""

    def __init__(self, served: Served, seed: int) -> None:
        self.served = served
        self.random = random.Random(seed)
        self.forwarded = {"X-Forwarded-For": f"203.0.113.{seed}"}
        self.headers: dict[str, str] = {}
        self.acknowledged: list[str] = []

    def write_until(self, stop: threading.Event) -> None:
        while not stop.is_set():
            wait_s = self.random.choice([0, 5])
            body = {"client_id": str(uuid.uuid4()), "text": self.random.choice(QUESTIONS), "wait": wait_s}
            wait_for(lambda: self.send(body), timeout_s=60, what="the acknowledgement")  # noqa: B023  (called here)
            self.acknowledged.append(body["client_id"])
            if len(self.acknowledged) % TURNS == 0:
                self.headers = {}

    def send(self, body: dict) -> bool:
        path = "/api/messages" if self.headers else "/api/conversations"
        headers = {**self.forwarded, **self.headers}
        try:
            response = httpx.post(self.served.address + path, json=body, headers=headers, timeout=12)
        except httpx.HTTPError:
            return False
        if response.status_code == 201:
            self.headers = {"Authorization": f"Bearer {response.json()['token']}"}
        return response.status_code in (200, 201, 202)


def test_random_kills_lose_and_double_no_message(serve, monkeypatch):
    monkeypatch.setenv("KILOTSE_PROXIES", "1")
    served = serve()
    stop = threading.Event()
    residents = [Resident(served, seed) for seed in range(CLIENTS)]
    threads = [threading.Thread(target=resident.write_until, args=[stop]) for resident in residents]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.5, 2.5))
        if child := served.child(random.choice(["engine", "gateway", "gateway", "worker"])):
            child.kill()
    stop.set()
    for thread in threads:
        thread.join()

    with sqlite3.connect(served.var / "kilotse.sqlite3") as database:

        def pending() -> int:
            return database.execute("SELECT count(*) FROM conversation_message WHERE state = 'received'").fetchone()[0]

        wait_for(lambda: not pending(), timeout_s=60, what="the last answers")
        answers = """
            SELECT count(*) FROM conversation_message AS resident
            LEFT JOIN conversation_message AS answer
                ON answer.reply_to_id = resident.id AND json_extract(answer.content, '$.kind') <> 'notice'
            WHERE resident.author = 'resident' AND resident.client_id = ?
        """
        sent = [uuid.UUID(client_id).hex for resident in residents for client_id in resident.acknowledged]
        stored = "SELECT count(*) FROM conversation_message WHERE client_id = ?"

        assert len(sent) > CLIENTS
        assert {database.execute(stored, [client_id]).fetchone()[0] for client_id in sent} == {1}
        assert {database.execute(answers, [client_id]).fetchone()[0] for client_id in sent} == {1}
