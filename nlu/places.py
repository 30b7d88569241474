"""Is another municipality of the region named? Residents spell such names by ear, in every script."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from faq.faults import FaqError, Fault
from faq.lists import read_places
from faq.reader import read_file
from nlu import paths
from nlu.romanised import romanised
from nlu.text import words

ALIKE = 0.85  # share of common letters (0 to 1) from which a word is the name
ALIKE_SHORT = 0.87  # ... if the name has fewer than 8 letters: "Röntgen" is not "Roetgen"
MOST_LONGER = 3  # letters a word may have more or less: endings of case


@lru_cache(maxsize=1)
def neighbours() -> tuple[str, ...]:
    """The municipalities of the content in use that somebody else serves. FaqError: `places.yml` has faults."""
    faults: list[Fault] = []
    directory = paths.content()
    places = read_places(read_file(directory / "places.yml", f"{directory.name}/places.yml", faults))
    if faults:
        raise FaqError(faults)
    return places.neighbours


def named_place(text: str, places: Iterable[str]) -> str | None:
    """The first of the places that a word of the text is alike: "Херцогенрате" is "Herzogenrath"."""
    typed = [romanised(word) for word in words(text)]
    for place in places:
        name = romanised(place.lower())
        if any(_alike(word, name) for word in typed):
            return place
    return None


def _alike(word: str, name: str) -> bool:
    if word.startswith(name):
        return True
    if abs(len(word) - len(name)) > MOST_LONGER:
        return False
    least = ALIKE if len(name) >= 8 else ALIKE_SHORT
    heard = word.replace("ts", "z").removeprefix("k") if word.startswith("kh") else word.replace("ts", "z")
    return max(SequenceMatcher(None, each, name).ratio() for each in {word, heard}) >= least
