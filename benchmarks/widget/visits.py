"""Visits in Debian's Chromium: each in a context of its own, so with an empty cache and nothing stored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks.figures import CannotMeasure

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MARKS = Path(__file__).with_name("marks.js")
MOST_MS = 30_000  # until something is given up
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
STORED = """async () => document.cookie.split(';').filter(Boolean).length + sessionStorage.length + localStorage.length
    + (await indexedDB.databases()).length + (await caches.keys()).length
    + (await navigator.serviceWorker.getRegistrations()).length"""


class Visit:
    """A window on its own context. `requests`: every URL that was asked for, with its kind, such as "script"."""

    def __init__(self, context: BrowserContext, watched: bool) -> None:
        self.requests: list[tuple[str, str]] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self.requests.append((request.url, request.resource_type)))
        context.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        context.on("weberror", lambda fault: self.errors.append(str(fault.error)))
        if watched:
            context.add_init_script(path=MARKS)
        context.set_default_timeout(MOST_MS)
        self.context, self.page = context, context.new_page()
        self._devtools = context.new_cdp_session(self.page)

    def devtools(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the DevTools protocol."""
        reply: dict[str, Any] = self._devtools.send(method, parameters)
        return reply

    def metrics(self) -> dict[str, float]:
        """What DevTools calls performance metrics, by name; durations in s. They must have been enabled."""
        return {each["name"]: each["value"] for each in self.devtools("Performance.getMetrics")["metrics"]}

    def slow_processor(self, times: int) -> None:
        self.devtools("Emulation.setCPUThrottlingRate", rate=times)

    def slow_network(self, kbit_s: int, delay_ms: int) -> None:
        """Every request takes so long until its answer begins, which then comes at that rate; both ways."""
        rate = kbit_s * 1000 / 8
        self.devtools("Network.enable")
        self.devtools(
            "Network.emulateNetworkConditions",
            offline=False,
            latency=delay_ms,
            downloadThroughput=rate,
            uploadThroughput=rate,
        )

    def widget(self, selector: str) -> Locator:
        """Nodes in the widget's shadow root."""
        return self.page.locator(f"ki-lotse {selector}")

    def mark(self, name: str) -> float:
        """When it was so, by the page's clock in ms; waits for it."""
        return float(self.page.evaluate("([name, most]) => __when(name, most)", [name, MOST_MS]))

    def send(self, text: str) -> None:
        self.widget("textarea").fill(text)
        self.page.keyboard.press("Enter")

    def origins(self) -> set[str]:
        """Whom the browser has asked for something; files that a page makes itself are nobody's."""
        split = (urlsplit(url) for url, _ in self.requests)
        return {f"{url.scheme}://{url.netloc}" for url in split if url.scheme not in ("blob", "data")}

    def stored(self) -> int:
        """Cookies, entries of both storages, databases, caches and workers of the page's origin."""
        return int(self.page.evaluate(STORED))

    def faults(self) -> list[str]:
        """Violations of the page's policy, errors of its scripts and of the console."""
        return [*self.page.evaluate("__faults"), *self.errors]


@contextmanager
def browser() -> Iterator[Browser]:
    """CannotMeasure: there is no Chromium, or it did not do what it was asked."""
    path = shutil.which("chromium")
    if path is None:
        raise CannotMeasure("There is no chromium on the PATH. Debian: apt-get install chromium")
    try:
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            yield launched
            launched.close()
    except BrowserError as fault:
        raise CannotMeasure(f"The browser: {fault.message.splitlines()[0]}") from fault


@contextmanager
def visiting(browser: Browser, watched: bool = True, **options: Any) -> Iterator[Visit]:
    """A visit in German if nothing else is said; `options` are the context's. Not `watched`: no script of ours."""
    context = browser.new_context(**{"locale": "de-DE", **options})
    try:
        yield Visit(context, watched)
    finally:
        context.close()
