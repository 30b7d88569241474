"""`serve`: loads the model, proves with one message that it works, and answers turns until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import rasa
from rasa.core.agent import Agent
from rasa.core.lock_store import LockStore
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from faq.faults import FaqError
from faq.store import load_content
from nlu import paths
from nlu.engine import log, patches, server
from nlu.engine.action_endpoint import InProcessActions
from nlu.engine.model_files import model_for, newest, training_fingerprint
from nlu.engine.server import CannotServe
from nlu.languages import guesser
from nlu.places import neighbours

logger = logging.getLogger(__name__)
PROOF = "Guten Tag"  # the message that is parsed before the first turn


def serve(port: int, model: Path | None, formatter: log.PrivateFormatter) -> None:
    """CannotServe: no model, one that does not work, or a port in use. FaqError: the content has faults."""
    server.check_port(port)
    patches.apply()
    load_content(paths.content(), crisis=False)  # FaqError now, not in the first turn
    agent, loaded = _load(model or _choose_model())
    channels = create_http_input_channels(None, str(paths.PROJECT / "credentials.yml"))
    app = server.build_app(agent, channels, loaded)
    add_reload(app)
    logger.info("serving model %s on http://%s:%d", loaded.model, server.HOST, port)
    formatter.serving = True
    server.run(app, port)


def add_reload(app: Sanic) -> None:
    """`POST /kilotse/reload`: take the model that fits the content now; turns under way end with the old one.

    200 {"model", "content"}: in use now. 409 {"error"}: none fits yet, or it does not work; the old one stays.
    """
    one_at_a_time = asyncio.Lock()

    async def reload(request: Request) -> HTTPResponse:
        async with one_at_a_time:
            loop = asyncio.get_running_loop()
            try:
                agent, loaded = await loop.run_in_executor(None, _load_fitting)
            except (CannotServe, FaqError) as cause:
                return json_response({"error": str(cause)}, status=409)
            app.ctx.agent, app.ctx.loaded = agent, loaded
            logger.info("serving model %s from now on", loaded.model)
            return json_response({"model": loaded.model, "content": loaded.content})

    app.add_route(reload, "/kilotse/reload", methods=["POST"])


def _load_fitting() -> tuple[Agent, server.Loaded]:
    _leave_kept_copy()
    guesser.cache_clear()  # languages and places may have changed as well
    neighbours.cache_clear()
    fitting = model_for(training_fingerprint())
    if not fitting.is_file():
        raise CannotServe("No model fits the content yet. Train it with: python -m nlu.engine train")
    return _load(fitting)


def _leave_kept_copy() -> None:
    """Back to the content's own directory, if the engine was started on a copy. FaqError: it still has faults."""
    if directory := os.environ.get(paths.BROKEN):
        load_content(Path(directory), crisis=False)
        os.environ["KILOTSE_CONTENT"] = directory
        del os.environ[paths.BROKEN]


def _choose_model() -> Path:
    fitting = model_for(training_fingerprint())
    if fitting.is_file():
        return fitting
    if last := newest():
        logger.warning("no model fits the content; serving the last one, %s. Train with: make train", last.name)
        return last
    raise CannotServe(f"There is no model in {paths.models()}. Train one with: python -m nlu.engine train")


def _load(model: Path) -> tuple[Agent, server.Loaded]:
    if not model.is_file():
        raise CannotServe(f"There is no model {model}. Train one with: python -m nlu.engine train")
    endpoints = AvailableEndpoints.read_endpoints(str(paths.PROJECT / "endpoints.yml"))
    agent = Agent(
        tracker_store=TrackerStore.create(endpoints.tracker_store),
        lock_store=LockStore.create(endpoints.lock_store),
        action_endpoint=InProcessActions(),
    )
    try:
        agent.load_model(model)
    except Exception as error:
        raise CannotServe(
            f"The model {model} does not load ({type(error).__name__}: {error}). "
            "Train again with: python -m nlu.engine train --force"
        ) from error
    return agent, server.Loaded(_prove(agent, model), model.name.removesuffix(".tar.gz"), rasa.__version__)


def _prove(agent: Agent, model: Path) -> str:
    """Run one whole turn: readies everything, and tells which content the model was trained on."""
    loop = asyncio.new_event_loop()
    parsed = loop.run_until_complete(agent.parse_message(PROOF))
    said = loop.run_until_complete(agent.handle_text(PROOF)) or []
    loop.close()
    if not parsed.get("content") or not any("custom" in message for message in said):
        raise CannotServe(f"The model {model} decides nothing. Train again with: python -m nlu.engine train --force")
    return str(parsed["content"])
