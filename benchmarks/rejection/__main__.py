"""`python -m benchmarks.rejection GIVEN FOUND`, in the engine's environment; both files are JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.rejection.clinc import read_examples
from benchmarks.rejection.judging import judge_scores
from benchmarks.rejection.ranked import score

given_path, found_path = map(Path, sys.argv[1:])
given = json.loads(given_path.read_text(encoding="utf-8"))
training, judged = read_examples(Path(given["training"])), read_examples(Path(given["judged"]))
scored = score(training, judged, Path(given["cache"]))
inside = [example.intent is not None for example in judged]
named = [example.intent == best for example, best in zip(judged, scored.best, strict=True)]
found = {
    "training": {"inside": sum(example.intent is not None for example in training), "whole": len(training)},
    "intents": len({example.intent for example in training if example.intent}),
    "judged": {"inside": sum(inside), "whole": len(judged)},
    "accuracy": sum(named) / max(sum(inside), 1),
    "embedding_s": scored.embedding_s,
    "fitting_s": scored.fitting_s,
    "scores": {name: judge_scores(values.tolist(), inside, named) for name, values in scored.scores.items()},
}
found_path.write_text(json.dumps(found, indent=1), encoding="utf-8")
