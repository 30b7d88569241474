"""Rasa adapter of `nlu.language`: writes each message's language to it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import fingerprint
from nlu.language import Hint, LanguageGuesser
from nlu.languages import guesser

LANGUAGE = "language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Set `language` on every message: {"code": "uk", "confidence": 0.93, "candidates": ["uk", "ru"], "ask": false}.

    Reads `text`, and the hint in the turn's metadata. In training a language that is there already stays.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        return cls(guesser())

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint.of_cores()

    def __init__(self, languages: LanguageGuesser) -> None:
        self.languages = languages

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            guess = self.languages.guess(message.get(TEXT) or "", hint_of(message.get("metadata")))
            found = {
                "code": guess.language,
                "confidence": round(guess.confidence, 4),
                "candidates": list(guess.candidates),
                "ask": guess.ask,
            }
            message.set(LANGUAGE, found, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process([each for each in training_data.training_examples if each.get(TEXT) and not each.get(LANGUAGE)])
        return training_data


def hint_of(metadata: dict[str, Any] | None) -> Hint:
    """The hint in a turn's metadata; none for messages without one, such as those of `rasa shell`."""
    language = (metadata or {}).get("language") or {}
    return Hint(language["code"], language["from"]) if language.get("code") else Hint()
