"""Rasa adapter of `nlu.tokens` and `nlu.places`: each message's words, and the municipality they name."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.language_detector import LANGUAGE, LanguageDetector
from nlu.places import named_place, neighbours
from nlu.tokens import ANY, Tokens

MUNICIPALITY = "municipality"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MultilingualTokenizer(GraphComponent):
    """Set `text_tokens` on every message, and an entity `municipality` if one nearby is named."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MultilingualTokenizer:
        return cls()

    @classmethod
    def required_components(cls) -> list[type]:
        return [LanguageDetector]

    def __init__(self) -> None:
        self.tokens = Tokens()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._split(message, (message.get(LANGUAGE) or {}).get("code", ANY))
            self._name_place(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data  # nothing is trained on words

    def _split(self, message: Message, language: str) -> None:
        if text := message.get(TEXT):
            message.set(TEXT_TOKENS, [Token(word, start) for word, start in self.tokens.split(text, language)])

    def _name_place(self, message: Message) -> None:
        if place := named_place(message.get(TEXT) or "", neighbours()):
            known = list(message.get(ENTITIES) or [])
            found = {"entity": MUNICIPALITY, "value": place, "start": 0, "end": 0, "extractor": type(self).__name__}
            message.set(ENTITIES, [*known, found], add_to_output=True)
