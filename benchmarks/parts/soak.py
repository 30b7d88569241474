"""The widget for two hours of the browser's clock: twenty conversations, a cut network, closed panels, reloads."""

from __future__ import annotations

from itertools import islice

from benchmarks.figures import Figure
from benchmarks.process import free_ports
from benchmarks.run import Run, say
from benchmarks.sentences import PARTS, sentences
from benchmarks.served import Kilotse
from benchmarks.widget.hosting import Host
from benchmarks.widget.soak import TURNS, Soaked, soak
from benchmarks.widget.visits import browser, visiting

CONVERSATIONS, HOURS = 20, 2.0
SEED = 2  # other questions than those of the other parts
# Borders of ours, for the second half: what stays behind of nine conversations. The browser itself keeps two nodes of
# each message that was typed, to undo it (144); an answer has 90.
HEAP_MB, NODES, LISTENERS = 1.0, 200, 20
POLLS_A_MINUTE = 30  # of the page's clock; a conversation that somebody looks at polls every 2 to 10 s at most


def measure(run: Run) -> None:
    """CannotMeasure: there is no Chromium, or it got no answer."""
    run.stop_kilotse()
    (port,) = free_ports(1)
    with Kilotse(run.place, origins=f"http://127.0.0.1:{port}") as kilotse:
        kilotse.wait()
        run.warm(kilotse)
        address = f"http://127.0.0.1:{kilotse.port}"
        count = run.count(CONVERSATIONS, 4)
        hours = HOURS * count / CONVERSATIONS
        with Host(port, address) as host, browser() as chromium, visiting(chromium, watched=False) as visit:
            soaked = soak(visit, f"{host.address}/with", address, german(count * TURNS), hours=hours, say=say)
    run.results.figures += figures(soaked)


def german(count: int) -> list[str]:
    """So many questions in German: the widget stays in one language."""
    beginnings = PARTS["de"][0]
    return list(islice((text for text in sentences(SEED) if text.startswith(beginnings)), count))


def figures(soaked: Soaked) -> list[Figure]:
    note = f"of {soaked.messages} in {soaked.hours:.1f} h of the browser's clock"
    half = "in the second half, garbage collected; a border of ours"
    counted = {
        "messages lost": soaked.lost,
        "messages doubled": soaked.doubled,
        "messages not answered": soaked.unanswered,
        "messages shown otherwise than kept": soaked.misplaced,
    }
    grown = (("heap", 1e6, "MB", HEAP_MB), ("nodes", 1, "nodes", NODES), ("listeners", 1, "listeners", LISTENERS))
    asked = soaked.requests / (soaked.hours * 60)
    return [
        *(Figure("soak", what, count, "messages", at_most=1, note=note) for what, count in counted.items()),
        Figure("soak", "faults", len(soaked.faults), "faults", at_most=1, note=" … ".join(soaked.faults[:3])),
        Figure("soak", "requests", asked, "a minute", at_most=POLLS_A_MINUTE, note="of the browser's clock"),
        *(
            Figure("soak", f"growth of {name}", soaked.growth[name] / unit, shown, at_most=most, note=half)
            for name, unit, shown, most in grown
        ),
    ]
