"""Sixteen conversations at once, every text new. The sender runs on the same processors; its share is told."""

from __future__ import annotations

from benchmarks.figures import Figure, middle
from benchmarks.load import send
from benchmarks.run import Run, say
from benchmarks.talks import GatewayTalk

CLIENTS = 16


def measure(run: Run) -> None:
    kilotse = run.kilotse()
    before = kilotse.engine_faults()
    say(f"throughput: {CLIENTS} conversations at once")
    count = run.count(320, 2 * CLIENTS)
    rounds = [send(lambda: GatewayTalk(kilotse.port), run.new_texts(count), CLIENTS) for _ in range(3)]
    rates, own_ms = [each.a_second for each in rounds], middle([each.own_ms for each in rounds])
    note = f"median of {len(rounds)} rounds of {count}; sending took {own_ms:.2f} ms of processor a message"
    what = f"{CLIENTS} conversations at once"
    run.results.figures += [
        Figure("throughput", what, middle(rates), "messages/s", at_least=40, note=note),
        Figure("throughput", "p95 meanwhile", middle([each.p95 for each in rounds]), "ms"),
        Figure("throughput", "answered without the engine", kilotse.engine_faults() - before, "messages", at_most=1),
    ]
