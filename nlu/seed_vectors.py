"""Vectors of the seed's texts, shipped with the project so that a fresh machine trains at once: 8 bits a number.

The file (xz): one line of JSON ({"model", "texts"}), then keys (8 bytes a text: the beginning of its BLAKE2b), the
scale of each of the 384 numbers (float32), and the numbers (int8, number by number, which packs better).
It holds no text. It is made by `python -m nlu.engine pack-vectors`; vectors of other models or texts are not in it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from nlu.vector_cache import Vector

FILE = Path(__file__).parent / "seed_vectors.xz"
KEY_BYTES = 8
HIGHEST = 127


def pack(vectors: Mapping[str, Vector], model: str, target: Path = FILE) -> None:
    """Write the vectors of the texts, all at once at the end. `model` is the embedder's name."""
    texts = sorted(vectors, key=_key)
    table = np.stack([vectors[text] for text in texts])
    scale = np.maximum(np.abs(table).max(axis=0), 1e-9).astype(np.float32) / HIGHEST
    numbers = np.round(table / scale).astype(np.int8)
    head = json.dumps({"model": model, "texts": len(texts)}).encode() + b"\n"
    body = head + b"".join(map(_key, texts)) + scale.tobytes() + numbers.T.tobytes()
    partial = target.with_name(target.name + ".partial")
    partial.write_bytes(lzma.compress(body, preset=9))
    partial.replace(target)


def unpack(texts: Sequence[str], model: str, source: Path = FILE) -> dict[str, Vector]:
    """The unit vectors of those texts that are in the file; none if it is absent or of another model."""
    if not texts or not source.is_file():
        return {}
    body = lzma.decompress(source.read_bytes())
    head, _, rest = body.partition(b"\n")
    facts = json.loads(head)
    if facts["model"] != model:
        return {}
    count = int(facts["texts"])
    places = {rest[start : start + KEY_BYTES]: start // KEY_BYTES for start in range(0, count * KEY_BYTES, KEY_BYTES)}
    numbers = np.frombuffer(rest, dtype=np.int8, offset=count * KEY_BYTES)
    width = len(numbers) // (count + 4)
    scale = np.frombuffer(rest, dtype=np.float32, offset=count * KEY_BYTES, count=width)
    table = numbers[4 * width :].reshape(width, count)
    found = {text: places[key] for text in texts if (key := _key(text)) in places}
    return {text: _unit(table[:, place] * scale) for text, place in found.items()}


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()[:KEY_BYTES]
