"""The web widget in Debian's Chromium, on a page of another origin; every visit with an empty cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playwright.sync_api import Browser

from benchmarks.figures import Figure, middle, percentile
from benchmarks.process import free_ports
from benchmarks.run import Run, say
from benchmarks.served import Kilotse
from benchmarks.widget.hosting import Host
from benchmarks.widget.main_thread import cost
from benchmarks.widget.speed import DELAY_MS, KBIT_S, PREFLIGHT_MS, TIMES, Waits, wait_for_answer
from benchmarks.widget.visits import browser
from benchmarks.widget.weight import largest_words, weigh

PART = "widget"
POOR = f"{KBIT_S} kbit/s, {DELAY_MS} ms delay, processor {TIMES} times slower"


def measure(run: Run) -> None:
    """CannotMeasure: there is no Chromium, or it got no answer."""
    run.stop_kilotse()
    (port,) = free_ports(1)
    with Kilotse(run.place, origins=f"http://127.0.0.1:{port}") as kilotse:
        kilotse.wait()
        run.warm(kilotse)
        address = f"http://127.0.0.1:{kilotse.port}"
        with Host(port, address) as host, browser() as chromium:
            run.results.figures += _weights(run, chromium, host.address, address)
            run.results.figures += _costs(run, chromium, host.address, address)
            run.results.figures += _waits(run, chromium, host.address)


def _weights(run: Run, chromium: Browser, host: str, address: str) -> list[Figure]:
    say("widget: bytes and requests")
    found = weigh(chromium, host, address)
    texts, language = largest_words(address, sorted(run.place.content.texts))
    faults, strangers = " … ".join(found.faults[:3]), ", ".join(found.strangers)
    packed = "JS and CSS, gzip"
    return [
        Figure(PART, "before the click", found.before, "bytes", at_most=4_000, note=packed),
        Figure(
            PART,
            "to the first answer",
            found.answer,
            "bytes",
            at_most=15_000,
            note=f"{packed}; on a phone; its tools come later",
        ),
        Figure(PART, "everything, each feature opened", found.everything, "bytes", at_most=30_000, note=packed),
        Figure(PART, "texts of the largest language", texts, "bytes", at_most=8_000, note=f"gzip; {language}"),
        Figure(PART, "requests before the first click", found.requests, "requests", at_most=2),
        Figure(PART, "third-party hosts", len(found.strangers), "hosts", at_most=1, note=strangers),
        Figure(PART, "stored before the first message", found.stored, "entries", at_most=1),
        Figure(
            PART,
            "violations of a strict policy, whole conversation",
            len(found.faults),
            "faults",
            at_most=1,
            note=faults,
        ),
    ]


def _costs(run: Run, chromium: Browser, host: str, address: str) -> list[Figure]:
    figures = []
    for times_slower, most, what in ((1, 10, ""), (TIMES, 40, f", processor {TIMES} times slower")):
        say(f"widget: main thread{what}")
        repetitions = run.count(10, 3)
        found = cost(chromium, host, f"{address}/widget.js", repetitions=repetitions, times_slower=times_slower)
        note = f"median of {repetitions}; {found.told}"
        figures.append(Figure(PART, f"main thread before opening{what}", found.whole, "ms", at_most=most, note=note))
    return figures


def _waits(run: Run, chromium: Browser, host: str) -> list[Figure]:
    def asked(count: int, slow: bool) -> list[Waits]:
        texts = run.new_texts(count)
        return [wait_for_answer(chromium, f"{host}/with", text, slow) for text in texts]

    say("widget: opening and asking")
    asked(1, slow=False)  # the first one finds the browser cold
    quick = asked(run.count(20, 5), slow=False)
    say(f"widget: {POOR}")
    poor = asked(run.count(5, 3), slow=True)
    return [
        _p95("click to panel", quick, lambda each: each.panel, 100),
        _p95("click to greeting", quick, lambda each: each.greeting),
        _p95("click to usable input", quick, lambda each: each.usable),
        _p95("send to answer shown", quick, lambda each: each.answer, 250),
        _slow("click to usable input", [each.usable for each in poor], 3),
        _slow(
            "send to answer shown", [each.answer for each in poor], 2, f"; {PREFLIGHT_MS} ms added for the preflight"
        ),
    ]


def _p95(what: str, waits: Sequence[Waits], value: Callable[[Waits], float], at_most: float | None = None) -> Figure:
    values = [value(each) for each in waits]
    note = f"of {len(values)}; median {middle(values):.0f}"
    return Figure(PART, f"{what}, p95", percentile(values, 95), "ms", at_most=at_most, note=note)


def _slow(what: str, values_ms: Sequence[float], at_most_s: float, more: str = "") -> Figure:
    note = f"median of {len(values_ms)}; longest {max(values_ms) / 1000:.2f}{more}"
    return Figure(PART, f"{POOR}: {what}", middle(values_ms) / 1000, "s", at_most=at_most_s, note=note)
