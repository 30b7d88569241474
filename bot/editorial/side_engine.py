"""Asks the side engine for vectors and languages; starts one for as long as it is needed where none runs."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot import environment
from bot.command.engine_process import engine_command, engine_variables
from bot.environment import SettingError

READY_WITHIN_S = 30.0  # 3 on a quiet machine
ANSWER_WITHIN_S = 120.0
BATCH = 64  # texts a request: about two seconds when no vector is known
MOST_BYTES = 512 * 1024  # of a request; the engine refuses 1 MB

Progress = Callable[[int], None]  # texts done since the last call
Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Told:
    """A text's language by identification, without any hint. `confidence` is 0 to 1."""

    code: str
    confidence: float


class SideEngine:
    """A running side engine. SettingError: it does not answer."""

    def __init__(self, address: str) -> None:
        self.address = address

    def vectors(self, texts: Sequence[str], progress: Progress = lambda done: None) -> Vectors:
        """Texts x 384."""
        rows = [row for batch in _batches(texts) for row in self._ask("vectors", batch, progress)]
        return np.array(rows, dtype=np.float32).reshape(len(texts), -1)

    def languages(self, texts: Sequence[str], progress: Progress = lambda done: None) -> list[Told]:
        return [
            Told(each["code"], each["confidence"])
            for batch in _batches(texts)
            for each in self._ask("languages", batch, progress)
        ]

    def _ask(self, what: str, texts: Sequence[str], progress: Progress) -> list[Any]:
        body = json.dumps({"texts": texts}, ensure_ascii=False).encode()
        request = urllib.request.Request(f"{self.address}/kilotse/{what}", body)  # noqa: S310  (loopback)
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_WITHIN_S) as reply:  # noqa: S310
                found: list[Any] = json.load(reply)[what]
        except (OSError, ValueError, KeyError) as error:
            raise SettingError(f"The engine at {self.address} gave no {what} ({error}). Try again.") from None
        progress(len(texts))
        return found

    def ready(self) -> bool:
        """A side engine answers there; an engine for residents may be on that port as well."""
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=1) as reply:  # noqa: S310  (loopback)
                return "vectors" in json.load(reply)["tools"]
        except (OSError, ValueError, KeyError):
            return False


@contextmanager
def side_engine() -> Iterator[SideEngine]:
    """The side engine beside a running `kilotse serve`, else one of our own. SettingError: it does not start."""
    settings = environment.read()
    running = SideEngine(f"http://127.0.0.1:{settings.side_port}")
    if running.ready():
        yield running
        return
    port = _free_port()
    own = SideEngine(f"http://127.0.0.1:{port}")
    process = subprocess.Popen(
        engine_command(settings, ["side", "--port", str(port), "--until-input-ends"]),
        cwd=environment.ROOT,
        env={**engine_variables(settings), "KILOTSE_CONTENT": str(settings.content_in_use)},
        stdin=subprocess.PIPE,  # ends when we do, however that is: nothing is left behind
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait(own, process)
        yield own
    finally:
        process.terminate()
        process.communicate()


def _wait(engine: SideEngine, process: subprocess.Popen[str]) -> None:
    ends = time.monotonic() + READY_WITHIN_S
    while not engine.ready():
        if process.poll() is not None:
            raise SettingError(f"The side engine does not start: {(process.stderr and process.stderr.read()) or ''}")
        if time.monotonic() > ends:
            raise SettingError(f"The side engine was not ready within {READY_WITHIN_S:.0f} s. Try again.")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        weight = 6 * len(text)
        if batch and (len(batch) == BATCH or size + weight > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += weight
    if batch:
        yield batch
