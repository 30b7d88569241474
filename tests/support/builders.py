"""Builders for the gateway's tests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.content import store
from faq.model import Content


@pytest.fixture
def content() -> Content:
    """The content of the repository, in its temporary copy."""
    return store().content


@pytest.fixture
def http_server() -> Iterator[Callable[[Callable[[bytes], tuple[int, bytes]]], str]]:
    """Start a real HTTP server that answers a POST's body with `respond(body)`; returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(respond: Callable[[bytes], tuple[int, bytes]]) -> str:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                status, body = respond(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
