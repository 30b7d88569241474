"""The engine's one channel: `POST /webhooks/rest/webhook`, held to faq/contract.json in both directions."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from faq import contract
from nlu.embedding import POOL, embedder
from nlu.faq_ranker import FaqRanker
from nlu.languages import guesser
from nlu.text import without_command

logger = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]


class Refused(ValueError):
    """The request is not a turn of the contract. The text says why, and never quotes the message."""


class RestChannel(InputChannel):
    """Reads a turn, embeds its text in a thread, lets Rasa handle it, and answers with what the actions said.

    400: not a turn; 500: no valid decision came of it, which Rasa itself would answer with 200 and an empty list.
    """

    def __init__(self) -> None:
        self._turn = Draft202012Validator(contract.schema("turn"))
        self._decision = Draft202012Validator(contract.schema("decision"))

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        blueprint = Blueprint("rest")

        async def webhook(request: Request) -> HTTPResponse:
            try:
                turn = self.read_turn(request.body)
            except Refused as refused:
                return json_response({"error": str(refused)}, status=400)
            try:
                messages = await self._handle(turn, on_new_message)
            except Exception as error:
                logger.error("a turn failed: %s", type(error).__name__, exc_info=True)
                return json_response({"error": f"The turn failed: {type(error).__name__}."}, status=500)
            if not any(self._decision.is_valid(message.get("custom")) for message in messages):
                logger.error("a turn ended without a valid decision; the lines above say which part failed")
                return json_response({"error": "The turn ended without a valid decision."}, status=500)
            return json_response(messages, ensure_ascii=False)

        blueprint.add_route(webhook, "/webhook", methods=["POST"])
        return blueprint

    def read_turn(self, body: bytes) -> dict[str, Any]:
        """The turn in a request's body, its message cleaned. Refused: it is none."""
        try:
            turn = json.loads(body.decode("utf-8"))
        except (ValueError, RecursionError):
            raise Refused("The body is not JSON in UTF-8.") from None
        if error := next(iter(sorted(self._turn.iter_errors(turn), key=lambda each: len(each.path))), None):
            raise Refused(_reason(error))
        turn["message"] = without_command(turn["message"])
        if not turn["message"]:
            raise Refused("message: nothing is left without invisible characters and leading slashes. Send words.")
        return dict(turn)

    async def _handle(self, turn: dict[str, Any], on_new_message: Handler) -> list[dict[str, Any]]:
        # Before the graph, which runs in the event loop: this leaves the loop free and lets two messages embed at once.
        await asyncio.get_running_loop().run_in_executor(POOL, _embed, turn["message"])
        collector = CollectingOutputChannel()
        await on_new_message(
            UserMessage(
                turn["message"], collector, turn["sender"], input_channel=self.name(), metadata=turn["metadata"]
            )
        )
        return collector.messages


def _embed(text: str) -> None:
    """Read the message once for its vectors, which the embedder remembers: its own, and those of parts that count."""
    if FaqRanker.in_use is None:
        embedder().vector(text)
    else:
        FaqRanker.in_use.read(text, guesser().guess(text).language)


def _reason(error: ValidationError) -> str:
    """Place and rule of the first fault, and the choices; not the value, which may be a person's words."""
    place = ".".join(str(step) for step in error.absolute_path) or "the turn"
    if error.validator == "additionalProperties":
        return f"{place}: there is an unknown key. Keys: {', '.join(error.schema['properties'])}."
    if error.validator == "required":
        return f"{place}: a key is missing. Keys: {', '.join(error.validator_value)}."
    rules = {
        "maxLength": "has too many characters; at most",
        "minLength": "has too few characters; at least",
        "type": "has the wrong type; it must be",
        "enum": "is none of the choices:",
    }
    return f"{place}: {rules.get(str(error.validator), f'breaks the rule {error.validator}:')} {error.validator_value}."
