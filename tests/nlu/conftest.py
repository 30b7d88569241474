"""What the tests of the cores share: our languages, the real guesser, and one that is told what the models say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from faq.model import Content, Language
from faq.store import load_content
from nlu.identifier import Identifier
from nlu.language import LanguageGuesser
from nlu.languages import load_languages
from nlu.paths import SEED


class Told:
    """Models that say what they are told to, so that a test can state probabilities."""

    def __init__(self, probabilities: Mapping[str, float]) -> None:
        self.said = dict(probabilities)

    def probabilities(self, text: str) -> dict[str, float]:
        return self.said


@pytest.fixture(scope="session")
def languages() -> Mapping[str, Language]:
    return load_languages(SEED)


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(SEED, crisis=False)


@pytest.fixture(scope="session")
def identifier() -> Identifier:
    return Identifier()


@pytest.fixture(scope="session")
def real(languages: Mapping[str, Language], identifier: Identifier) -> LanguageGuesser:
    return LanguageGuesser(languages, identifier)


@pytest.fixture
def told(languages: Mapping[str, Language]) -> Callable[[Mapping[str, float]], LanguageGuesser]:
    """A guesser whose models give exactly these probabilities of these labels."""
    return lambda probabilities: LanguageGuesser(languages, Told(probabilities))
