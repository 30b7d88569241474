"""What engine, gateway and worker hold after a thousand messages, and whether the next thousand add to it."""

from __future__ import annotations

import time

from benchmarks.figures import Figure
from benchmarks.load import send
from benchmarks.machine import memory_mb, proportional_mb
from benchmarks.run import Run, say
from benchmarks.served import Kilotse
from benchmarks.talks import GatewayTalk

MOST_MB = {"engine": 450, "gateway": 150, "worker": 120}
IDLE_S = 5.0
CLIENTS = 8
GROWTH_MB = 15  # less is noise of the allocator; the engine's 2,048 remembered vectors take 3 MB


def measure(run: Run) -> None:
    run.stop_kilotse()
    thousand = run.count(1000, 50)
    with Kilotse(run.place) as kilotse:
        kilotse.wait()
        say(f"memory: {thousand} messages")
        first = _after(run, kilotse, thousand)
        say(f"memory: {thousand} more")
        second = _after(run, kilotse, thousand)
        shares = {name: proportional_mb([kilotse.child(name)]) for name in MOST_MB}
    for name, most in MOST_MB.items():
        note = f"proportional (PSS) {shares[name]:.0f} after {2 * thousand:,}"
        grown = second[name] - first[name]
        run.results.figures += [
            Figure("memory", f"{name}, idle after {thousand:,} messages", first[name], "MB", at_most=most, note=note),
            Figure(
                "memory",
                f"{name}, growth by {thousand:,} more",
                grown,
                "MB",
                at_most=GROWTH_MB,
                note="a border of ours",
            ),
        ]


def _after(run: Run, kilotse: Kilotse, count: int) -> dict[str, float]:
    """Resident memory of each process, in MB, after so many new messages and a rest."""
    send(lambda: GatewayTalk(kilotse.port), run.new_texts(count), CLIENTS)
    time.sleep(IDLE_S)
    return {name: memory_mb([kilotse.child(name)]) for name in MOST_MB}
