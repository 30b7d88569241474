"""What the ranker is trained on: a text, its vector, and what it asks for."""

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
