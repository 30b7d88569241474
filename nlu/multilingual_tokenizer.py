"""Rasa adapter of `nlu.tokens`: writes each message's words to it, as Rasa's own components expect them."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.language_detector import LANGUAGE, LanguageDetector
from nlu.tokens import ANY, Tokens


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MultilingualTokenizer(GraphComponent):
    """Set `text_tokens` on every message. Reads `text` and `language`."""

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
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for message in training_data.training_examples:
            self._split(message, ANY)  # nothing is trained on words: no pipeline is worth making
        return training_data

    def _split(self, message: Message, language: str) -> None:
        if text := message.get(TEXT):
            message.set(TEXT_TOKENS, [Token(word, start) for word, start in self.tokens.split(text, language)])
