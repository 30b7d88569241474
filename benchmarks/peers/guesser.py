"""`python -m benchmarks.peers.guesser GIVEN FOUND`, in the engine's environment: our guesser, and lid.176 alone.

lid.176 answers with the most probable of our languages; `labels` of GIVEN says which of its labels is which.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nlu.identifier import FastTextModel, model_path
from nlu.languages import guesser
from nlu.text import clean


def ask(texts: list[str], name_of: Callable[[str], str]) -> dict[str, Any]:
    """A language a text, and the milliseconds of each."""
    codes, times_ms = [], []
    for text in texts:
        begun = time.perf_counter()
        codes.append(name_of(text))
        times_ms.append((time.perf_counter() - begun) * 1000)
    return {"codes": codes, "ms": times_ms}


given_path, found_path = map(Path, sys.argv[1:])
given = json.loads(given_path.read_text(encoding="utf-8"))
model, ours = FastTextModel(model_path()), guesser()


def by_label(text: str) -> str:
    shares = model.probabilities(clean(text))
    known = {label: share for label, share in shares.items() if label in given["labels"]}
    return given["labels"][max(known, key=lambda label: known[label])] if known else ""


found = {"ours": ask(given["texts"], lambda text: ours.guess(text).language), "lid.176": ask(given["texts"], by_label)}
found_path.write_text(json.dumps(found), encoding="utf-8")
