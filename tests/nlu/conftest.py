"""What the tests of the cores share: our languages, and small stand-ins for the big models."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from faq.model import Language
from nlu.language import LanguageGuesser
from nlu.languages import load_languages
from nlu.paths import SEED


class Told:
    """An identifier that says what it is told to: a real one is 1 MB and says what it likes."""

    def __init__(self, probabilities: Mapping[str, float], labels: set[str] | None = None) -> None:
        self.said = dict(probabilities)
        self.labels = frozenset(labels if labels is not None else probabilities)

    def probabilities(self, text: str) -> dict[str, float]:
        return self.said


@pytest.fixture(scope="session")
def languages() -> Mapping[str, Language]:
    return load_languages(SEED)


@pytest.fixture
def told(languages: Mapping[str, Language]) -> Callable[..., LanguageGuesser]:
    """A guesser whose fastText gives exactly these probabilities, and knows these labels and no others."""

    def build(labels: set[str] | None = None, **probabilities: float) -> LanguageGuesser:
        return LanguageGuesser(languages, Told(probabilities, labels))

    return build
