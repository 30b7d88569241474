"""What a trained model depends on, as one hash: Rasa's own cache sees the source of component classes only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from nlu import paths

SOURCES = Path(__file__).parent


def of_files(files: Iterable[Path], *more: str) -> str:
    """16 hexadecimal digits over names and bytes of the files, and the further words."""
    digest = hashlib.sha256()
    for part in (*(part for path in files for part in (path.name.encode(), path.read_bytes())), *map(str.encode, more)):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def cores() -> list[Path]:
    """The modules beside this one, the word lists they read, the language model, the development set's tuning part."""
    data = [*SOURCES.glob("language_model/*.ftz"), *SOURCES.glob("development/tune/*.jsonl")]
    return sorted([*SOURCES.glob("*.py"), *SOURCES.glob("*.yml"), *data])


def of_cores() -> str:
    """Changes with any of the cores, and with the languages of the content in use."""
    languages = paths.content() / "languages.yml"
    return of_files([*cores(), *([languages] if languages.is_file() else [])])
