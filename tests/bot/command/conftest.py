"""An engine for the commands to ask, which answers as the test says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

FALLBACK = {"kind": "fallback", "language": "de"}


@pytest.fixture
def engine_says(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """Run a healthy engine that decides by message (FALLBACK for others); returns the turns that it was asked."""
    servers: list[ThreadingHTTPServer] = []

    def start(**customs: dict[str, Any]) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._send(b"{}")

            def do_POST(self) -> None:
                asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                custom = customs.get(asked[-1]["message"], FALLBACK)
                self._send(json.dumps([{"custom": custom}] if custom else []).encode())

            def _send(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("KILOTSE_ENGINES", f"http://127.0.0.1:{server.server_port}")
        return asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch, free_port: int) -> None:
    """Nobody listens where the engine should be."""
    monkeypatch.setenv("KILOTSE_ENGINES", f"http://127.0.0.1:{free_port}")


@pytest.fixture
def answer() -> Callable[..., dict[str, Any]]:
    """Build an engine's sure answer with these entries."""

    def build(*entries: str, language: str = "de", confidence: float = 0.93) -> dict[str, Any]:
        ranking = [{"entry": entry, "confidence": confidence} for entry in entries]
        decision = {"kind": "answer", "language": language, "entries": list(entries), "confidence": confidence}
        return decision | {"ranking": ranking, "thresholds": {"sure": 0.6, "ask": 0.2}, "content": "0123456789abcdef"}

    return build


@pytest.fixture
def clarify() -> Callable[..., dict[str, Any]]:
    """Build an engine's question back with these entries."""

    def build(*entries: str, language: str = "de") -> dict[str, Any]:
        ranking = [{"entry": entry, "confidence": 0.3} for entry in entries]
        decision = {"kind": "clarify", "language": language, "entries": list(entries), "ranking": ranking}
        return decision | {"thresholds": {"sure": 0.6, "ask": 0.2}, "content": "0123456789abcdef"}

    return build
