"""Rasa's own command, as Rasa people use it."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.engine.conftest import ROOT, command


def test_the_stories_are_predicted(model, tmp_path):
    result = command("rasa", "test", "core", "--e2e", "--fail-on-prediction-errors", "--out", str(tmp_path))

    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "story_report.json").exists()


def test_the_data_is_valid():
    result = command("rasa", "data", "validate")

    assert result.returncode == 0, result.stdout + result.stderr


def test_its_help_is_rasas():
    result = command("rasa", "train", "--help")

    assert "usage: rasa train" in result.stdout


class Shell:
    """`rasa shell` at a terminal of its own."""

    def __init__(self) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execve(
                sys.executable, [sys.executable, "-m", "nlu.engine", "rasa", "shell"], {**os.environ, "TERM": "xterm"}
            )
        self.seen = ""

    def wait_for(self, text: str, within_s: float = 40) -> bool:
        ends = time.monotonic() + within_s
        while text not in self.seen and time.monotonic() < ends:
            if select.select([self.terminal], [], [], 0.1)[0]:
                try:
                    got = os.read(self.terminal, 65536)
                except OSError:  # it has ended
                    return False
                if b"\x1b[6n" in got:  # where is the cursor?
                    os.write(self.terminal, b"\x1b[1;1R")
                self.seen += got.decode("utf-8", "replace")
        return text in self.seen

    def type(self, text: str) -> None:
        self.seen = ""
        os.write(self.terminal, text.encode() + b"\r")

    def ended_within(self, seconds: float) -> bool:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.wait_for("\0", within_s=0.05)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return False


@pytest.mark.skipif(not Path("/dev/ptmx").exists(), reason="rasa shell needs a terminal")
def test_the_shell_answers_without_metadata_and_stops_within_2_seconds(model):
    shell = Shell()
    assert shell.wait_for("Your input"), shell.seen
    shell.type("Oturma iznimi nerede uzatabilirim?")

    assert shell.wait_for("Ausländeramt der StädteRegion"), shell.seen
    time.sleep(0.5)  # the prompt is drawn after the answer
    shell.type("/stop")
    assert shell.ended_within(2)
