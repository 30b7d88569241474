"""`python -m benchmarks.peers.with_lingua GIVEN FOUND`, in an environment that has lingua-language-detector.

`labels` of GIVEN: ISO 639-1 code -> our code. Of our languages lingua knows only some.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from lingua import Language, LanguageDetectorBuilder

given_path, found_path = map(Path, sys.argv[1:])
given = json.loads(given_path.read_text(encoding="utf-8"))
by_iso = {language.iso_code_639_1.name.lower(): language for language in Language.all()}
known = {by_iso[label]: code for label, code in given["labels"].items() if label in by_iso}
detector = LanguageDetectorBuilder.from_languages(*known).with_preloaded_language_models().build()
codes, times_ms = [], []
for text in given["texts"]:
    begun = time.perf_counter()
    language = detector.detect_language_of(text)
    times_ms.append((time.perf_counter() - begun) * 1000)
    codes.append(known[language] if language else "")
found = {"codes": codes, "ms": times_ms, "known": sorted(set(known.values()))}
found_path.write_text(json.dumps(found), encoding="utf-8")
