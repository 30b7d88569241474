"""Programs that a benchmark starts: output in a file, ready when they answer, stopped whatever happens."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from benchmarks.figures import CannotMeasure

STOP_WAIT_S = 40.0
LOOK_S = 0.02  # seconds between two looks whether something is ready


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on, all different."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def run(command: Sequence[str], variables: Mapping[str, str], folder: Path, log: Path) -> float:
    """Run a command to its end. Returns seconds. CannotMeasure: it failed; the text ends with its last lines."""
    started = time.monotonic()
    with Running(command, variables, folder, log) as program:
        status = program.process.wait()
    if status:
        raise CannotMeasure(f"{' '.join(command)} ended with status {status}:\n{tail(log)}")
    return time.monotonic() - started


def tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


class Running:
    """A program under way. A context manager: leaving it stops the program, politely first."""

    def __init__(self, command: Sequence[str], variables: Mapping[str, str], folder: Path, log: Path) -> None:
        self.log = log
        self.started = time.monotonic()
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=folder, env=dict(variables), stdout=output, stderr=output, start_new_session=True
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def seconds(self) -> float:
        """Since it was started."""
        return time.monotonic() - self.started

    def family(self) -> list[psutil.Process]:
        """The process and all that it has started."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def wait_until(self, ready: Callable[[], bool], what: str, timeout_s: float = 120.0) -> float:
        """Seconds from the start until `ready`. CannotMeasure: it ended, or took longer than `timeout_s`."""
        while not ready():
            if self.process.poll() is not None:
                raise CannotMeasure(f"{what} has ended instead of answering:\n{tail(self.log)}")
            if self.seconds() > timeout_s:
                raise CannotMeasure(f"{what} did not answer within {timeout_s:.0f} s:\n{tail(self.log)}")
            time.sleep(LOOK_S)
        return self.seconds()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(STOP_WAIT_S)
            finally:  # too slow, or Ctrl-C again
                if self.process.poll() is None:
                    os.killpg(self.process.pid, signal.SIGKILL)
                    self.process.wait()


def answers(port: int, path: str) -> bool:
    """Something on 127.0.0.1 answers GET with status 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
