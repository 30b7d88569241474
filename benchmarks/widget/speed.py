"""How long a resident waits, by the page's clock: from the event of a click or key to the frame that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.widget.visits import Visit, visiting

KBIT_S, DELAY_MS, TIMES = 400, 400, 6  # a phone on a poor connection
# The browser asks first whether it may post to another origin (a preflight), and delays no such request itself.
PREFLIGHT_MS = DELAY_MS


@dataclass(frozen=True)
class Waits:
    """All in ms. `panel`, `greeting` and `usable` after the click: the panel is there, it has greeted, one can type."""

    panel: float
    greeting: float
    usable: float
    answer: float  # after sending


def wait_for_answer(browser: Browser, address: str, text: str, slow: bool = False) -> Waits:
    """Open a page in a new context, click, and ask."""
    with visiting(browser) as visit:
        if slow:
            visit.slow_network(KBIT_S, DELAY_MS)
            visit.slow_processor(TIMES)
        visit.page.goto(address)
        visit.widget(".launcher").wait_for()
        visit.page.wait_for_load_state("networkidle")
        visit.widget(".launcher").click()
        since_click = [_since(visit, "clicked", name) for name in ("panel", "greeting", "usable")]
        visit.send(text)
        return Waits(*since_click, _since(visit, "sent", "answer") + (PREFLIGHT_MS if slow else 0))


def _since(visit: Visit, start: str, end: str) -> float:
    return visit.mark(end) - visit.mark(start)
