"""From training messages and the development set to a ranker; scikit-learn is loaded here alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from zlib import crc32

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu import paths
from nlu.clauses import clauses, sentences
from nlu.development import Line, tuning_lines
from nlu.embedding import embedder
from nlu.faq_importer import ENTRY, PLACE
from nlu.language_detector import LANGUAGE
from nlu.languages import guesser
from nlu.ranking import Ranker
from nlu.reading import Reader
from nlu.samples import Sample, Tuning
from nlu.sentence_embedder import vector_of
from nlu.text import clean
from nlu.two_questions import Parts
from nlu.vector_cache import Vector, VectorCache

Say = Callable[[str], None]


def samples_of(messages: Sequence[Message], intents: Mapping[str, str], out_of_scope: str) -> list[Sample]:
    """`intents`: of each entry. Examples in nlu/data of an intent that one entry alone has are that entry's."""
    names = list(intents.values())
    only = {intent: entry for entry, intent in intents.items() if names.count(intent) == 1}
    return [_sample(message, only, out_of_scope) for message in messages]


def _sample(message: Message, entry_of_intent: Mapping[str, str], out_of_scope: str) -> Sample:
    """`group` is the question's place in its entry, which its translations share; for others the text's own."""
    text, intent = clean(message.get(TEXT)), message.get(INTENT)
    label = message.get(ENTRY) or entry_of_intent.get(intent, intent)
    place = message.get(PLACE)
    group = crc32(text.encode()) if place is None else place
    language = message.get(LANGUAGE)["code"]
    return Sample(text, vector_of(message), language, None if label == out_of_scope else label, group)


def train_ranker(
    samples: Sequence[Sample], categories: Mapping[str, str], harmless: Collection[str], say: Say
) -> Ranker:
    """`categories`: of each entry, by id. `harmless`: entries that say that a question is not ours."""
    from nlu.ranking_fit import fit_ranker
    from nlu.two_questions_fit import fit_two_questions

    lines = [line for line in tuning_lines() if categories.keys() >= set(line.expected)]
    vectors = _vectors(lines, say)
    tuning = [_tuning(line, vectors) for line in lines if not line.both]
    ranker = fit_ranker(samples, set(categories), harmless, say, tuning)
    reader = Reader(ranker, categories, vectors.__getitem__)
    ranker.two_questions = fit_two_questions(_parts(reader, lines))
    return ranker


def tuning_texts(lines: Sequence[Line]) -> list[str]:
    """The messages, and the parts that may each ask something; each once."""
    whole = [clean(line.text) for line in lines]
    return list(dict.fromkeys([*whole, *(part for text in whole for part in [*sentences(text), *clauses(text)])]))


def _vectors(lines: Sequence[Line], say: Say) -> dict[str, Vector]:
    texts = tuning_texts(lines)
    cache = VectorCache(paths.cache() / "vectors.sqlite3", embedder().name)
    say(f"Reading {len(lines)} messages of the development set")
    return dict(zip(texts, embedder().vectors(texts, cache, lambda done, everything: None), strict=True))


def _tuning(line: Line, vectors: Mapping[str, Vector]) -> Tuning:
    text = clean(line.text)
    return Tuning(text, vectors[text], guesser().guess(text).language, line.expected)


def _parts(reader: Reader, lines: Sequence[Line]) -> list[tuple[Parts, Sequence[str]]]:
    found: list[tuple[Parts, Sequence[str]]] = []
    for line in lines:
        text = clean(line.text)
        language = guesser().guess(text).language
        ranked = reader.read(text, language).ranked
        if parts := reader.parts(text, language, ranked):
            found.append((parts, line.expected if line.both else line.expected[:1]))
    return found
