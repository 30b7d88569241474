"""Puts a process together: content, engine, turns, wake-up. The gateway and the worker each run one `Assistant`."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress

from bot import environment
from bot.content import store
from bot.conversation.leases import new_holder
from bot.conversation.turn import Turns
from bot.conversation.wakeup import Wakeup
from bot.engine.client import Engine

logger = logging.getLogger(__name__)
FINISH_S = 4.0  # how long turns under way may take after the stop; less than uvicorn waits for connections


class Assistant:
    """What a process needs to answer. `stopping` is set when it must end: streams look at it."""

    def __init__(self, place: str) -> None:
        """`place` tells this process from others on the machine: the gateway's port, or "worker"."""
        seat = f"{socket.gethostname()}:{place}"
        self.holder = new_holder(seat)
        self.stopping = asyncio.Event()
        self.engine = Engine(environment.read().engines)
        self.wakeup = Wakeup()
        self.turns = Turns(self.engine, self.wakeup, seat, self.holder)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to watch the content, to hear other processes, and to take up what was left behind."""
        store().watch()
        self._tasks = [
            asyncio.create_task(self.wakeup.run(), name="wakeup"),
            asyncio.create_task(self.turns.sweep(), name="sweep"),
        ]

    def stop(self) -> None:
        """Say that the end is near: streams end themselves. May be called more than once."""
        self.stopping.set()
        self.wakeup.wake_all()

    async def close(self) -> None:
        """Finish the turns under way and let everything go."""
        self.stop()
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.turns.finish(FINISH_S)
        await self.engine.close()


_installed: list[Assistant] = []


def install(assistant: Assistant) -> None:
    """Make the process's assistant known to its views."""
    _installed[:] = [assistant]


def assistant() -> Assistant:
    """The process's assistant. RuntimeError: the process was not started as a gateway."""
    if not _installed:
        raise RuntimeError("there is no assistant yet; the gateway installs one when it starts")
    return _installed[0]
