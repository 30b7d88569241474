"""Each patch changes one place in Rasa 3.6.21. When Rasa changes there, one of these fails: look at the patch again."""

from __future__ import annotations

import hashlib
import inspect

import pytest
import rasa
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.utils import AvailableEndpoints
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.events import Event, SlotSet
from sanic.config import DEFAULT_CONFIG

from nlu.engine import patches
from nlu.engine.action_endpoint import InProcessActions

# The sources the patches were written against, read before any patch is applied.
SOURCES = {
    RemoteAction._validate_action_result: "f8cdb4be6812",
    Event.resolve_by_type: "b5cf570fa7f2",
    CollectingOutputChannel.send_text_message: "9920c5e36475",
    AvailableEndpoints.read_endpoints: "9fa059bcb05c",
    TrainingHook.on_before_node: "6f65355ef979",
    TrainingHook.on_after_node: "f199608136c9",
}


def digest(function: object) -> str:
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:12]


@pytest.mark.parametrize(("function", "known"), SOURCES.items(), ids=[each.__qualname__ for each in SOURCES])
def test_what_is_patched_reads_as_it_did(function, known):
    assert digest(function) == known


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(rasa, "__version__", "3.6.22")

    with pytest.raises(patches.RasaChanged) as changed:
        patches.apply()

    assert str(changed.value) == "nlu/engine/patches.py is for Rasa 3.6.21; 3.6.22 is installed."


@pytest.fixture
def patched(monkeypatch):
    """All patches, for one test."""
    for owner, name in [
        (RemoteAction, "_validate_action_result"),
        (Event, "resolve_by_type"),
        (CollectingOutputChannel, "send_text_message"),
        (AvailableEndpoints, "read_endpoints"),
    ]:
        monkeypatch.setattr(owner, name, owner.__dict__[name])
    monkeypatch.setitem(DEFAULT_CONFIG, "GRACEFUL_SHUTDOWN_TIMEOUT", DEFAULT_CONFIG["GRACEFUL_SHUTDOWN_TIMEOUT"])
    patches.apply()
    patches.run_actions_in_process()
    patches.stop_quickly(1.0)


def test_results_of_actions_are_still_validated(patched):
    action = RemoteAction("action_answer", InProcessActions())

    assert action._validate_action_result({"events": [], "responses": []})
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": "none", "responses": []})


def test_events_are_still_found_by_type(patched):
    assert Event.resolve_by_type("slot") is SlotSet
    assert Event.resolve_by_type("slot") is SlotSet
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("no such event")


async def test_a_text_with_blank_lines_stays_one_message(patched):
    channel = CollectingOutputChannel()
    await channel.send_text_message("x", "eins\n\nzwei")

    assert [message["text"] for message in channel.messages] == ["eins\n\nzwei"]


def test_rasas_commands_run_actions_in_the_process(patched):
    assert isinstance(AvailableEndpoints.read_endpoints("endpoints.yml").action, InProcessActions)


def test_sanic_reads_its_patience_from_where_we_set_it(patched):
    from sanic import Sanic

    assert Sanic("patience").config.GRACEFUL_SHUTDOWN_TIMEOUT == 1.0
