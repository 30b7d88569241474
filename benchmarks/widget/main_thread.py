"""What the widget takes of the main thread of the page that embeds it, before anybody opens it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.figures import middle
from benchmarks.widget.visits import visiting

QUIET_MS = 500  # after loading; nothing of the widget is left to do by then
SHARES = {"script": "ScriptDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration"}


@dataclass(frozen=True)
class Cost:
    """Processor time of the main thread in ms: a page with the widget less the same page without it."""

    whole: float
    without: float  # the page alone
    shares: dict[str, float]  # what of `whole` is script, style, layout; the rest is parsing, painting and the like

    @property
    def told(self) -> str:
        return ", ".join(f"{name} {value:.1f}" for name, value in self.shares.items())


def cost(browser: Browser, host: str, repetitions: int, times_slower: int = 1) -> Cost:
    """Medians of so many visits to each page, in turns."""
    loads = [
        [_load(browser, f"{host}/{name}", times_slower) for name in ("without", "with")] for _ in range(repetitions)
    ]
    without, embedding = ([pair[place] for pair in loads] for place in (0, 1))

    def difference(name: str) -> float:
        return middle([each[name] for each in embedding]) - middle([each[name] for each in without])

    shares = {name: difference(metric) for name, metric in SHARES.items()}
    return Cost(difference("TaskDuration"), middle([each["TaskDuration"] for each in without]), shares)


def _load(browser: Browser, address: str, times_slower: int) -> dict[str, float]:
    """All durations of one visit, in ms of the processor: other programs on the machine do not count."""
    with visiting(browser, watched=False) as visit:
        visit.slow_processor(times_slower)
        visit.devtools("Performance.enable", timeDomain="threadTicks")
        visit.page.goto(address)
        visit.page.wait_for_timeout(QUIET_MS * times_slower)
        metrics = visit.devtools("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] * 1000 for each in metrics}
