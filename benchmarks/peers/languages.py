"""Which language a line is in: ours, fastText's lid.176 alone, and lingua."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from benchmarks.figures import Table, middle, percentile, shown
from benchmarks.peers import lingua_environment
from benchmarks.place import Place
from benchmarks.program import ENGINE, ask_program
from benchmarks.run import say
from bot.evaluation.judging import Outcome
from bot.evaluation.languages import audience_of
from bot.evaluation.lines import Line

HEAD = ("identified by", "all lines %", "plain lines %", "languages lingua knows %", "ms p50", "ms p95")


def identify(place: Place, lines: Sequence[Line], outcomes: Sequence[Outcome]) -> Table:
    """`outcomes`: ours. The times are those of the guesser alone, not of the engine's round trip."""
    say("peers: languages, ours and lid.176")
    texts = [line.text for line in lines]
    labels = {label: code for code, language in place.content.languages.items() for label in language.labels}
    found = ask_program(place, ENGINE, "benchmarks.peers.guesser", {"texts": texts, "labels": labels})
    say("peers: languages, lingua")
    python = lingua_environment.install(place)
    lingua = ask_program(place, python, "benchmarks.peers.with_lingua", {"texts": texts, "labels": labels})
    known = set(lingua["known"])
    readers = audience_of(place.content)  # "hr" is read by those who read "bs"
    spoken = [readers(line.lang) for line in lines]
    systems = {
        "ours": {**found["ours"], "codes": [readers(outcome.language) for outcome in outcomes]},
        "lid.176": found["lid.176"],
        "lingua": lingua,
    }
    unknown = sorted(set(spoken) - known)
    note = (
        f"The same {len(lines):,} lines, without a hint. lid.176 and lingua ({lingua_environment.PACKAGE}) choose "
        f"among our languages. Of these, lingua does not know: {', '.join(unknown)}; the fourth column leaves their "
        "lines out. The language of ours is the one its engine said, its time that of the guesser alone."
    )
    rows = [_row(name, spoken, lines, each, known) for name, each in systems.items()]
    return Table("peers", "Language of the message", HEAD, rows, note)


def _row(
    name: str, spoken: Sequence[str], lines: Sequence[Line], found: Mapping[str, Any], known: Collection[str]
) -> list[str]:
    hits = [said == code for said, code in zip(spoken, found["codes"], strict=True)]
    shares = (
        percent(hits),
        percent([hit for hit, line in zip(hits, lines, strict=True) if line.kind == "plain"]),
        percent([hit for hit, said in zip(hits, spoken, strict=True) if said in known]),
    )
    return [name, *shares, shown(middle(found["ms"])), shown(percentile(found["ms"], 95))]


def percent(hits: Sequence[bool]) -> str:
    """Of no lines: a dash."""
    return shown(100 * sum(hits) / len(hits)) if hits else "–"
