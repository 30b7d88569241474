"""Rasa adapter of `nlu.embedding`: gives each message its sentence vector, as a dense feature."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import fingerprint, paths
from nlu.embedding import embedder, zero
from nlu.text import clean
from nlu.vector_cache import Vector, VectorCache

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedder(GraphComponent):
    """Add one dense sentence feature of 384 numbers to every message. Reads `text`.

    The REST channel has embedded the same text before, in a thread, so that here it is a look-up.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbedder:
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return f"{fingerprint.of_cores()} {embedder().name}"

    def __init__(self) -> None:
        self.embedder = embedder()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := clean(message.get(TEXT) or ""):
                add_vector(message, self.embedder.vector(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        cache = VectorCache(paths.cache() / "vectors.sqlite3", self.embedder.name)
        texts = [clean(message.get(TEXT)) for message in messages]
        vectors = self.embedder.vectors(texts, cache, _report)
        for message, vector in zip(messages, vectors, strict=True):
            add_vector(message, vector)
        return training_data


def add_vector(message: Message, vector: Vector) -> None:
    message.add_features(Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, SentenceEmbedder.__name__))


def vector_of(message: Message) -> Vector:
    """The vector an embedder gave the message; zeros where it found no text."""
    _, sentence = message.get_dense_features(TEXT, [SentenceEmbedder.__name__])
    return zero() if sentence is None else np.asarray(sentence.features[0], dtype=np.float32)


def _report(done: int, everything: int) -> None:
    logger.info("Embedding %d of %d texts", done, everything)
