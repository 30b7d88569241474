"""What the systems answered, as tables: all lines, and kind by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.figures import Table, shown
from benchmarks.peers.systems import Asked
from benchmarks.stock.answers import VERDICTS

Scopes = Mapping[str, Mapping[str, int]]


def whole_table(systems: Sequence[Asked]) -> Table:
    """Shares of the lines in scope and out of scope, and times."""
    first: Scopes = systems[0].summary
    inside, outside = (sum(first[scope].values()) for scope in ("in_scope", "out_of_scope"))
    rows = [
        [f"in scope: {verdict.replace('_', ' ')} %", *_shares(systems, "in_scope", verdict)] for verdict in VERDICTS
    ]
    rows.append(["out of scope: answered %", *_shares(systems, "out_of_scope", "wrong")])
    rows.append(["training, s", *(shown(each.training_s) for each in systems)])
    rows += [[f"ms a message, {at}", *(shown(each.summary["ms"][at]) for each in systems)] for at in ("p50", "p95")]
    head = ("all lines", *(each.name for each in systems))
    note = " ".join(each.note for each in systems)
    return Table("peers", f"Answers: {inside:,} lines in scope, {outside:,} out of scope", head, rows, note)


def _shares(systems: Sequence[Asked], scope: str, verdict: str) -> list[str]:
    counts = [each.summary[scope] for each in systems]
    return [shown(100 * count[verdict] / max(sum(count.values()), 1)) for count in counts]


def kinds_table(systems: Sequence[Asked]) -> Table:
    """Counts, a row a kind."""
    kinds = systems[0].summary["by_kind"]
    rows = []
    for kind, scopes in kinds.items():
        for scope in ("in_scope", "out_of_scope"):
            if total := sum(scopes[scope].values()):
                cells = [_cell(each.summary["by_kind"][kind][scope], scope) for each in systems]
                rows.append([kind, str(total), *cells])
    head = ("kind", "lines", *(each.name for each in systems))
    note = "In scope: right / asked well / missed / wrong. Out of scope: not answered / answered."
    return Table("peers", "Answers by kind of line", head, rows, note)


def _cell(counts: Mapping[str, int], scope: str) -> str:
    shown_verdicts = VERDICTS if scope == "in_scope" else ("right", "wrong")
    return " / ".join(str(counts[verdict]) for verdict in shown_verdicts)
