"""`kilotse stop`: ends what `kilotse serve` has started, from another terminal."""

from __future__ import annotations

import argparse
import os
import signal
import time
from pathlib import Path

from bot import environment

WAIT_S = 60.0


def running_supervisor(var: Path) -> int | None:
    """The process id of the supervisor that serves from this directory, or None."""
    try:
        pid = int((var / "run/supervisord.pid").read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if b"supervisord" in command else None  # the number may have gone to another program


def run(options: argparse.Namespace) -> int:
    settings = environment.read()
    pid = running_supervisor(settings.var)
    if pid is None:
        print("kilotse does not run here.")
        return 0
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + WAIT_S
    while running_supervisor(settings.var) == pid:
        if time.monotonic() > deadline:
            print(f"Process {pid} has not ended within {WAIT_S:.0f} s. Look at it, or end it: kill -9 {pid}")
            return 1
        time.sleep(0.1)
    print("stopped")
    return 0
