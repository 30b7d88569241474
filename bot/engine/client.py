"""Asks the engine which entry a message means. A fault of the engine never costs a message, nor more than 5 s."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import jsonschema_rs

from bot.engine.breaker import Breaker
from faq.contract import schema
from faq.decision import Ranked, Thresholds

logger = logging.getLogger(__name__)
BUDGET_S = 3.5  # for all attempts at one message: then the plain search, and the resident has an answer within 5 s
ATTEMPTS = 2
PAUSE_S = 0.2  # before the second attempt: a balancer needs a moment to notice a dead engine

CONNECTIONS = 64  # to all engines together

_turn_schema = jsonschema_rs.validator_for(schema("turn"))
_decision_schema = jsonschema_rs.validator_for(schema("decision"))


class EngineFault(Exception):
    """The engine is down, slow or wrong. The text says which, without message text."""


@dataclass(frozen=True)
class Hint:
    """What the conversation knows: its language and where that is from, and what was talked about."""

    code: str | None = None
    source: str = "none"  # chosen, earlier, profile, page, none
    last_entry: str | None = None
    offered: tuple[str, ...] = ()


@dataclass(frozen=True)
class EngineDecision:
    """A `custom` of the engine's reply; see `faq/contract.json`."""

    kind: str
    language: str
    entries: tuple[str, ...] = ()
    confidence: float = 0.0
    ranking: tuple[Ranked, ...] = ()
    thresholds: Thresholds | None = None
    reason: str = ""
    candidates: tuple[str, ...] = ()
    content: str = ""


def _no_number(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def parse_reply(reply: Any) -> EngineDecision:
    """The first valid `custom` of the reply. EngineFault: there is none (Rasa answers `[]` to every exception)."""
    elements = reply if isinstance(reply, list) else []
    customs = [element["custom"] for element in elements if isinstance(element, dict) and "custom" in element]
    valid = next((custom for custom in customs if _decision_schema.is_valid(custom)), None)
    if valid is None:
        raise EngineFault(f"the reply has {len(elements)} elements and no valid decision")
    thresholds = valid.get("thresholds")
    return EngineDecision(
        kind=valid["kind"],
        language=valid["language"],
        entries=tuple(valid.get("entries", ())),
        confidence=valid.get("confidence", 0.0),
        ranking=tuple(Ranked(**each) for each in valid.get("ranking", ())),
        thresholds=Thresholds(**thresholds) if thresholds else None,
        reason=valid.get("reason", ""),
        candidates=tuple(valid.get("candidates", ())),
        content=valid.get("content", ""),
    )


class Engine:
    """One or several engines behind one method. Use it as an asynchronous context manager, or `close` it."""

    def __init__(self, addresses: tuple[str, ...], budget_s: float = BUDGET_S, pause_s: float = 5.0) -> None:
        """`budget_s`: seconds for a question; `pause_s`: how long an engine that failed thrice is left alone."""
        self._http: aiohttp.ClientSession | None = None
        self._budget_s = budget_s
        self._breakers = {address.rstrip("/"): Breaker(pause_s=pause_s) for address in addresses}
        self._turns = itertools.cycle(self._breakers)

    async def __aenter__(self) -> Engine:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _session(self) -> aiohttp.ClientSession:
        """Made at the first use, since it belongs to the running loop. No proxy, no cookies."""
        if self._http is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._http = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._http

    async def ask(self, message: str, hint: Hint) -> tuple[EngineDecision, float]:
        """The decision and the round trip in ms. EngineFault: none within the budget."""
        turn = str(uuid.uuid4())
        metadata = {
            "turn": turn,
            "language": {"code": hint.code, "from": hint.source if hint.code else "none"},
            "last_entry": hint.last_entry,
            "offered": list(hint.offered),
        }
        deadline = time.monotonic() + self._budget_s
        fault = EngineFault("every engine is resting after failures")
        for attempt in range(ATTEMPTS):
            if attempt and deadline - time.monotonic() <= 2 * PAUSE_S:
                break
            address = self._next()
            if address is None:
                break
            if attempt:
                await asyncio.sleep(PAUSE_S)
            body = {"sender": f"{turn}-{attempt}", "message": message, "metadata": metadata}
            started = time.monotonic()
            try:
                others = attempt == 0 and len(self._breakers) > 1  # one that hangs must not cost another its chance
                decision = await self._post(address, body, (deadline - started) / (2 if others else 1))
                return decision, (time.monotonic() - started) * 1000
            except EngineFault as error:
                fault = error
                logger.warning("engine %s: %s (attempt %d)", address, error, attempt + 1)
        raise fault

    def _next(self) -> str | None:
        """The next engine whose breaker lets a call through."""
        for _ in range(len(self._breakers)):
            address = next(self._turns)
            if self._breakers[address].try_pass():
                return address
        return None

    async def _post(self, address: str, body: dict[str, Any], timeout_s: float) -> EngineDecision:
        _turn_schema.validate(body)  # a fault here is a bug of ours
        breaker = self._breakers[address]
        request = self._session().post(f"{address}/webhooks/rest/webhook", json=body, allow_redirects=False)
        try:
            async with asyncio.timeout(timeout_s), request as reply:
                if reply.status != HTTPStatus.OK:
                    raise EngineFault(f"it answered with status {reply.status}")
                decision = parse_reply(json.loads(await reply.read(), parse_constant=_no_number))
        except TimeoutError:
            breaker.failed()
            raise EngineFault(f"no answer within {timeout_s:.1f} s") from None
        except (aiohttp.ClientError, OSError, ValueError, RecursionError) as error:  # down, or what it says is no reply
            breaker.failed()
            raise EngineFault(f"{type(error).__name__}") from None
        except EngineFault:
            breaker.failed()
            raise
        breaker.succeeded()
        return decision

    async def healthy(self, timeout_s: float = 1.0, path: str = "health") -> bool:
        """True: at least one address says under that path that it is ready."""
        for address in self._breakers:
            with suppress(aiohttp.ClientError, OSError):
                async with asyncio.timeout(timeout_s), self._session().get(f"{address}/{path}") as reply:
                    if reply.status == HTTPStatus.OK:
                        return True
        return False
