"""The gateway process: serves the channels over HTTP until it is told to stop."""

from __future__ import annotations

import asyncio
from types import FrameType

import uvicorn
import uvloop

import bot.ready  # noqa: F401  (first)
from bot import environment
from bot.asgi import application
from bot.assembly import Assistant, install

GRACEFUL_S = 5  # seconds that open connections get after the stop


class Server(uvicorn.Server):
    """Tells the streams to end as soon as a signal comes; uvicorn itself would wait for them."""

    assistant: Assistant | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.assistant is not None:
            self.assistant.stop()
        super().handle_exit(sig, frame)


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
    server = Server(config)
    server.assistant = Assistant(str(settings.port))
    install(server.assistant)
    await server.assistant.start()
    try:
        await server.serve()
    finally:
        await server.assistant.close()


def main() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


if __name__ == "__main__":
    main()
