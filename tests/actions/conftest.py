"""A turn as Rasa hands it to an action, and what the action says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.content import SEED, store
from actions.reply import Reply
from faq import contract
from faq.model import Content

Said = list[dict[str, Any]]


@pytest.fixture(scope="session")
def content() -> Iterator[Content]:
    yield store(SEED).content
    store(SEED).close()


@pytest.fixture
def run() -> Callable[..., tuple[dict[str, Any], dict[str, Any]]]:
    """Run an action on a message; return its one decision, valid by the contract, and its words."""
    validator = Draft202012Validator(contract.schema("decision"))

    def run_action(action: Reply, **message: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        dispatcher = CollectingDispatcher()
        action.run(dispatcher, Tracker("turn", {}, message, [], False, None, {}, "action_listen"), {})
        decision, words = dispatcher.messages
        validator.validate(decision["custom"])
        return decision["custom"], words

    return run_action


@pytest.fixture
def ranked() -> Callable[..., dict[str, Any]]:
    """The part of a message that `nlu` has written: a ranking, and the language."""

    def build(*confidences: float, language: str = "tr") -> dict[str, Any]:
        entries = ["life.housing", "life.german-course", "contact.reach", "counselling.interpreter"]
        return {
            "text": "bir soru",
            "language": {"code": language, "confidence": 0.9, "candidates": [language], "ask": False},
            "ranking": [
                {"entry": entry, "confidence": share} for entry, share in zip(entries, confidences, strict=False)
            ],
            "thresholds": {"sure": 0.8, "ask": 0.4},
            "content": "0123456789abcdef",
        }

    return build
