"""`train-language`: makes the language model anew, or measures the one that is there."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from faq.store import load_content
from nlu import language_sources as sources
from nlu import paths
from nlu.identifier import OTHER, OWN_MODEL, Identifier
from nlu.language import audience_of
from nlu.language_training import measure, read_rows, train
from nlu.languages import load_languages

TEXTS = paths.PROJECT / "nlu" / "language_texts"
TRAINED_ON = ("ntrex", "sib200", "commonvoice", "udhr")  # names of our sources in lid_short


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, help="folder of public corpora: commonvoice, ntrex, sib200, udhr, …")
    command.add_argument("--udhr", type=Path, help="data/udhr of a copy of unicode-org/udhr: the other languages")
    command.add_argument("--locales", type=Path, help="an installed Django: words of user interfaces")
    command.add_argument("--output", type=Path, default=OWN_MODEL, help="where the model goes (default: the project)")
    command.add_argument("--test", type=Path, metavar="FILE.tsv", help="measure the present model and train nothing")
    command.add_argument("--json", action="store_true", help="print the measurement as one JSON object")


def run(options: argparse.Namespace) -> int:
    try:
        if options.test:
            return _test(options)
        return _train(options)
    except (sources.SourcesMissing, OSError, ValueError) as cause:
        print(cause, file=sys.stderr)
        return 1


def _train(options: argparse.Namespace) -> int:
    if options.data is None or options.udhr is None:
        print("Give --data and --udhr; docs/language-model.md says where both come from.", file=sys.stderr)
        return 1
    corpus = sources.empty()
    print("Reading the content and our own chat messages", flush=True)
    sources.add_content(corpus, load_content(paths.SEED, crisis=False))
    sources.add_chats(corpus, TEXTS)
    print(f"Reading {options.data} and {options.udhr}", flush=True)
    sources.add_public(corpus, options.data)
    sources.add_declaration(corpus, options.udhr)
    if options.locales:
        sources.add_locales(corpus, options.locales)
    train(corpus, options.output, lambda text: print(text, flush=True))
    return 0


def _test(options: argparse.Namespace) -> int:
    languages = load_languages(paths.SEED)

    def audience(label: str) -> str:
        return "other" if label.startswith(OTHER) else audience_of(label, languages) or label

    result = measure(Identifier(options.output), read_rows(options.test), audience, TRAINED_ON)
    print(json.dumps(result, ensure_ascii=False, indent=1) if options.json else _table(result))
    return 0


def _table(result: dict) -> str:  # type: ignore[type-arg]
    lines = [f"{result['rows']} messages of sources that were not trained on; mean of the labels {result['macro']:.1%}"]
    weakest = sorted(result["labels"], key=lambda label: result["labels"][label])
    lines += [f"  {label:<8} {result['labels'][label]:6.1%} of {result['counts'][label]}" for label in weakest]
    lines += ["most mistaken: " + ", ".join(f"{a} as {b} ({n})" for a, b, n in result["mistaken"])]
    return "\n".join(lines)
