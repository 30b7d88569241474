"""One message at a time through HTTP, every text new, the engine warm."""

from __future__ import annotations

from benchmarks.figures import Figure, middle
from benchmarks.load import Load, send
from benchmarks.run import Run, say
from benchmarks.sentences import long_text
from benchmarks.talks import GatewayTalk


def measure(run: Run) -> None:
    kilotse = run.kilotse()
    say("message: one at a time")
    rounds = [_round(run, run.new_texts(run.count(100, 10))) for _ in range(3)]
    say("message: 1,000 code points")
    long = _round(run, [long_text(run.texts) for _ in range(run.count(20, 3))])
    faults = kilotse.engine_faults()
    longest = f"longest {max(long.times_ms):.0f}"
    note = f"median of {len(rounds)} rounds of {len(rounds[0].times_ms)}"
    run.results.figures += [
        Figure("message", "one message, p50", middle([each.p50 for each in rounds]), "ms", at_most=50, note=note),
        Figure("message", "one message, p95", middle([each.p95 for each in rounds]), "ms", at_most=100, note=note),
        Figure("message", "1,000 code points, p50", long.p50, "ms", at_most=400, note=longest),
        Figure("message", "answered without the engine", faults, "messages", at_most=1),
    ]


def _round(run: Run, texts: list[str]) -> Load:
    port = run.kilotse().port
    return send(lambda: GatewayTalk(port), texts)
