"""The gateway process: serves the channels over HTTP until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
import uvloop

import bot.ready  # noqa: F401  (first)
from bot import environment
from bot.asgi import application
from bot.assembly import Assistant, install

GRACEFUL_S = 5  # seconds that open connections get after the stop


class Server(uvicorn.Server):
    """Tells the streams to end as soon as a signal comes, and then lets the process finish its turns.

    uvicorn itself would wait for the streams, and at the end raise the signal again, which kills the process.
    """

    def __init__(self, config: uvicorn.Config, assistant: Assistant) -> None:
        super().__init__(config)
        self._assistant = assistant

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._assistant.stop()
        super().handle_exit(sig, frame)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def serve() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = environment.read()
    config = uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        lifespan="off",
        access_log=False,  # addresses of residents
        log_config=None,
        timeout_graceful_shutdown=GRACEFUL_S,
        server_header=False,
        proxy_headers=False,
    )
    assistant = Assistant(str(settings.port))
    install(assistant)
    await assistant.start()
    try:
        await Server(config, assistant).serve()
    finally:
        await assistant.close()


def main() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


if __name__ == "__main__":
    main()
