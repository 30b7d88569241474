"""A run's results for people: tables in the terminal, and two pages of docs/."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.figures import Figure, Pair, Results, shown

HOLDS = {True: "yes", False: "NO", None: ""}
FIGURES = ("what", "measured", "must", "holds", "note")
PAIRS = ("ours and stock Rasa", "ours", "stock", "unit", "note")
RIGHT = ("measured", "must", "ours", "stock")  # columns of numbers


@dataclass(frozen=True)
class Circumstances:
    """What the figures depend on beside the code."""

    day: date
    machine: dict[str, Any]  # of benchmarks.machine, before anything ran
    content: str  # hash
    entries: int
    command: str

    def lines(self) -> list[str]:
        machine = self.machine
        return [
            f"Measured on {self.day.isoformat()} with `{self.command}`.",
            f"Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
            f"{machine['system']}, Python {machine['python']} (engine and stock Rasa: 3.10); "
            f"load before the run {machine['load']}.",
            f"Content: {self.entries} entries, hash {self.content}.",
        ]


def as_text(results: Results, circumstances: Circumstances) -> str:
    """Aligned columns."""
    parts = ["\n".join(circumstances.lines()).replace("`", "")]
    parts += [_aligned(head, rows) for head, rows in _tables(results)]
    parts += [f"{each.title}\n{_aligned(each.head, each.rows, each.head[1:])}\n{each.note}" for each in results.tables]
    parts += results.skipped
    return "\n\n".join(parts)


HEAD = (
    "Made by `make bench ARGS=--write`; do not edit. All figures are of one run. Other programs on the machine "
    "make them worse. MB are 10^6 bytes."
)
PARTS = (
    "What each part does, the modules in `benchmarks/parts/` tell; one part alone: `make bench ARGS='--only message'`. "
    "Beside stock Rasa: [benchmarks-stock.md](benchmarks-stock.md)."
)
COMPARISON = (
    "Stock Rasa is `requirements/stock.lock` in an environment of its own, with `benchmarks/stock/project`: "
    "DIETClassifier, ResponseSelector and FallbackClassifier as `rasa init` sets them up, `rasa run` and "
    "`rasa run actions`, and the same example texts. Both REST channels are asked directly, without our gateway, "
    "with the same new texts, ours first. Right answers are judged as `docs/evaluation.md` tells, ours with its "
    "crisis check."
)


SECTIONS = {"peers": "## Questions of residents", "rejection": "## What is out of scope"}
PEERS = (
    "Made by `make bench ARGS='--write --only peers,rejection'`; do not edit. All figures of a section are of one run. "
    "Other programs on the machine make times worse. What each part does, `benchmarks/parts/peers.py` and "
    "`benchmarks/parts/rejection.py` tell; answers are judged as [evaluation.md](evaluation.md) tells. The "
    "questions are `nlu/development/test`, on which nothing is trained; CLINC150 is the public data set of Larson "
    "et al. (2019), not part of the project."
)


def figures_page(results: Results, circumstances: Circumstances) -> str:
    """The page docs/benchmarks.md."""
    table = _marked(FIGURES, [_figure(each) for each in results.figures if each.part not in SECTIONS])
    return _page("# Benchmarks", f"{HEAD} {PARTS}", circumstances, [table, *results.skipped])


def stock_page(results: Results, circumstances: Circumstances) -> str:
    """The page docs/benchmarks-stock.md."""
    table = _marked(PAIRS, [_pair(each) for each in results.pairs])
    return _page("# Beside stock Rasa", f"{HEAD} {COMPARISON}", circumstances, [table])


def peers_page(existing: str, parts: Sequence[str], results: Results, circumstances: Circumstances) -> str:
    """The page docs/benchmarks-peers.md: a section for each part; that of a part not measured now stays as it is."""
    kept = {f"## {text}".partition("\n")[0]: f"## {text}".rstrip() for text in existing.split("\n## ")[1:]}
    new = {SECTIONS[part]: _section(part, results, circumstances) for part in parts}
    sections = {**kept, **new}
    return (
        "\n\n".join(
            ["# Beside other systems", PEERS, *(sections[each] for each in SECTIONS.values() if each in sections)]
        )
        + "\n"
    )


def _section(part: str, results: Results, circumstances: Circumstances) -> str:
    figures = [_figure(each) for each in results.figures if each.part == part]
    tables = [each for each in results.tables if each.part == part]
    lines = "\n".join(f"- {line}" for line in circumstances.lines())
    texts = [_marked(FIGURES, figures)] if figures else []
    for table in tables:
        texts += [f"### {table.title}", _marked(table.head, table.rows, table.head[1:]), table.note]
    return "\n\n".join([SECTIONS[part], lines, *texts])


def _page(title: str, intro: str, circumstances: Circumstances, rest: Sequence[str]) -> str:
    lines = "\n".join(f"- {line}" for line in circumstances.lines())
    return "\n\n".join([title, intro, lines, *rest]) + "\n"


def _tables(results: Results) -> list[tuple[Sequence[str], list[list[str]]]]:
    tables: list[tuple[Sequence[str], list[list[str]]]] = []
    if results.figures:
        tables.append((FIGURES, [_figure(each) for each in results.figures]))
    if results.pairs:
        tables.append((PAIRS, [_pair(each) for each in results.pairs]))
    return tables


def _figure(each: Figure) -> list[str]:
    return [f"{each.part}: {each.what}", f"{shown(each.value)} {each.unit}", each.must, HOLDS[each.holds], each.note]


def _pair(each: Pair) -> list[str]:
    return [each.what, shown(each.ours), shown(each.stock), each.unit, each.note]


def _aligned(head: Sequence[str], rows: list[list[str]], right: Collection[str] = RIGHT) -> str:
    widths = [max(len(row[column]) for row in [list(head), *rows]) for column in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = zip(row, widths, head, strict=True)
        return "  ".join(
            cell.rjust(width) if name in right else cell.ljust(width) for cell, width, name in cells
        ).rstrip()

    return "\n".join([line(head), line(["-" * width for width in widths]), *map(line, rows)])


def _marked(head: Sequence[str], rows: list[list[str]], right: Collection[str] = RIGHT) -> str:
    rule = ["---:" if name in right else "---" for name in head]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(head), rule, *rows])
