"""What the widget takes of the main thread of the page that embeds it, before anybody opens it.

The tags are put into a page that has been loaded, and what it does from then on is counted; less what an unknown tag
and a script that does not run cost. Two loads of one page differ by more than the widget takes.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.figures import middle
from benchmarks.widget.visits import visiting

LOADED_MS, QUIET_MS = 500, 400  # after loading; after embedding, for a processor as it is
EMBED = """address => {
    const script = document.createElement('script')
    script.type = address ? 'module' : 'nothing'
    const trusted = trustedTypes.createPolicy('benchmark', {createScriptURL: url => url})
    if (address) script.src = trusted.createScriptURL(address)
    document.head.append(script)
    document.body.append(document.createElement('ki-lotse'))
}"""
WHOLE = "TaskDuration"
SHARES = {"script": "ScriptDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration"}


@dataclass(frozen=True)
class Cost:
    """Processor time of the main thread in ms. `shares`: script, style, layout; the rest is painting, loading, …"""

    whole: float
    shares: dict[str, float]

    @property
    def told(self) -> str:
        return ", ".join(f"{name} {value:.1f}" for name, value in self.shares.items())


def cost(browser: Browser, host: str, script: str, *, repetitions: int, times_slower: int = 1) -> Cost:
    """Differences of the medians of so many visits with the script and so many without it, in turns."""
    visits = [
        [_embed(browser, f"{host}/without", address, times_slower) for address in ("", script)]
        for _ in range(repetitions)
    ]

    def difference(name: str) -> float:
        without, embedding = (middle([pair[place][name] for pair in visits]) for place in (0, 1))
        return embedding - without

    return Cost(difference(WHOLE), {name: difference(metric) for name, metric in SHARES.items()})


def _embed(browser: Browser, page: str, script: str, times_slower: int) -> dict[str, float]:
    """All durations of embedding, in ms of the processor: other programs on the machine do not count."""
    with visiting(browser, watched=False) as visit:
        visit.devtools("Performance.enable", timeDomain="threadTicks")
        visit.page.goto(page)
        visit.page.wait_for_timeout(LOADED_MS)
        visit.slow_processor(times_slower)
        visit.page.wait_for_timeout(QUIET_MS)
        before = visit.metrics()
        visit.page.evaluate(EMBED, script)
        visit.page.wait_for_timeout(QUIET_MS * times_slower)
        after = visit.metrics()
        if script:
            visit.widget(".launcher").wait_for()
    return {name: 1000 * (after[name] - before[name]) for name in (WHOLE, *SHARES.values())}
