"""`POST /kilotse/try`: how texts would be ranked with drafts of example questions as if they were live."""

from __future__ import annotations

import tarfile
import tempfile
import threading
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rasa.shared.nlu.training_data.training_data import TrainingData

from faq.store import load_content
from nlu import paths
from nlu.embedding import embedder
from nlu.engine.model_files import model_for, newest, training_fingerprint
from nlu.faq_importer import FaqImporter
from nlu.faq_ranker import OUT_OF_SCOPE
from nlu.language_detector import LanguageDetector
from nlu.languages import guesser
from nlu.places import named_place, neighbours
from nlu.ranker_training import samples_of
from nlu.ranking import ARRAYS, FACTS, Ranker
from nlu.reading import Context, Reader
from nlu.samples import Sample
from nlu.sentence_embedder import SentenceEmbedder
from nlu.text import clean
from nlu.trial import with_drafts
from nlu.vector_cache import VectorCache

Drafts = Mapping[str, Mapping[str, Sequence[str]]]  # entry -> language -> questions
MOST_RANKED = 5


class NothingToTry(RuntimeError):
    """There is no model to try with. The text says what to do."""


class Trials:
    """The model in use and the texts it was trained on, read when first needed and after each training."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Path | None = None
        self._ranker: Ranker
        self._facts: dict[str, Any]
        self._samples: list[Sample]

    def rankings(self, texts: Sequence[str], drafts: Drafts) -> dict[str, Any]:
        """For each text its language and up to 5 entries with their confidence (0 to 1); and the thresholds.

        A draft's languages replace those of the entry; its other languages stay. NothingToTry: there is no model.
        """
        with self._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the optimiser is stopped early on purpose
            self._load()
            ranker = with_drafts(self._ranker, self._samples, self._drafted(drafts)) if drafts else self._ranker
            categories = {**self._facts["categories"], **{entry: entry.partition(".")[0] for entry in drafts}}
            reader = Reader(ranker, categories, embedder().vector, self._facts["related"])
            thresholds = {"sure": ranker.thresholds.sure, "ask": ranker.thresholds.ask}
            return {"rankings": [self._ranking(reader, text) for text in texts], "thresholds": thresholds}

    def _ranking(self, reader: Reader, text: str) -> dict[str, Any]:
        language = guesser().guess(text).language
        reading = reader.read(clean(text), language, Context(elsewhere=named_place(text, neighbours()) is not None))
        entries = [(name, share) for name, share in reading.ranked if name in reader.categories][:MOST_RANKED]
        ranking = [{"entry": name, "confidence": round(share, 4)} for name, share in entries]
        return {"language": language, "ranking": ranking, "several": list(reading.several)}

    def _drafted(self, drafts: Drafts) -> dict[str, list[Sample]]:
        cache = VectorCache(paths.cache() / "vectors.sqlite3", embedder().name)
        found: dict[str, list[Sample]] = {}
        for entry, languages in drafts.items():
            kept = [each for each in self._samples if each.label == entry and each.language not in languages]
            new = [(language, clean(text)) for language, texts in languages.items() for text in texts if clean(text)]
            vectors = embedder().vectors([text for _, text in new], cache, lambda done, everything: None)
            drafted = (
                Sample(text, vector, language, entry, 0) for (language, text), vector in zip(new, vectors, strict=True)
            )
            found[entry] = [*kept, *drafted]
        return found

    def _load(self) -> None:
        fitting = model_for(training_fingerprint())
        model = fitting if fitting.is_file() else newest()
        if model is None:
            raise NothingToTry("There is no model yet. Train one with: python -m nlu.engine train")
        if model != self._model:
            self._ranker, self._facts = _ranker_in(model)
            self._samples = _samples(self._facts["intents"])
            self._model = model


def _ranker_in(model: Path) -> tuple[Ranker, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as archive:
        for member in archive.getmembers():
            name = Path(member.name).name
            if name in (ARRAYS, FACTS) and (stream := archive.extractfile(member)):
                (Path(folder) / name).write_bytes(stream.read())
        return Ranker.load(Path(folder))


def _samples(intents: Mapping[str, str]) -> list[Sample]:
    data = training_messages()
    LanguageDetector(guesser()).process_training_data(data)
    SentenceEmbedder().process_training_data(data)
    return samples_of([each for each in data.intent_examples if each.get("text")], intents, OUT_OF_SCOPE)


def training_messages() -> TrainingData:
    """What training reads, of the content in use. FaqError: it has faults."""
    load_content(paths.content(), crisis=False)  # its faults with file and line, before Rasa's importer meets them
    return FaqImporter(str(paths.PROJECT / "config.yml"), str(paths.PROJECT / "domain.yml")).get_nlu_data()
