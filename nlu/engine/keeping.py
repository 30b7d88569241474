"""Keeps the engines' model in step with the content: trains when questions have changed, then has the engines reload.

Runs in the niced side process; training is a process of its own. A question that staff add is understood within a
minute, without a restart and without a lost turn.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence

from faq.faults import FaqError
from faq.store import content_hash
from nlu import paths
from nlu.engine.model_files import model_for, training_fingerprint

logger = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0
RELOAD_WITHIN_S = 60.0


class Keeper:
    """`engines`: base addresses, such as "http://127.0.0.1:5105". Works in a thread that ends with the process."""

    def __init__(self, engines: Sequence[str]) -> None:
        self.engines = engines
        self._seen = ""  # hash of the content's files when they were last looked at
        self._done = ""  # fingerprint that all engines have
        self._tried = ""  # fingerprint whose training failed
        self._stop = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="keeper", daemon=True).start()

    def close(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_EVERY_S):
            try:
                self.look()
            except Exception:  # a fault of ours must not end the watch
                logger.exception("keeping the model in step failed")

    def look(self) -> None:
        """Train and reload if the content stands still and asks for another model than the engines have."""
        files = content_hash(paths.content())
        if files != self._seen:  # perhaps still being written: look again first
            self._seen, self._done = files, ""
            return
        if self._done:
            return
        try:
            wanted = training_fingerprint()
        except FaqError:  # the content's watch says which fault; nothing to learn until it is mended
            self._done = "faults"
            return
        if wanted == self._tried or (not model_for(wanted).is_file() and not self._train(wanted)):
            self._done = wanted
            return
        if all([self._reload(engine) for engine in self.engines]):
            self._done = wanted

    def _train(self, wanted: str) -> bool:
        logger.info("the questions have changed: training")
        command = [sys.executable, "-m", "nlu.engine", "train"]
        trained = subprocess.run(command, cwd=paths.PROJECT, capture_output=True, text=True, check=False)
        if trained.returncode:
            self._tried = wanted if trained.returncode > 0 else ""  # killed: try again at the next change
            logger.error("training failed; the engines keep their model. %s", trained.stderr.strip()[-500:])
        return trained.returncode == 0

    def _reload(self, engine: str) -> bool:
        request = urllib.request.Request(f"{engine}/kilotse/reload", b"{}")  # noqa: S310  (loopback)
        try:
            with urllib.request.urlopen(request, timeout=RELOAD_WITHIN_S):  # noqa: S310
                return True
        except urllib.error.HTTPError as refused:
            logger.warning("the engine at %s does not take the model: %s", engine, refused.read()[:200])
            return False
        except OSError as error:  # not started yet, or down: asked again
            logger.debug("the engine at %s does not answer (%s)", engine, error)
            return False
