"""Rasa adapter of `nlu.ranking`: ranks the entries for a message, and from that decides its intent."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any
from zlib import crc32

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
from nlu.faq_importer import CATEGORY, CONTENT, ENTRY, PLACE, SAYS_NO
from nlu.language_detector import LANGUAGE, LanguageDetector
from nlu.ranking import Ranker
from nlu.samples import Sample
from nlu.sentence_embedder import SentenceEmbedder, vector_of
from nlu.text import clean

logger = logging.getLogger(__name__)
OUT_OF_SCOPE = "out_of_scope"
MOST_RANKED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqRanker(GraphComponent):
    """Set `intent`, and `ranking`, `thresholds`, `content` for the decision. Reads the vector, `text`, `language`.

    `ranking` is up to 5 {"entry", "confidence" (0 to 1)}, best first. The intent is the best entry's when that is
    sure enough to be answered, its category when it is only offered, and out_of_scope when nothing is near.
    """

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
            ranker.ranker, ranker.facts = Ranker.load(directory)
        return ranker

    @classmethod
    def required_components(cls) -> list[type]:
        return [LanguageDetector, SentenceEmbedder]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint.of_cores()

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        self.model_storage = model_storage
        self.resource = resource
        self.ranker: Ranker | None = None
        self.facts: dict[str, Any] = {}

    def train(self, training_data: TrainingData) -> Resource:
        """InvalidConfigException: there is nothing to tell apart."""
        from nlu.ranking_fit import fit_ranker  # scikit-learn: needed here alone

        messages = [each for each in training_data.intent_examples if each.get(TEXT)]
        entries = {each.get(ENTRY): each for each in messages if each.get(ENTRY)}
        if len(entries) < 2:
            raise InvalidConfigException("FaqRanker: the content has fewer than two entries. Add some to faq/entries.")
        intents = {entry: message.get(INTENT) for entry, message in entries.items()}
        samples = [_sample(message, _entry_of_intent(intents)) for message in messages]
        harmless = [entry for entry, message in entries.items() if message.get(SAYS_NO)]
        self.ranker = fit_ranker(samples, set(entries), harmless, logger.info)
        logger.info("Thresholds: %s; on questions held out: %s", self.ranker.thresholds, self.ranker.held_out)
        self.facts = {
            "content": next(iter(entries.values())).get(CONTENT),
            "intents": intents,
            "categories": {entry: message.get(CATEGORY) for entry, message in entries.items()},
        }
        with self.model_storage.write_to(self.resource) as directory:
            self.ranker.save(directory, self.facts)
        return self.resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._rank(message)
        return messages

    def _loaded(self) -> Ranker:
        if self.ranker is None:
            raise RuntimeError("FaqRanker: process was called before load")
        return self.ranker

    def _rank(self, message: Message) -> None:
        ranker = self._loaded()
        written = message.get(LANGUAGE)["code"]
        ranked = ranker.rank(clean(message.get(TEXT) or ""), vector_of(message), variant_of(written) or written)
        intents = self.facts["intents"]
        entries = [Ranked(name, share) for name, share in ranked if name in intents][:MOST_RANKED]
        name, confidence = self._intent(ranked, entries)
        intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
        listed = [{"entry": each.entry, "confidence": round(each.confidence, 4)} for each in entries]
        message.set("ranking", listed, add_to_output=True)
        thresholds = ranker.thresholds
        message.set("thresholds", {"sure": thresholds.sure, "ask": thresholds.ask}, add_to_output=True)
        message.set(CONTENT, self.facts[CONTENT], add_to_output=True)

    def _intent(self, ranked: Sequence[tuple[str, float]], entries: Sequence[Ranked]) -> tuple[str, float]:
        thresholds = self._loaded().thresholds
        best, confidence = ranked[0]
        if best not in self.facts["intents"] and confidence >= thresholds.ask:
            return best, confidence
        decision = decide(entries, thresholds)
        if decision.kind == "fallback":
            return OUT_OF_SCOPE, 1 - decision.confidence
        table = self.facts["intents" if decision.kind == "answer" else "categories"]
        return table[decision.entries[0]], decision.confidence


def _entry_of_intent(intents: dict[str, str]) -> dict[str, str]:
    """Intents that one entry alone has, such as greet: their examples in nlu/data are examples of that entry."""
    names = list(intents.values())
    return {intent: entry for entry, intent in intents.items() if names.count(intent) == 1}


def _sample(message: Message, entry_of_intent: dict[str, str]) -> Sample:
    """`group` is the question's place in its entry, which its translations share; for others the text's own."""
    text, intent = clean(message.get(TEXT)), message.get(INTENT)
    label = message.get(ENTRY) or entry_of_intent.get(intent, intent)
    place = message.get(PLACE)
    group = crc32(text.encode()) if place is None else place
    language = message.get(LANGUAGE)["code"]
    return Sample(text, vector_of(message), language, None if label == OUT_OF_SCOPE else label, group)
