"""Who talks to the measured programs: cheap clients of one connection each, one message at a time."""

from __future__ import annotations

import http.client
import itertools
import json
import uuid
from typing import Any, Protocol

from benchmarks.figures import CannotMeasure

WAIT_S = 10  # what the gateway may take for one answer
TURNS = 8  # messages in a conversation before the next begins
_clients = itertools.count()


class Talk(Protocol):
    """Sends one text and returns when the answer is there. CannotMeasure: there is none."""

    def send(self, text: str) -> Any: ...

    def close(self) -> None: ...


class Http:
    """Posts JSON over one connection that stays open, as a proxy does for one client: limits count by address."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._port = port
        number = next(_clients)
        self._address = f"10.0.{number // 250 % 250}.{number % 250 + 1}"

    def close(self) -> None:
        self._connection.close()

    def post(self, path: str, body: dict[str, Any], token: str = "") -> tuple[int, Any]:
        """Status and JSON. CannotMeasure: no connection, or no JSON."""
        headers = {"Content-Type": "application/json", "X-Forwarded-For": self._address}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            self._connection.request("POST", path, json.dumps(body).encode(), headers)
            reply = self._connection.getresponse()
            return reply.status, json.loads(reply.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise CannotMeasure(f"Port {self._port} did not answer {path}: {type(error).__name__}: {error}") from None


class GatewayTalk(Http):
    """A resident: conversations of eight messages, each waits for its answer."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._token, self._left = "", 0

    def send(self, text: str) -> list[dict[str, Any]]:
        """The messages since, the resident's own first."""
        body = {"client_id": str(uuid.uuid4()), "text": text, "wait": WAIT_S}
        path = "/api/messages" if self._left else "/api/conversations"
        status, reply = self.post(path, body, self._token if self._left else "")
        if status not in (200, 201) or reply["state"]["pending"]:
            raise CannotMeasure(f"The gateway answered {path} with {status}, and no answer within {WAIT_S} s.")
        self._token = reply.get("token", self._token)
        self._left = self._left - 1 if self._left else TURNS - 1
        messages: list[dict[str, Any]] = reply["messages"]
        return messages


class EngineTalk(Http):
    """The engine's own channel, without the gateway."""

    def send(self, text: str) -> list[dict[str, Any]]:
        turn = str(uuid.uuid4())
        language: dict[str, Any] = {"code": None, "from": "none"}
        metadata: dict[str, Any] = {"turn": turn, "language": language, "last_entry": None, "offered": []}
        return _rest(self.post("/webhooks/rest/webhook", {"sender": turn, "message": text, "metadata": metadata}))


class StockTalk(Http):
    """Rasa's REST channel as it comes. A new sender, so a new tracker, every eight messages."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._sender, self._left = "", 0

    def send(self, text: str) -> list[dict[str, Any]]:
        if not self._left:
            self._sender, self._left = uuid.uuid4().hex, TURNS
        self._left -= 1
        return _rest(self.post("/webhooks/rest/webhook", {"sender": self._sender, "message": text}))


def _rest(answered: tuple[int, Any]) -> list[dict[str, Any]]:
    """Rasa answers `[]` to every exception of its own; that is no answer."""
    status, reply = answered
    if status != 200 or not reply:
        raise CannotMeasure(f"Rasa's REST channel answered with status {status} and {str(reply)[:200]}")
    return list(reply)
