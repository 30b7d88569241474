"""Makes Rasa training data of the entries, beside what Rasa's own importer reads from `nlu/data`."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from faq.model import Content, Entry
from faq.store import load_content
from nlu import paths
from nlu.language_detector import LANGUAGE

DATA = Path(__file__).parent / "data"
# What a training message of an entry carries beside text, intent and language.
ENTRY, CATEGORY, CONTENT, PLACE, SAYS_NO, SEE_ALSO = "entry", "category", "content", "place", "says_no", "see_also"


class FaqImporter(RasaFileImporter):
    """`importers: [{name: nlu.faq_importer.FaqImporter}]` in config.yml. Rasa's file importer, and the entries."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths or [str(DATA)])
        self._read: TrainingData | None = None  # Rasa asks three times

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """FaqError: the content has faults. `language` is Rasa's and means nothing here: all are trained."""
        if self._read is None:
            content = load_content(paths.content(), crisis=False)
            self._read = super().get_nlu_data(language).merge(TrainingData(messages_of(content)))
        return self._read


def messages_of(content: Content) -> list[Message]:
    """A training message for each example question of each entry."""
    return [message for entry in content.entries.values() for message in _messages(entry, content.training_hash)]


def _messages(entry: Entry, content: str) -> list[Message]:
    places: dict[str, int] = {}
    messages: list[Message] = []
    for language, question in entry.questions():
        places[language] = place = places.get(language, -1) + 1
        data = {
            TEXT: question,
            INTENT: entry.intent,
            LANGUAGE: {"code": language},
            ENTRY: entry.id,
            CATEGORY: entry.category,
            CONTENT: content,
            PLACE: place,
            SAYS_NO: entry.says_no,
            SEE_ALSO: list(entry.see_also),
        }
        messages.append(Message(data))
    return messages
