"""The web server around a loaded agent: the channels of credentials.yml, health, JSON errors, loopback only."""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import asdict, dataclass

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, register
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

logger = logging.getLogger(__name__)
HOST = "127.0.0.1"
MOST_BYTES = 16 * 1024  # of a request's body: 1,000 characters, escaped as JSON, take 12 kB
STOP_WITHIN_S = 1.0
KEEP_ALIVE_S = 75  # longer than any client keeps an idle connection: it must be the client that closes it


class CannotServe(RuntimeError):
    """The engine cannot start. The text says why and what to do."""


@dataclass(frozen=True)
class Loaded:
    """What `/health` says of the model in use. `content` is the hash of the content it was trained on."""

    content: str
    model: str
    rasa: str


def build_app(agent: Agent, channels: list[InputChannel], loaded: Loaded) -> Sanic:
    app = plain_app("kilotse-engine", MOST_BYTES)
    app.ctx.agent, app.ctx.loaded = agent, loaded
    register(channels, app, route="/webhooks/")

    async def health(request: Request) -> HTTPResponse:
        if not app.ctx.agent.is_ready():
            return json_response({"status": "not ready"}, status=503)
        return json_response({"status": "ok", **asdict(app.ctx.loaded), "pid": os.getpid()})

    app.add_route(health, "/health")
    return app


def plain_app(name: str, most_bytes: int) -> Sanic:
    """A server without routes: bodies up to so many bytes, every fault as JSON."""
    app = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = most_bytes
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = STOP_WITHIN_S
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE_S
    app.config.FALLBACK_ERROR_FORMAT = "json"

    async def fault(request: Request, error: SanicException) -> HTTPResponse:
        too_large = f"The body has more than {most_bytes} bytes."
        text = too_large if error.status_code == 413 else f"HTTP status {error.status_code}."
        return json_response({"error": text}, status=error.status_code)

    async def unexpected(request: Request, error: Exception) -> HTTPResponse:
        logger.error("a request failed: %s", type(error).__name__, exc_info=error)
        return json_response({"error": f"The request failed: {type(error).__name__}."}, status=500)

    app.exception(SanicException)(fault)
    app.exception(Exception)(unexpected)
    return app


def check_port(port: int) -> None:
    """CannotServe: somebody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} is in use. End the other process, or choose a port with --port or KILOTSE_ENGINE_PORT."
            ) from error


def run(app: Sanic, port: int) -> None:
    """Serve until SIGTERM or SIGINT; ends within 2 s. OSError: the port is in use."""
    app.run(host=HOST, port=port, access_log=False, motd=False, verbosity=0)
