"""`train`: makes the model of the present content and code, or says at once that it is there."""

from __future__ import annotations

import io
import logging
import os
import shutil
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

from nlu import paths
from nlu.engine import log
from nlu.engine.model_files import model_for, remove_old, training_fingerprint

REMAINS_AFTER_S = 3600


class TrainingFailed(RuntimeError):
    """Rasa made no model. The text says what to do."""


def train(force: bool) -> Path:
    """The model's path. FaqError: the content has faults. TrainingFailed: Rasa refused."""
    started = time.monotonic()
    target = model_for(training_fingerprint())
    if target.exists() and not force:
        say(f"The model {target.name} fits the content; nothing to do.")
        os.utime(target)  # it is the newest now: `serve` without a fitting model takes the newest
        return target
    say(f"Training {target.name} from {paths.content()}")
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_remains(target.parent)
    # Beside the target, so that the last step is a rename: a crash before it leaves the old models as they are.
    with tempfile.TemporaryDirectory(prefix=".training-", dir=target.parent) as directory:
        os.replace(_train_with_rasa(Path(directory)), target)
    remove_old(target)
    say(f"Trained {target.name} in {time.monotonic() - started:.1f} s.")
    return target


def _remove_remains(models: Path) -> None:
    """What trainings that were killed have left behind."""
    for folder in models.glob(".training-*"):
        if time.time() - folder.stat().st_mtime > REMAINS_AFTER_S:
            shutil.rmtree(folder, ignore_errors=True)


def _train_with_rasa(directory: Path) -> Path:
    say("Loading Rasa")
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"  # our own fingerprint has decided, and the vectors have their own cache
    _show_progress()
    import rasa.model_training
    from rasa.shared.exceptions import RasaException

    from nlu.engine import patches

    patches.apply()
    patches.train_without_rasas_cache()
    said = io.StringIO()
    try:
        with redirect_stdout(said):  # it would praise the temporary file
            result = rasa.model_training.train(
                domain=str(paths.PROJECT / "domain.yml"),
                config=str(paths.PROJECT / "config.yml"),
                training_files=[str(paths.PROJECT / "nlu" / "data")],
                output=str(directory),
                force_training=True,
                fixed_model_name="model",
            )
    except RasaException as error:
        raise TrainingFailed(f"{error} Look with: python -m nlu.engine check") from error
    if result.code != 0 or not result.model or not Path(result.model).is_file():
        raise TrainingFailed(f"{said.getvalue()}Rasa made no model. Look with: python -m nlu.engine check")
    return Path(result.model)


def _show_progress() -> None:
    """Our loggers' lines to standard output; Rasa's only when something is wrong, its bars and debug lines never."""
    os.environ["LOG_LEVEL"] = "ERROR"  # Rasa's bars look at this
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout, force=True)
    logging.getLogger("nlu").setLevel(logging.INFO)
    log.hush_rasa()


def say(text: str) -> None:
    print(text, flush=True)
