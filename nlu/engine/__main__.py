"""The engine's command: `python -m nlu.engine serve | side | train | … | rasa …`; `--help` tells them all."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nlu.engine import environment

environment.prepare()  # before anything below loads numpy or Rasa

from faq.faults import FaqError
from faq.kept import load_usable
from nlu import paths
from nlu.engine import language_command
from nlu.engine.log import LEVELS

DEFAULT_PORT = 5105
SIDE_PORT = 5106
EXAMPLES = """\
examples:
  python -m nlu.engine train                    make the model of the present content, if there is none
  python -m nlu.engine serve --port 5105        answer turns on http://127.0.0.1:5105/webhooks/rest/webhook
  python -m nlu.engine side --port 5106         vectors and languages of texts, for staff's tools; needs no model
  python -m nlu.engine train-language --test FILE.tsv     measure the language model on a table: lang, source, text
  python -m nlu.engine check                    build every component, compare config.yml with their settings
  python -m nlu.engine rasa shell               talk to the assistant as Rasa people do; /stop ends it
  python -m nlu.engine rasa test core --e2e --stories tests/engine/stories

environment:
  KILOTSE_CONTENT      directory of the content (default: var/content, else faq)
  KILOTSE_VAR          where models and caches are written (default: var)
  KILOTSE_CACHE        where vectors are cached (default: var/cache)
  KILOTSE_ENGINE_PORT  default of --port
"""


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="python -m nlu.engine",
        description="The Rasa engine: decides which entry a message asks for.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(
        dest="command", required=True, metavar="serve | side | train | train-language | pack-vectors | check | rasa"
    )
    serving = commands.add_parser("serve", help="answer turns on loopback until SIGTERM")
    serving.add_argument("--port", type=int, default=os.environ.get("KILOTSE_ENGINE_PORT", DEFAULT_PORT))
    serving.add_argument("--model", type=Path, help="a model file (default: the one that fits the content)")
    serving.add_argument("--log-level", choices=LEVELS, default="info")
    side = commands.add_parser("side", help="compute for staff's tools on loopback, niced, until SIGTERM")
    side.add_argument("--port", type=int, default=SIDE_PORT)
    side.add_argument("--until-input-ends", action="store_true", help="end with whoever started it, even if killed")
    side.add_argument(
        "--follow", default="", metavar="URL,URL", help="engines to keep in step: train when questions have changed"
    )
    training = commands.add_parser("train", help="make the model that fits the content, if there is none")
    training.add_argument("--force", action="store_true", help="train although a fitting model is there")
    language = commands.add_parser("train-language", help="make the language model anew, or measure it")
    language_command.add_arguments(language)
    commands.add_parser("pack-vectors", help="write the vectors that ship with the project; after a change of the seed")
    commands.add_parser("check", help="content, config.yml, domain.yml and every component")
    rasa = commands.add_parser("rasa", help="Rasa's own command: train, shell, test, data validate …", add_help=False)
    rasa.add_argument("arguments", nargs=argparse.REMAINDER)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["rasa"]:  # whatever follows is Rasa's, its --help included
        from nlu.engine.rasa_command import run_rasa

        return run_rasa(given[1:])
    options = parser().parse_args(given)
    try:
        return COMMANDS[options.command](options)
    except FaqError as faults:
        print(faults, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _serve(options: argparse.Namespace) -> int:
    from nlu.engine import log, tensorflow_stub

    formatter = log.configure(options.log_level)
    _, source, problem = load_usable(paths.content(), paths.content_kept(), crisis=False)
    if problem is not None:
        print(f"{problem}\nThe content has faults; the engine starts with the last good state.", file=sys.stderr)
        os.environ[paths.BROKEN] = os.environ["KILOTSE_CONTENT"]
        os.environ["KILOTSE_CONTENT"] = str(source)
    tensorflow_stub.install(serving=True)
    from nlu.engine.serving import CannotServe, serve

    try:
        serve(options.port, options.model, formatter)
    except CannotServe as cause:
        print(cause, file=sys.stderr)
        return 1
    return 0


def _side(options: argparse.Namespace) -> int:
    from nlu.engine import log

    formatter = log.configure("info")
    from nlu.engine import side
    from nlu.engine.server import CannotServe

    try:
        engines = [each for each in options.follow.split(",") if each]
        side.serve(options.port, formatter, options.until_input_ends, engines)
    except CannotServe as cause:
        print(cause, file=sys.stderr)
        return 1
    return 0


def _train(options: argparse.Namespace) -> int:
    from nlu.engine.training import TrainingFailed, train

    try:
        train(options.force)
    except TrainingFailed as cause:
        print(cause, file=sys.stderr)
        return 1
    return 0


def _pack(options: argparse.Namespace) -> int:
    from nlu.engine import packing

    return packing.run(options)


def _check(options: argparse.Namespace) -> int:
    from nlu.engine.checks import check

    faults = check()
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print("The engine's configuration is in order.")
    return 1 if faults else 0


COMMANDS = {
    "serve": _serve,
    "side": _side,
    "train": _train,
    "train-language": language_command.run,
    "pack-vectors": _pack,
    "check": _check,
}

if __name__ == "__main__":
    sys.exit(main())
