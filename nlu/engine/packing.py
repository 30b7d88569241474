"""`pack-vectors`: writes the vectors of everything that training reads, so that they ship with the project."""

from __future__ import annotations

import argparse

from nlu import paths, seed_vectors
from nlu.development import tuning_lines
from nlu.embedding import embedder
from nlu.engine.trying import training_messages
from nlu.ranker_training import tuning_texts
from nlu.text import clean
from nlu.vector_cache import VectorCache


def run(options: argparse.Namespace) -> int:
    messages = training_messages().training_examples
    trained = [clean(each.get("text")) for each in messages if each.get("text")]
    texts = list(dict.fromkeys([*trained, *tuning_texts(tuning_lines())]))
    cache = VectorCache(paths.cache() / "vectors.sqlite3", embedder().name)

    def progress(done: int, everything: int) -> None:
        print(f"embedding {done} of {everything} texts", flush=True)

    vectors = dict(zip(texts, embedder().vectors(texts, cache, progress), strict=True))
    seed_vectors.pack(vectors, embedder().name)
    print(f"wrote {seed_vectors.FILE.name}: {len(texts)} texts, {seed_vectors.FILE.stat().st_size / 1e6:.1f} MB")
    return 0
