"""The worker process: the outbox, deadlines and retention (one process at a time), and turns left behind."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress

import bot.ready  # noqa: F401  (first)
from bot.assembly import Assistant
from bot.conversation import leases, outbox, retention
from bot.database import in_database

logger = logging.getLogger("bot.worker")
DUTY = "worker"
BEAT_S = 5.0
OUTBOX_S = 0.5
RETENTION_S = 3600.0


async def work(assistant: Assistant) -> None:
    """Do the duties while they are ours; look again every BEAT_S whether they are."""
    cleaned_at = -RETENTION_S
    loop = asyncio.get_running_loop()
    beat_at = 0.0
    ours = False
    while not assistant.stopping.is_set():
        try:
            if loop.time() >= beat_at:
                ours = await in_database(leases.hold, DUTY, assistant.holder)
                beat_at = loop.time() + BEAT_S
            if ours and loop.time() - cleaned_at >= RETENTION_S:
                deleted = await in_database(retention.delete_expired)
                cleaned_at = loop.time()
                logger.info("retention: %d rows deleted", deleted)
            busy = ours and await outbox.deliver_due() > 0
        except Exception:
            logger.exception("worker: trying again in %.0f s", BEAT_S)
            busy = False
            await _pause(assistant, BEAT_S)
        if not busy:
            await _pause(assistant, OUTBOX_S)
    await in_database(leases.let_go, DUTY, assistant.holder)


async def _pause(assistant: Assistant, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(assistant.stopping.wait(), seconds)


async def serve() -> None:
    """Run until SIGTERM or SIGINT."""
    assistant = Assistant("worker")
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, assistant.stop)
    await assistant.start()
    logger.info("worker: ready")
    try:
        await work(assistant)
    finally:
        await assistant.close()


if __name__ == "__main__":
    asyncio.run(serve())
