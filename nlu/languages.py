"""The languages of the content in use, and the guesser over them; one of each in a process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from faq.faults import FaqError, Fault
from faq.lists import read_languages
from faq.model import Language
from faq.reader import read_file
from nlu import paths
from nlu.identifier import Identifier
from nlu.language import LanguageGuesser


def load_languages(directory: Path) -> Mapping[str, Language]:
    """The rows of `languages.yml` by code. FaqError: the file has faults."""
    faults: list[Fault] = []
    languages = read_languages(read_file(directory / "languages.yml", f"{directory.name}/languages.yml", faults))
    if faults:
        raise FaqError(faults)
    return languages


@lru_cache(maxsize=1)
def guesser() -> LanguageGuesser:
    return LanguageGuesser(load_languages(paths.content()), Identifier())
