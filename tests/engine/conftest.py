"""One trained model and one running engine for all tests of the assembled engine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nlu.engine import environment

environment.prepare()  # before any test imports Rasa

from faq.store import load_content

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_S = 30.0  # 5 on a quiet machine; tests share theirs
FEW = ("life.housing", "life.german-course", "life.work", "contact.human", "smalltalk.hello", "smalltalk.off-topic")
RULE = 'rules: [{entry: life.housing, patterns: [feuer], examples: {"yes": [Feuer], "no": [Ofen]}}]\n'


class Engine:
    """A running `python -m nlu.engine serve`, and what one can ask it."""

    subcommand = "serve"

    def __init__(self, log: Path, *options: str, port: int | None = None, **environment: str) -> None:
        self.log = log
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "nlu.engine", self.subcommand, "--port", str(self.port), *options]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output
            )

    def wait_until_ready(self) -> None:
        ends = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < ends and self.process.poll() is None:
            try:
                if self.get("/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"the engine is not ready:\n{self.log.read_text()}")

    def get(self, path: str) -> tuple[int, Any]:
        return self._send(urllib.request.Request(self.url + path))

    def post(self, body: bytes, path: str = "/webhooks/rest/webhook", timeout_s: float = 20) -> tuple[int, Any]:
        """Send a raw body; the status and the JSON of the reply."""
        request = urllib.request.Request(self.url + path, body)
        return self._send(request, timeout_s)

    def _send(self, request: urllib.request.Request, timeout_s: float = 20) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=timeout_s) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def ask(self, message: str, language: str | None = None, origin: str = "none", **metadata: Any) -> dict[str, Any]:
        """One turn; its one decision."""
        status, messages = self.post(json.dumps(turn(message, language, origin, **metadata)).encode())
        assert status == 200, messages
        decisions = [each["custom"] for each in messages if "custom" in each]
        assert len(decisions) == 1
        return decisions[0]

    def stop(self) -> int:
        """End it as a supervisor does; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=10)
        finally:
            self.process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def turn(message: str, language: str | None = None, origin: str = "none", **metadata: Any) -> dict[str, Any]:
    """A turn of the contract."""
    known = {
        "turn": str(uuid.uuid4()),
        "language": {"code": language, "from": origin},
        "last_entry": None,
        "offered": [],
    }
    return {"sender": uuid.uuid4().hex, "message": message, "metadata": {**known, **metadata}}


def command(*arguments: str, timeout_s: float = 600, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m nlu.engine ARGUMENTS` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "nlu.engine", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the content copy, trained once for all tests."""
    trained = command("train")
    assert trained.returncode == 0, trained.stdout + trained.stderr
    from nlu.engine.model_files import model_for, training_fingerprint

    return model_for(training_fingerprint())


@dataclass(frozen=True)
class Small:
    """A content of few entries with a place to write to: its training takes seconds."""

    content: Path
    var: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"KILOTSE_CONTENT": str(self.content), "KILOTSE_VAR": str(self.var)}

    @property
    def training_hash(self) -> str:
        """What `/health` calls `content` once a model of the present state is in use."""
        return load_content(self.content, crisis=False).training_hash

    def entry(self, name: str) -> Path:
        return self.content / "entries" / f"{name}.yml"

    def add_question(self, name: str, question: str) -> None:
        """Write a German example question to the entry's file, as staff do."""
        text = self.entry(name).read_text(encoding="utf-8")
        self.entry(name).write_text(
            text.replace("    questions:\n", f'    questions:\n      - "{question}"\n', 1), encoding="utf-8"
        )

    def train(self) -> None:
        trained = command("train", **self.environment)
        assert trained.returncode == 0, trained.stdout + trained.stderr

    def models(self) -> list[Path]:
        return sorted((self.var / "models").glob("*.tar.gz"))


@pytest.fixture(scope="session")
def trained_small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The few entries and their model, made once; tests take copies."""
    place = tmp_path_factory.mktemp("small")
    small = Small(place / "content", place / "var")
    shutil.copytree(Path(os.environ["KILOTSE_CONTENT"]), small.content)
    for path in (small.content / "crisis").glob("*.yml"):  # they point to entries that are left out
        path.unlink()
    (small.content / "crisis" / "de.yml").write_text(RULE, encoding="utf-8")
    for path in (small.content / "entries").glob("*.yml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("see_also")), encoding="utf-8")
        if path.stem not in FEW:
            path.unlink()
    small.train()
    return small


@pytest.fixture
def small(trained_small: Small, tmp_path: Path) -> Small:
    """Few entries with a fitting model, the test's own to change."""
    own = Small(tmp_path / "content", tmp_path / "var")
    shutil.copytree(trained_small.content, own.content)
    shutil.copytree(trained_small.var, own.var)
    return own


@pytest.fixture
def start(model: Path, tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Start an engine of the test's own."""
    started: list[Engine] = []

    def start_engine(*options: str) -> Engine:
        started.append(Engine(tmp_path / f"engine-{len(started)}.log", *options))
        started[-1].wait_until_ready()
        return started[-1]

    yield start_engine
    for engine in started:
        engine.process.kill()


@pytest.fixture(scope="session")
def engine(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine that most tests ask; it logs all it can."""
    running = Engine(tmp_path_factory.mktemp("engine") / "engine.log", "--log-level", "debug")
    running.wait_until_ready()
    yield running
    running.stop()


@pytest.fixture
def start_small(small: Small, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Start an engine on the test's own few entries."""
    started: list[Engine] = []

    def start_engine() -> Engine:
        started.append(Engine(tmp_path / f"small-{len(started)}.log", **small.environment))
        started[-1].wait_until_ready()
        return started[-1]

    yield start_engine
    for engine in started:
        engine.process.kill()
