"""Builders for tests on a real database: SQLite, or the PostgreSQL that KILOTSE_DATABASE names."""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections

import bot.ready  # noqa: F401  (first)
from bot.conversation import log
from bot.conversation.wakeup import Wakeup
from bot.database import THREADS, _pool
from bot.engine.client import Engine


@pytest.fixture(scope="session", autouse=True)
def _close_database_threads(django_db_setup: None) -> Iterator[None]:
    """The threads' connections end before the test database is dropped."""
    yield
    together = threading.Barrier(THREADS)

    def close() -> None:
        together.wait(10)
        connections.close_all()

    for future in [_pool.submit(close) for _ in range(THREADS)]:
        future.result(20)


@pytest.fixture
def start() -> Callable[..., tuple[log.Logged, str]]:
    """Start a conversation with one message; returns what was logged, and the token."""

    def build(text: str = "Wo kann ich Deutsch lernen?", **more: Any) -> tuple[log.Logged, str]:
        begin = log.Start(more.pop("channel", "web"), more.pop("language", "de"), "page")
        holder = more.pop("holder", "seat/test")
        return log.start(begin, log.Incoming(more.pop("client_id", None) or uuid.uuid4(), text, **more), holder)

    return build


@pytest.fixture
def decision() -> Callable[..., dict[str, Any]]:
    """A valid decision of the engine: an answer with one entry, unless told otherwise."""

    def build(entry: str = "life.german-course", language: str = "de", confidence: float = 0.95) -> dict[str, Any]:
        return {
            "kind": "answer",
            "language": language,
            "entries": [entry],
            "confidence": confidence,
            "ranking": [{"entry": entry, "confidence": confidence}],
            "thresholds": {"sure": 0.6, "ask": 0.2},
            "content": "0123456789abcdef",
        }

    return build


@pytest.fixture
def engine_at(http_server: Any) -> Callable[[Callable[[dict[str, Any]], Any]], Engine]:
    """An engine client whose engine is a real HTTP server that answers with `decide(turn)`."""

    def build(decide: Callable[[dict[str, Any]], Any]) -> Engine:
        def respond(body: bytes) -> tuple[int, bytes]:
            return 200, json.dumps([{"custom": decide(json.loads(body))}]).encode()

        return Engine((http_server(respond),))

    return build


@pytest.fixture
def take_turns() -> Callable[..., None]:
    """Let one process answer what waits in a conversation."""
    from bot.conversation.turn import Turns

    def run(engine: Engine, conversation_id: int, holder: str = "seat/test") -> None:
        async def once() -> None:
            await Turns(engine, Wakeup(), holder.partition("/")[0], holder).take(conversation_id)
            await engine.close()

        asyncio.run(once())

    return run
