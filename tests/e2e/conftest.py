"""Starts the real thing: `kilotse serve` with engine, gateway and worker, on ports and in a place of its own."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.hosting import Host
from tests.e2e.widget_steps import open_chat, visits

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PLACE = Path(os.environ["KILOTSE_VAR"]).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], Any], timeout_s: float = 30.0, what: str = "the condition") -> Any:
    """The condition's value as soon as it is true."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true within {timeout_s:.0f} s")


HOST_PORT = free_port()  # of the pages that embed the widget: another origin than kilotse's


class Served:
    """A running kilotse."""

    def __init__(self, var: Path, content: Path, prefix: tuple[str, ...] = ()) -> None:
        self.var, self.content = var, content
        self.port, self.engine_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "KILOTSE_VAR": str(var),
            "KILOTSE_CONTENT": str(content),
            "KILOTSE_PORT": str(self.port),
            "KILOTSE_ENGINE_PORT": str(self.engine_port),
            "KILOTSE_ORIGINS": f"http://127.0.0.1:{HOST_PORT}",
        }
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "bot.command", "serve"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._new: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            self._new.put(line)
        self._new.put(None)

    def wait_until_printed(self, text: str, timeout_s: float = 180.0) -> None:
        deadline = time.monotonic() + timeout_s
        while (left := deadline - time.monotonic()) > 0:
            try:
                line = self._new.get(timeout=left)
            except queue.Empty:
                break
            if line is None:
                break
            if text in line:
                return
        raise AssertionError(f"{text!r} was not printed:\n{''.join(self.lines[-40:])}")

    def child(self, name: str) -> psutil.Process | None:
        """The process of the engine, gateway or worker."""
        module = {"engine": "nlu.engine", "gateway": "bot.gateway", "worker": "bot.worker"}[name]
        for process in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if module in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                    return process
            except psutil.Error:
                continue
        return None

    def ready(self) -> bool:
        try:
            engine = httpx.get(f"http://127.0.0.1:{self.engine_port}/health", timeout=2)
            return engine.status_code == 200 and httpx.get(f"{self.address}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def start(self, text: str, **more: Any) -> httpx.Response:
        body = {"client_id": str(uuid.uuid4()), "text": text, "wait": 8, **more}
        return httpx.post(f"{self.address}/api/conversations", json=body, timeout=15)

    def interrupt(self) -> None:
        """Ctrl-C: the whole foreground group gets SIGINT."""
        os.killpg(self.process.pid, signal.SIGINT)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def model_place() -> Path:
    """A place with a trained model, so that each start need not train.

    KILOTSE_E2E_MODELS names a folder of trained models to begin with: who writes these tests need not wait for one.
    """
    var = PLACE / "e2e-model"
    if ready := os.environ.get("KILOTSE_E2E_MODELS"):
        shutil.copytree(ready, var / "models")
    environment = {**os.environ, "KILOTSE_VAR": str(var)}
    subprocess.run([sys.executable, "-m", "bot.command", "train"], cwd=ROOT, env=environment, check=True)
    return var


@pytest.fixture(scope="session")
def serve(model_place: Path) -> Iterator[Callable[..., Served]]:
    """Start a kilotse of its own and wait until it says that it is ready."""
    started: list[Served] = []

    def build(wait: bool = True, **more: Any) -> Served:
        var = PLACE / f"e2e-{len(started)}"
        shutil.copytree(model_place / "models", var / "models")
        content = PLACE / f"e2e-{len(started)}-content"
        shutil.copytree(os.environ["KILOTSE_CONTENT"], content)
        served = Served(var, content, **more)
        started.append(served)
        if wait:
            served.wait_until_printed("ready after")
        return served

    yield build
    for served in started:
        served.close()


@pytest.fixture(scope="session")
def served(serve: Callable[..., Served]) -> Served:
    """The kilotse that most tests share."""
    return serve()


@pytest.fixture
def whole(served: Served) -> Served:
    """The shared one, with all processes up again after whatever the test before has killed."""
    wait_for(served.ready, what="engine and gateway")
    return served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which asks no other host."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """The server of pages that embed the widget."""
    server = Host(HOST_PORT)
    yield server
    server.close()


@pytest.fixture
def visit(browser: Browser, host: Host, whole: Served) -> Iterator[Callable[..., Page]]:
    """Opens the city's page in a language, in a browser of its own."""
    yield from visits(browser, host, whole.address)


@pytest.fixture
def chat(visit: Callable[..., Page]) -> Page:
    """The city's page with the chat open."""
    page = visit()
    open_chat(page)
    return page
