"""Rasa adapter of `nlu.reading`: ranks the entries for a message, and from that decides its intent."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, ClassVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from faq.decision import Ranked, decide
from faq.model import variant_of
from nlu import fingerprint
from nlu.embedding import embedder
from nlu.faq_importer import CATEGORY, CONTENT, ENTRY, SAYS_NO, SEE_ALSO
from nlu.language_detector import LANGUAGE, LanguageDetector
from nlu.multilingual_tokenizer import MUNICIPALITY, MultilingualTokenizer
from nlu.ranker_training import samples_of, train_ranker
from nlu.ranking import Ranker
from nlu.reading import Context, Reader
from nlu.sentence_embedder import SentenceEmbedder
from nlu.text import clean

logger = logging.getLogger(__name__)
OUT_OF_SCOPE = "out_of_scope"
MOST_RANKED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqRanker(GraphComponent):
    """Set `intent`, and `ranking`, `several`, `thresholds`, `content`. Reads `text`, `language` and entities.

    `ranking` is up to 5 {"entry", "confidence" (0 to 1)}, best first; `several` two entry ids if two things are asked.
    The intent is the best entry's when that is sure enough to be answered, its category when it is only offered, and
    out_of_scope when nothing is near.
    """

    in_use: ClassVar[Reader | None] = None  # the reader loaded last, for whoever prepares messages before the graph

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FaqRanker:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FaqRanker:
        ranker = cls(model_storage, resource)
        with model_storage.read_from(resource) as directory:
            ranker._use(*Ranker.load(directory))
        return ranker

    @classmethod
    def required_components(cls) -> list[type]:
        return [LanguageDetector, MultilingualTokenizer, SentenceEmbedder]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint.of_cores()

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        self.model_storage = model_storage
        self.resource = resource
        self.reader: Reader | None = None
        self.facts: dict[str, Any] = {}

    def _use(self, ranker: Ranker, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.reader = FaqRanker.in_use = Reader(ranker, facts["categories"], embedder().vector, facts["related"])

    def train(self, training_data: TrainingData) -> Resource:
        """InvalidConfigException: there is nothing to tell apart."""
        messages = [each for each in training_data.intent_examples if each.get(TEXT)]
        entries = {each.get(ENTRY): each for each in messages if each.get(ENTRY)}
        if len(entries) < 2:
            raise InvalidConfigException("FaqRanker: the content has fewer than two entries. Add some to faq/entries.")
        facts = {
            "content": next(iter(entries.values())).get(CONTENT),
            "intents": {entry: message.get(INTENT) for entry, message in entries.items()},
            "categories": {entry: message.get(CATEGORY) for entry, message in entries.items()},
            "related": {entry: list(message.get(SEE_ALSO)) for entry, message in entries.items()},
        }
        harmless = [entry for entry, message in entries.items() if message.get(SAYS_NO)]
        samples = samples_of(messages, facts["intents"], OUT_OF_SCOPE)
        ranker = train_ranker(samples, facts["categories"], harmless, logger.info)
        logger.info("Thresholds: %s; on messages not trained on: %s", ranker.thresholds, ranker.held_out)
        self._use(ranker, facts)
        with self.model_storage.write_to(self.resource) as directory:
            ranker.save(directory, facts)
        return self.resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._read(message)
        return messages

    def _loaded(self) -> Reader:
        if self.reader is None:
            raise RuntimeError("FaqRanker: process was called before load")
        return self.reader

    def _read(self, message: Message) -> None:
        reader = self._loaded()
        written = message.get(LANGUAGE)["code"]
        reading = reader.read(
            clean(message.get(TEXT) or ""), variant_of(written) or written, self._context(reader, message)
        )
        intents = self.facts["intents"]
        entries = [Ranked(name, share) for name, share in reading.ranked if name in intents][:MOST_RANKED]
        name, confidence = self._intent(reading.ranked, entries, reading.several)
        intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
        listed = [{"entry": each.entry, "confidence": round(each.confidence, 4)} for each in entries]
        message.set("ranking", listed, add_to_output=True)
        message.set("several", list(reading.several), add_to_output=True)
        thresholds = reader.ranker.thresholds
        message.set("thresholds", {"sure": thresholds.sure, "ask": thresholds.ask}, add_to_output=True)
        message.set(CONTENT, self.facts[CONTENT], add_to_output=True)

    def _context(self, reader: Reader, message: Message) -> Context:
        last = (message.get("metadata") or {}).get("last_entry")
        named = any(entity["entity"] == MUNICIPALITY for entity in message.get("entities") or ())
        return Context(reader.belonging_to(last), named)

    def _intent(
        self, ranked: Sequence[tuple[str, float]], entries: Sequence[Ranked], several: Sequence[str]
    ) -> tuple[str, float]:
        thresholds = self._loaded().ranker.thresholds
        best, confidence = ranked[0]
        if several:
            return self.facts["intents"][several[0]], confidence
        if best not in self.facts["intents"] and confidence >= thresholds.ask:
            return best, confidence
        decision = decide(entries, thresholds)
        if decision.kind == "fallback":
            return OUT_OF_SCOPE, 1 - decision.confidence
        table = self.facts["intents" if decision.kind == "answer" else "categories"]
        return table[decision.entries[0]], decision.confidence
