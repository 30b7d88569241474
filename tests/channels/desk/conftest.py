"""The desk in process, as a browser without JavaScript uses it."""

from __future__ import annotations

import re
import uuid
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import httpx
import pytest

import bot.ready  # noqa: F401  (first)
from bot.asgi import application
from bot.assembly import Assistant, install
from bot.conversation import log
from bot.database import in_database
from bot.handoff.models import Case, open_case
from bot.staff import accounts
from bot.staff.models import Staff

BASE = "http://localhost"
PASSWORD = "Wolke Hafen Tinte 7"  # noqa: S105
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Desk:
    """One browser: its cookies, and the page that it shows."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.shown = ""
        self.status = 0
        self.path = ""

    async def open(self, path: str, **headers: str) -> str:
        return self._see(await self.client.get(path, headers=headers, follow_redirects=True))

    async def send(self, path: str, **fields: str) -> str:
        """A form of the shown page, with its token."""
        token = TOKEN.search(self.shown)
        sent = {"csrfmiddlewaretoken": token.group(1) if token else "", **fields}
        return self._see(await self.client.post(path, data=sent, follow_redirects=True))

    async def sign_in(self, name: str, password: str = PASSWORD) -> str:
        await self.open("/desk/anmelden")
        return await self.send("/desk/anmelden", name=name, password=password)

    def _see(self, response: httpx.Response) -> str:
        self.shown, self.status, self.path = response.text, response.status_code, response.url.path
        return self.shown


@pytest.fixture
async def assistant(transactional_db: None) -> AsyncIterator[Assistant]:
    running = Assistant("test")
    install(running)
    yield running
    await running.close()


@pytest.fixture
async def browser(assistant: Assistant) -> AsyncIterator[Callable[[], Desk]]:
    clients: list[httpx.AsyncClient] = []

    def build() -> Desk:
        clients.append(httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=BASE))
        return Desk(clients[-1])

    yield build
    for client in clients:
        await client.aclose()


def make_account(name: str = "m.kaya", role: str = "counsellor") -> Staff:
    return accounts.set_password(accounts.add(name, f"Anzeige {name}", role), PASSWORD)


def make_case(text: str = "Bir insanla konuşmak istiyorum", language: str = "tr") -> Case:
    incoming = log.Incoming(uuid.uuid4(), text)
    logged, _ = log.start(log.Start("web", language, "page"), incoming, "seat/test")
    type(logged.message).objects.filter(pk=logged.message.pk).update(state="done")
    return open_case(logged.message, language, "asked")


@pytest.fixture
def account(transactional_db: None) -> Callable[..., Any]:
    return partial(in_database, make_account)


@pytest.fixture
def case(transactional_db: None) -> Callable[..., Any]:
    return partial(in_database, make_case)


@pytest.fixture
async def desk(browser, account) -> Desk:
    """A counsellor who has signed in."""
    await account()
    opened = browser()
    await opened.sign_in("m.kaya")
    return opened
