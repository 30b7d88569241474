"""Three minutes of the browser's clock in one tab: nothing is lost, doubled, or left behind.

Four times the same: questions, lost connections, a closed panel, another language, deleting. The two hours are in
`make bench`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import wait_for
from tests.e2e.cutting import Network
from tests.e2e.talking import said, shown, token_of
from tests.e2e.visiting import TURKISH, ask, open_chat, visiting, widget

ROUNDS = 4  # of 50 s; the first one loads what is loaded once
LONG = {"timeout": 30_000}
MOST_NODES, MOST_LISTENERS, MOST_BYTES = 60, 6, 500_000  # that three rounds may leave behind; one answer has 90 nodes


class Streams:
    """The streams that a page has open: `most` at once so far, `begun` in all."""

    def __init__(self, page: Page) -> None:
        self.open: set[Request] = set()
        self.most = self.begun = 0
        page.on("request", self._begin)
        page.on("requestfinished", lambda request: self.open.discard(request))
        page.on("requestfailed", lambda request: self.open.discard(request))

    def _begin(self, request: Request) -> None:
        if "/api/stream" in request.url:
            self.open.add(request)
            self.begun += 1
            self.most = max(self.most, len(self.open))


@dataclass
class Held:
    """What a page holds when everything that nobody needs is thrown away."""

    nodes: float
    listeners: float
    heap: float  # bytes


def held(page: Page) -> Held:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(3):  # what a collection frees lets go of more
        session.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return Held(metrics["Nodes"], metrics["JSEventListeners"], metrics["JSHeapUsedSize"])


@pytest.fixture
def network(whole):
    network = Network(whole.port)
    yield network
    network.close()


def choose_language(page: Page, search: str) -> None:
    widget(page, ".head button.language").click()
    widget(page, ".drawer input").fill(search)
    page.keyboard.press("Enter")
    expect(widget(page, ".drawer")).to_be_hidden()


def passed(page: Page, ms: int) -> bool:
    """So much of the page's time passes, and a little of ours, in which events arrive."""
    page.clock.fast_forward(ms)
    page.wait_for_timeout(50)
    return True


def talk(page: Page, network: Network, streams: Streams) -> list[str]:
    """Everything in 40 s of the page's clock or more. Returns what was said."""
    with page.expect_response("**/api/stream*"):
        ask(page, "Wo kann ich Deutsch lernen?")
    begun = streams.begun
    network.drop()
    page.clock.fast_forward(4_000)
    wait_for(lambda: passed(page, 1_000) and streams.begun > begun, what="another stream")
    ask(page, "Ich suche eine Wohnung")
    widget(page, '[data-action="close"]').click()
    wait_for(lambda: passed(page, 0) and not streams.open, what="the stream's end")
    page.clock.fast_forward(20_000)
    widget(page, ".launcher").click()
    answers = widget(page, ".message.bot")
    before = answers.count()
    choose_language(page, "turk")
    expect(answers).to_have_count(before + 2, **LONG)  # that it is so, and the last answer again
    page.clock.fast_forward(10_000)
    ask(page, TURKISH)
    return ["Wo kann ich Deutsch lernen?", "Ich suche eine Wohnung", "Türkçe", TURKISH]


def delete(page: Page) -> None:
    """Delete the conversation and be German again, as at the beginning."""
    widget(page, '[data-action="more"]').click()
    for _ in range(2):
        widget(page, ".menu button").last.click()
    expect(widget(page, ".message.resident")).to_have_count(0)
    choose_language(page, "deutsch")
    expect(widget(page, ".ui > .panel")).to_have_count(1)
    expect(widget(page, ".ui")).to_have_attribute("lang", "de")
    page.clock.fast_forward(10_000)


def test_long_visit_loses_doubles_and_leaves_behind_nothing(browser, host, whole, network):
    with visiting(browser) as visit:
        page, streams, uses = visit.page, Streams(visit.page), []
        page.clock.install()
        page.goto(host.page(network.address, "/soak"))
        open_chat(page)
        for _ in range(ROUNDS):
            texts = talk(page, network, streams)
            assert shown(page) == texts
            assert [text for author, text in said(whole, page) if author == "resident"] == texts
            assert [author for author, _ in said(whole, page)] == [*["resident", "bot"] * 3, "bot", "resident", "bot"]
            delete(page)
            assert token_of(page) is None
            uses.append(held(page))

        assert streams.most == 1
        assert uses[-1].nodes - uses[0].nodes < MOST_NODES, uses
        assert uses[-1].listeners - uses[0].listeners < MOST_LISTENERS, uses
        assert uses[-1].heap - uses[0].heap < MOST_BYTES, uses
        assert visit.exceptions == page.evaluate("window.__faults") == []
