"""Tells the processes that a conversation has something new. The only module that knows how.

Within a process: at once. Between processes: PostgreSQL by LISTEN/NOTIFY; SQLite by one poller a process, which asks
`PRAGMA data_version` every 200 ms (it changes when another connection has written).
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from django.db import connection

logger = logging.getLogger(__name__)
POLL_S = 0.2
CHANNEL = "kilotse_conversation"


class Wakeup:
    """Wakes whoever waits for a conversation. `run` must be running for other processes' messages to be heard."""

    def __init__(self) -> None:
        self._waiting: dict[int, set[asyncio.Event]] = defaultdict(set)
        self._waiting_for_any: set[asyncio.Event] = set()

    @contextmanager
    def listen(self, conversation_id: int) -> Iterator[asyncio.Event]:
        """An event that is set whenever the conversation has something new; clear it before looking."""
        event = asyncio.Event()
        self._waiting[conversation_id].add(event)
        try:
            yield event
        finally:
            self._waiting[conversation_id].discard(event)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]

    @contextmanager
    def listen_to_all(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever any conversation has something new."""
        event = asyncio.Event()
        self._waiting_for_any.add(event)
        try:
            yield event
        finally:
            self._waiting_for_any.discard(event)

    def wake(self, conversation_id: int) -> None:
        """Wake this process's listeners. Call it in the event loop."""
        for event in (*self._waiting.get(conversation_id, ()), *self._waiting_for_any):
            event.set()

    def wake_all(self) -> None:
        """Wake everyone: at shutdown, and after a connection was lost and something may have been missed."""
        for events in (*self._waiting.values(), self._waiting_for_any):
            for event in events:
                event.set()

    async def run(self) -> None:
        """Hear what other processes write, until cancelled."""
        hear = _hear_postgresql if connection.vendor == "postgresql" else _hear_sqlite
        while True:
            try:
                async for conversation_id in hear():
                    self.wake(conversation_id)
            except (OSError, RuntimeError, sqlite3.Error, _database_error()) as error:
                logger.warning("wake-up: %s; listening again in 1 s", type(error).__name__)
                await asyncio.sleep(1)
            self.wake_all()


def announce(conversation_id: int) -> None:
    """Tell other processes; call it inside the transaction that writes. SQLite's pollers see the write itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(conversation_id)])


def _database_error() -> type[Exception]:
    return connection.Database.Error  # type: ignore[attr-defined, no-any-return]


async def _hear_postgresql() -> AsyncIterator[int]:
    import psycopg

    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as listening:
        await listening.execute(f"LISTEN {CHANNEL}")
        async for notice in listening.notifies():
            yield int(notice.payload)


async def _hear_sqlite() -> AsyncIterator[int]:
    database = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=20)
    try:
        version = None
        (last_id,) = database.execute("SELECT coalesce(max(id), 0) FROM conversation_message").fetchone()
        while True:
            (now,) = database.execute("PRAGMA data_version").fetchone()
            if now != version:
                version = now
                news = "SELECT id, conversation_id FROM conversation_message WHERE id > ? ORDER BY id"
                for newest_id, conversation_id in database.execute(news, [last_id]).fetchall():
                    last_id = newest_id
                    yield conversation_id
            await asyncio.sleep(POLL_S)
    finally:
        database.close()
