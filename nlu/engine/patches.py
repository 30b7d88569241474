"""All changes to Rasa's own code, for exactly one version. tests/engine/test_patches.py fails when Rasa changes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import rasa
from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.utils import AvailableEndpoints
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.events import Event
from sanic.config import DEFAULT_CONFIG

from nlu.engine.action_endpoint import InProcessActions

RASA_VERSION = "3.6.21"


class RasaChanged(RuntimeError):
    """The installed Rasa is not the one these patches were written for."""


def apply() -> None:
    """RasaChanged: look at each patch again before using another version."""
    if rasa.__version__ != RASA_VERSION:
        raise RasaChanged(f"nlu/engine/patches.py is for Rasa {RASA_VERSION}; {rasa.__version__} is installed.")
    validate_results_with_one_validator()
    remember_event_classes()
    keep_blank_lines()


def validate_results_with_one_validator() -> None:
    """`jsonschema.validate` checks the schema itself at every action call: 25 ms of 28 a message."""
    validator = Draft7Validator(RemoteAction.action_response_format_spec())

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def remember_event_classes() -> None:
    """`Event.resolve_by_type` walks all subclasses for each event: half the cost of a long tracker."""
    resolve = Event.__dict__["resolve_by_type"].__func__

    @lru_cache(maxsize=128)
    def remembered(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        found: type[Event] | None = resolve(type_name, default)
        return found

    Event.resolve_by_type = staticmethod(remembered)


def keep_blank_lines() -> None:
    """Rasa cuts a text at blank lines into several messages; an answer is one."""

    async def send_text_message(self: CollectingOutputChannel, recipient_id: str, text: str, **kwargs: Any) -> None:
        await self._persist_message(self._message(recipient_id, text=text))

    CollectingOutputChannel.send_text_message = send_text_message


def train_without_rasas_cache() -> None:
    """For our own training, which knows by itself what has changed: Rasa hashes every message after every component."""

    def on_before_node(self: TrainingHook, *_: Any, **__: Any) -> dict[str, Any]:
        return {}

    def on_after_node(self: TrainingHook, *_: Any, **__: Any) -> None:
        return None

    TrainingHook.on_before_node = on_before_node
    TrainingHook.on_after_node = on_after_node


def run_actions_in_process() -> None:
    """For Rasa's own commands: whatever endpoints.yml says, actions run inside the process."""
    read = AvailableEndpoints.__dict__["read_endpoints"].__func__

    def read_endpoints(cls: type[AvailableEndpoints], endpoint_file: str) -> AvailableEndpoints:
        endpoints: AvailableEndpoints = read(cls, endpoint_file)
        endpoints.action = InProcessActions()
        return endpoints

    AvailableEndpoints.read_endpoints = classmethod(read_endpoints)


def stop_quickly(within_s: float) -> None:
    """For `rasa shell`: Sanic waits 15 s for open connections when it stops, and the shell holds one."""
    DEFAULT_CONFIG["GRACEFUL_SHUTDOWN_TIMEOUT"] = within_s
