"""The side engine: what staff's tools ask of the understanding, in a niced process, so that residents do not feel it.

`POST /kilotse/vectors` {"texts"} -> {"vectors": [[384 numbers]…]}, from the cache of training where it has them.
`POST /kilotse/languages` {"texts"} -> {"languages": [{"code", "confidence" (0 to 1), "label"}…]}.
`POST /kilotse/try` {"texts", "drafts": [{"entry", "questions": {language: […]}}]} -> {"rankings": [{"language",
"ranking": [{"entry", "confidence"}…], "several"}…], "thresholds"}: as if the drafts were live; in up to 10 s.
`GET /health` -> {"status": "ok", "tools": ["vectors", "languages", "try"], "pid"}; engines for residents have no tools.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from faq.faults import FaqError
from nlu import paths
from nlu.embedding import embedder
from nlu.engine import log, server
from nlu.engine.keeping import Keeper
from nlu.engine.trying import Drafts, NothingToTry, Trials
from nlu.language import Guess
from nlu.languages import guesser
from nlu.text import clean
from nlu.vector_cache import VectorCache

logger = logging.getLogger(__name__)
NICENESS = 10  # of 0 (as the engine that answers) to 19
MOST_BYTES = 1024 * 1024  # of a request's body
MOST_TEXTS = 256  # of a request
TOOLS = ["vectors", "languages", "try"]
MOST_DRAFTS = 20
ENTRY_ID = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
DIGITS = 5  # after the point: a vector as JSON takes 3 kB

Answer = Callable[[Sequence[str]], dict[str, Any]]


class Refused(ValueError):
    """The request is no list of texts. The text says why."""


def serve(port: int, formatter: log.PrivateFormatter, until_input_ends: bool, engines: Sequence[str] = ()) -> None:
    """Serve until SIGTERM, or until standard input ends: whoever holds it is gone. CannotServe: the port is in use.

    `engines` are kept in step with the content: see `nlu.engine.keeping`.
    """
    server.check_port(port)
    os.nice(NICENESS)
    if until_input_ends:
        threading.Thread(target=_end_with_input, name="input", daemon=True).start()
    app = build_app()
    if engines:
        Keeper(engines).start()
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
    tools.add_route(_try_route(Trials()), "/try", methods=["POST"], name="try")
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
    return {"languages": [_told(each) for each in guesses]}


def _told(guess: Guess) -> dict[str, Any]:
    return {"code": guess.language, "confidence": round(guess.confidence, 4), "label": guess.label}


def read_request(body: bytes, keys: Collection[str]) -> dict[str, Any]:
    """A request with exactly these keys, `texts` among them. Refused: it is none, or no list of at most 256 texts."""
    try:
        request = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("The body is not JSON in UTF-8.") from None
    if not isinstance(request, dict) or request.keys() != set(keys):
        shape = ", ".join(f'"{key}": […]' for key in keys)
        raise Refused(f"The body must be {{{shape}}} and nothing else.")
    _check_texts(request["texts"], "texts")
    return request


def _check_texts(texts: Any, place: str) -> None:
    if not isinstance(texts, list) or len(texts) > MOST_TEXTS:
        raise Refused(f"{place}: must be a list of at most {MOST_TEXTS}.")
    if not all(isinstance(text, str) and clean(text) for text in texts):
        raise Refused(f"{place}: each must be a text with at least one visible character.")


def read_drafts(drafts: Any) -> Drafts:
    """Refused: it is no list of {"entry": "life.housing", "questions": {"de": […]}}."""
    if not isinstance(drafts, list) or len(drafts) > MOST_DRAFTS:
        raise Refused(f"drafts: must be a list of at most {MOST_DRAFTS}.")
    found: dict[str, dict[str, list[str]]] = {}
    for number, draft in enumerate(drafts):
        place = f"drafts.{number}"
        if not isinstance(draft, dict) or draft.keys() != {"entry", "questions"}:
            raise Refused(f'{place}: must be {{"entry": …, "questions": {{…}}}} and nothing else.')
        if not isinstance(draft["entry"], str) or not ENTRY_ID.fullmatch(draft["entry"]):
            raise Refused(f"{place}.entry: must be the id of an entry, such as life.housing.")
        if not isinstance(draft["questions"], dict):
            raise Refused(f"{place}.questions: must give a list of questions for each language.")
        for language, texts in draft["questions"].items():
            _check_texts(texts, f"{place}.questions.{language}")
        found[draft["entry"]] = draft["questions"]
    return found


def _route(answer: Answer) -> Callable[[Request], Any]:
    """Answers in a thread, so that health is answered meanwhile."""

    async def handle(request: Request) -> HTTPResponse:
        try:
            texts = read_request(request.body, ["texts"])["texts"]
        except Refused as refused:
            return json_response({"error": str(refused)}, status=400)
        return json_response(await asyncio.get_running_loop().run_in_executor(None, answer, texts))

    return handle


def _try_route(trials: Trials) -> Callable[[Request], Any]:
    async def handle(request: Request) -> HTTPResponse:
        try:
            asked = read_request(request.body, ["texts", "drafts"])
            drafts = read_drafts(asked["drafts"])
        except Refused as refused:
            return json_response({"error": str(refused)}, status=400)
        loop = asyncio.get_running_loop()
        try:
            return json_response(await loop.run_in_executor(None, trials.rankings, asked["texts"], drafts))
        except (NothingToTry, FaqError) as cause:
            return json_response({"error": str(cause)}, status=409)

    return handle
