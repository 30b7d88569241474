"""The web API in process, with a real small HTTP server as its engine."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest

import bot.ready  # noqa: F401  (first)
from bot.asgi import application
from bot.assembly import Assistant, install
from bot.engine.client import Engine
from tests.channels.web.chat_form import Reading

BASE = "http://localhost"


@pytest.fixture
def decisions() -> list[Any]:
    """What the engine decides, one after the other; the last one again and again. Empty: the engine is down."""
    return [
        {
            "kind": "answer",
            "language": "tr",
            "entries": ["life.german-course"],
            "confidence": 0.95,
            "ranking": [{"entry": "life.german-course", "confidence": 0.95}],
            "thresholds": {"sure": 0.6, "ask": 0.2},
            "content": "0123456789abcdef",
        }
    ]


@pytest.fixture
def engine_address(http_server: Any, decisions: list[Any], free_port: int) -> Iterator[str]:
    def respond(body: bytes) -> tuple[int, bytes]:
        if not decisions:
            return 503, b"down"
        decision = decisions[0] if len(decisions) == 1 else decisions.pop(0)
        return 200, json.dumps([{"custom": decision}]).encode()

    yield http_server(respond)


@pytest.fixture
async def api(transactional_db: None, engine_address: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole gateway application."""
    assistant = Assistant("test")
    await assistant.engine.close()
    assistant.turns._engine = assistant.engine = Engine((engine_address,))
    install(assistant)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=BASE) as client:
        yield client
    await assistant.close()


@pytest.fixture
def message() -> Callable[..., dict[str, Any]]:
    """The body of a send."""

    def build(text: str = "Almanca kursu var mı?", **more: Any) -> dict[str, Any]:
        return {"client_id": str(uuid.uuid4()), "text": text, "wait": 5, **more}

    return build


@pytest.fixture
def begin(api: httpx.AsyncClient, message: Callable[..., dict[str, Any]]) -> Callable[..., Any]:
    """Start a conversation; returns the answer's JSON and the headers that open it."""

    async def run(text: str = "Almanca kursu var mı?", **more: Any) -> tuple[dict[str, Any], dict[str, str]]:
        response = await api.post("/api/conversations", json=message(text, **more))
        assert response.status_code == 201, response.text
        return response.json(), {"Authorization": f"Bearer {response.json()['token']}"}

    return run


@pytest.fixture
def look(api):
    """GET /chat with a query; the page, read."""

    async def run(query: str = "?lang=tr", **headers):
        response = await api.get(f"/chat{query}", headers=headers)
        assert response.status_code == 200
        return Reading(response.text)

    return run


@pytest.fixture
def press(api):
    """Send a page's form with what was typed or pressed; the response, with the page in `seen`."""

    async def run(page: Reading, **fields):
        sent = {name: (None, value.encode()) for name, value in {**page.form(), **fields}.items()}
        response = await api.post("/chat", files=sent)
        response.seen = Reading(response.text)
        return response

    return run


@pytest.fixture
def ask(look, press):
    """A conversation of one question, as its page."""

    async def run(text: str = "Almanca kursu var mı?"):
        return (await press(await look(), action="send", text=text)).seen

    return run
