"""The thin Rasa classes: what they read from a message and write to it. What decides is tested in tests/nlu."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from faq.store import load_content
from nlu.faq_importer import FaqImporter, messages_of
from nlu.faq_ranker import FaqRanker
from nlu.language_detector import LANGUAGE, LanguageDetector, hint_of
from nlu.multilingual_tokenizer import MultilingualTokenizer
from nlu.sentence_embedder import SentenceEmbedder, vector_of

CONTENT = Path(os.environ["KILOTSE_CONTENT"])
ALL = [LanguageDetector, MultilingualTokenizer, SentenceEmbedder, FaqRanker]


@pytest.fixture
def make(tmp_path):
    """Make a component as Rasa does."""

    def create(component, how="create"):
        context = ExecutionContext(GraphSchema({}))
        build = getattr(component, how)
        storage = LocalModelStorage(tmp_path)
        return build(component.get_default_config(), storage, Resource(component.__name__), context)

    return create


def test_the_detector_writes_the_language_and_reads_the_hint(make):
    metadata = {"language": {"code": "uk", "from": "earlier"}}
    plain, hinted = Message({TEXT: "Çocuğum okula nasıl gider?"}), Message({TEXT: "ok", "metadata": metadata})
    make(LanguageDetector).process([plain, hinted])

    assert plain.get(LANGUAGE)["code"] == "tr"
    assert hinted.get(LANGUAGE)["code"] == "uk"
    assert LANGUAGE in plain.as_dict(only_output_properties=True)


def test_in_training_the_entrys_language_stays():
    entry = Message({TEXT: "Wie?", LANGUAGE: {"code": "tr"}})
    LanguageDetector.process_training_data(LanguageDetector(None), TrainingData([entry]))

    assert entry.get(LANGUAGE) == {"code": "tr"}


@pytest.mark.parametrize("metadata", [None, {}, {"language": None}, {"language": {"code": None, "from": "none"}}])
def test_without_metadata_there_is_no_hint(metadata):
    assert hint_of(metadata).code is None


def test_the_tokenizer_writes_words_with_their_places(make):
    message = Message({TEXT: "Guten Tag!", LANGUAGE: {"code": "de"}})
    make(MultilingualTokenizer).process([message, Message({})])

    assert [(token.text, token.start) for token in message.get(TEXT_TOKENS)] == [("Guten", 0), ("Tag", 6), ("!", 9)]


def test_the_embedder_adds_one_sentence_vector(make):
    message = Message({TEXT: "Guten Tag"})
    make(SentenceEmbedder).process([message])

    assert vector_of(message).shape == (384,)
    assert float(vector_of(message) @ vector_of(message)) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("text", [None, "", "\u200b", "\ud800"])
def test_a_message_without_text_gets_no_vector(make, text):
    message = Message({TEXT: text})
    make(SentenceEmbedder).process([message])

    assert not vector_of(message).any()


def test_a_ranker_with_nothing_to_tell_apart_says_so(make):
    with pytest.raises(InvalidConfigException, match="fewer than two entries"):
        make(FaqRanker).train(TrainingData([Message({TEXT: "a", INTENT: "life", "entry": "life.housing"})]))


@pytest.mark.parametrize("component", [LanguageDetector, SentenceEmbedder, FaqRanker])
def test_rasas_cache_sees_the_cores(component, monkeypatch):
    before = component.fingerprint_addon({})
    monkeypatch.setattr("nlu.fingerprint.of_cores", lambda: "changed")

    assert component.fingerprint_addon({}) != before


def test_each_question_of_each_entry_becomes_a_training_message():
    content = load_content(CONTENT)
    messages = messages_of(content)

    assert len(messages) == sum(len(entry.questions()) for entry in content.entries.values())
    assert {message.get("entry") for message in messages} == content.entries.keys()
    assert {message.get("content") for message in messages} == {content.training_hash}


def test_the_n_th_questions_of_all_languages_share_a_place_so_that_none_is_judged_by_its_translation():
    content = load_content(CONTENT)
    firsts = [message for message in messages_of(content) if message.get("entry") == "life.housing"]

    assert {each.get(LANGUAGE)["code"] for each in firsts if each.get("place") == 0} >= {"de", "tr", "ar"}


def test_the_importer_joins_entries_and_nlu_data():
    data = FaqImporter("config.yml", "domain.yml", None).get_nlu_data()
    intents = {message.get(INTENT) for message in data.intent_examples}

    assert {"life", "counselling", "change_language", "out_of_scope", "ask_person", "greet"} <= intents
