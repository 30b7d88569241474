"""What the ranker is trained on, and what it is tuned on: texts, their vectors, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.vector_cache import Vector


@dataclass(frozen=True)
class Sample:
    """A training text. `label` is an entry id, an intent that is no entry, or None: out of scope."""

    text: str
    vector: Vector
    language: str
    label: str | None
    group: int  # texts of one group are held out together


@dataclass(frozen=True)
class Tuning:
    """A message of the development set, on which probabilities and thresholds are set and nothing else is trained.

    `expected` are the labels that are right, best first; none: out of scope. `language` is what was recognised.
    """

    text: str
    vector: Vector
    language: str
    expected: tuple[str, ...]
