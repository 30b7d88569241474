"""Keeps the content current: looks for changed files, swaps the whole state at once, survives a broken edit."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from faq.faults import FaqError
from faq.kept import keep, load_usable
from faq.model import Content
from faq.store import content_files, load_content

logger = logging.getLogger(__name__)
LOOK_EVERY_S = 0.5  # a stat of some hundred files costs a millisecond


class Store:
    """The content in use. `content` is always a whole, valid state; `problem` says why the files are not it."""

    def __init__(self, directory: Path, kept: Path | None = None, crisis: bool = True) -> None:
        """`kept` has copies of the last good states; `crisis`: read its rules, too.

        FaqError: the directory has faults and there is no copy.
        """
        self.directory = directory
        self._crisis = crisis
        self._kept = kept
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._signature = self._look()
        self.content: Content
        self.content, _, self.problem = load_usable(directory, kept, crisis)
        if self.problem is None:
            self._keep()
        else:
            self._say(self.problem)

    def refresh(self) -> bool:
        """Read the files if one has changed. True: there is a new state."""
        with self._lock:
            signature = self._look()
            if signature == self._signature:
                return False
            self._signature = signature
            try:
                content = load_content(self.directory, self._crisis)
            except FaqError as error:
                self.problem = error
                self._say(error)
                return False
            self.content, self.problem = content, None
            logger.info("content: now %s", content.hash)
            self._keep()
            return True

    def _keep(self) -> None:
        if self._kept is not None:
            keep(self.content, self.directory, self._kept)

    @staticmethod
    def _say(error: FaqError) -> None:
        logger.error("content: keeping the last good state; the files have %d faults", len(error.faults))
        for fault in error.faults:
            logger.error("content: %s", fault)

    def watch(self) -> None:
        """Refresh by itself from now on, in a thread that ends with the process or with `close`."""
        threading.Thread(target=self._run, name="content", daemon=True).start()

    def close(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_EVERY_S):
            try:
                self.refresh()
            except Exception:  # a fault of ours must not end the watch
                logger.exception("content: looking for changes failed")

    def _look(self) -> tuple[tuple[str, int, int, int], ...]:
        return tuple(sorted(self._stat(path) for path in content_files(self.directory)))

    @staticmethod
    def _stat(path: Path) -> tuple[str, int, int, int]:
        try:
            stat = path.stat()
        except OSError:  # removed between listing and looking
            return (str(path), 0, 0, 0)
        return (str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino)
