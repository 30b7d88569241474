"""The side engine: what staff's tools ask of the understanding, in a niced process, so that residents do not feel it.

`POST /kilotse/vectors` {"texts": […]} -> {"vectors": [[384 numbers]…]}, from the cache of training where it has them.
`POST /kilotse/languages` {"texts": […]} -> {"languages": [{"code", "confidence" (0 to 1)}…]}. No model is needed.
`GET /health` -> {"status": "ok", "tools": ["vectors", "languages"], "pid"}; engines for residents have no tools.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from nlu import paths
from nlu.embedding import embedder
from nlu.engine import log, server
from nlu.languages import guesser
from nlu.text import clean
from nlu.vector_cache import VectorCache

logger = logging.getLogger(__name__)
NICENESS = 10  # of 0 (as the engine that answers) to 19
MOST_BYTES = 1024 * 1024  # of a request's body
MOST_TEXTS = 256  # of a request
TOOLS = ["vectors", "languages"]
DIGITS = 5  # after the point: a vector as JSON takes 3 kB

Answer = Callable[[Sequence[str]], dict[str, Any]]


class Refused(ValueError):
    """The request is no list of texts. The text says why."""


def serve(port: int, formatter: log.PrivateFormatter, until_input_ends: bool) -> None:
    """Serve until SIGTERM, or until standard input ends: whoever holds it is gone. CannotServe: the port is in use."""
    server.check_port(port)
    os.nice(NICENESS)
    if until_input_ends:
        threading.Thread(target=_end_with_input, name="input", daemon=True).start()
    app = build_app()
    logger.info("tools on http://%s:%d", server.HOST, port)
    formatter.serving = True
    server.run(app, port)


def _end_with_input() -> None:
    while sys.stdin.buffer.read(1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def build_app() -> Sanic:
    app = server.plain_app("kilotse-side", MOST_BYTES)
    tools = Blueprint("kilotse", url_prefix="/kilotse")
    tools.add_route(_route(vectors_of), "/vectors", methods=["POST"], name="vectors")
    tools.add_route(_route(languages_of), "/languages", methods=["POST"], name="languages")
    app.blueprint(tools)

    async def health(request: Request) -> HTTPResponse:
        return json_response({"status": "ok", "tools": TOOLS, "pid": os.getpid()})

    app.add_route(health, "/health")
    return app


def vectors_of(texts: Sequence[str]) -> dict[str, Any]:
    """The sentence vector of each text, as it is before the mean of its language is taken off."""
    cache = VectorCache(paths.cache() / "vectors.sqlite3", embedder().name)
    found = embedder().vectors([clean(text) for text in texts], cache, lambda done, everything: None)
    return {"vectors": [[round(float(number), DIGITS) for number in vector] for vector in found]}


def languages_of(texts: Sequence[str]) -> dict[str, Any]:
    """The language of each text, without any hint."""
    guesses = [guesser().guess(text) for text in texts]
    return {"languages": [{"code": each.language, "confidence": round(each.confidence, 4)} for each in guesses]}


def read_texts(body: bytes) -> list[str]:
    """The texts in a request's body. Refused: it is not {"texts": […]} of at most 256 texts that say something."""
    try:
        request = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("The body is not JSON in UTF-8.") from None
    if not isinstance(request, dict) or request.keys() != {"texts"}:
        raise Refused('The body must be {"texts": […]} and nothing else.')
    texts = request["texts"]
    if not isinstance(texts, list) or len(texts) > MOST_TEXTS:
        raise Refused(f"texts: must be a list of at most {MOST_TEXTS}.")
    if not all(isinstance(text, str) and clean(text) for text in texts):
        raise Refused("texts: each must be a text with at least one visible character.")
    return texts


def _route(answer: Answer) -> Callable[[Request], Any]:
    """Answers in a thread, so that health is answered meanwhile."""

    async def handle(request: Request) -> HTTPResponse:
        try:
            texts = read_texts(request.body)
        except Refused as refused:
            return json_response({"error": str(refused)}, status=400)
        return json_response(await asyncio.get_running_loop().run_in_executor(None, answer, texts))

    return handle
