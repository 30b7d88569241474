"""Vectors of training texts, kept on disk by text and model, so that training again takes seconds."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


class VectorCache:
    """A table (model, hash of the text) -> vector in one SQLite file. Holds no text. May be deleted at any time."""

    def __init__(self, path: Path, model: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.model = model
        with closing(self._connect()) as database, database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS vectors"
                " (model TEXT, text BLOB, vector BLOB, PRIMARY KEY (model, text)) WITHOUT ROWID"
            )

    def read(self, texts: Iterable[str]) -> dict[str, Vector]:
        """The vectors that are there, by text."""
        found: dict[str, Vector] = {}
        with closing(self._connect()) as database:
            for text in texts:
                row = database.execute(
                    "SELECT vector FROM vectors WHERE model = ? AND text = ?", (self.model, _key(text))
                ).fetchone()
                if row:
                    found[text] = np.frombuffer(row[0], dtype=np.float32)
        return found

    def write(self, vectors: Mapping[str, Vector]) -> None:
        rows = [(self.model, _key(text), vector.astype(np.float32).tobytes()) for text, vector in vectors.items()]
        with closing(self._connect()) as database, database:
            database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=30)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
