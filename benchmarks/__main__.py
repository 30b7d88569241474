"""`make bench`, or `python -m benchmarks`: measures, prints tables, and writes pages of docs/ when asked."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from importlib import import_module
from pathlib import Path
from types import FrameType

from benchmarks import machine, report
from benchmarks.figures import CannotMeasure, Results
from benchmarks.place import Place
from benchmarks.run import DATA, Run, say
from bot.environment import ROOT, SEED, SettingError
from faq.faults import FaqError

OWN = ("start", "message", "throughput", "edit", "memory", "train", "widget")
USUAL = (*OWN, "stock")
PEERS = ("peers", "rejection")  # half an hour and a data set: only when asked for
LONG = ("soak", *PEERS)
PARTS = (*USUAL, *LONG)  # in this order
PAGE, STOCK_PAGE = ROOT / "docs/benchmarks.md", ROOT / "docs/benchmarks-stock.md"
PEERS_PAGE = ROOT / "docs/benchmarks-peers.md"
QUESTIONS = ROOT.parent / "shared/eval/sample.jsonl"
EXAMPLES = """\
examples:
  make bench                                            all parts but soak, peers and rejection
  make bench ARGS="--epochs 30"                         stock trains less than Rasa's template does
  make bench ARGS="--only message,throughput"           two parts
  make bench ARGS="--share 0.1 --epochs 2"              a quick look whether all works; the figures mean little
  make bench ARGS="--fresh --write --only start,message,throughput,edit,memory,train,widget"
                                                        all of ours, and docs/benchmarks.md anew
  make bench ARGS="--only soak"                         the widget for two hours of the browser's clock (minutes)
  make bench ARGS="--write --only peers,rejection"      beside other systems, and docs/benchmarks-peers.md anew
  python -m benchmarks --only stock --json bench.json --questions questions.jsonl

Everything happens in a temporary directory and on free ports; a running kilotse is left
alone, but makes the figures worse.
"""


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure start, speed, memory and training, and compare with stock Rasa.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--only", type=_parts, default=list(USUAL), metavar="PART,…", help=f"of: {', '.join(PARTS)}")
    whole.add_argument("--fresh", action="store_true", help="start: also install in a fresh clone (minutes)")
    whole.add_argument("--share", type=_share, default=1.0, help="part of the messages and repetitions, 0 to 1")
    whole.add_argument("--epochs", type=int, help="of stock Rasa's two networks (default: 100; in peers, few)")
    whole.add_argument("--content", type=Path, default=SEED, metavar="DIR", help="the content (default: faq)")
    whole.add_argument("--questions", type=Path, metavar="FILE", help="judged questions for stock")
    whole.add_argument(
        "--data",
        type=Path,
        default=DATA,
        metavar="DIR",
        help="public data sets, for rejection (default: ../shared/data)",
    )
    whole.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON")
    whole.add_argument(
        "--write", action="store_true", help="write the pages of docs/ that the parts belong to: benchmarks*.md"
    )
    return whole


def _whole_pages(parts: Sequence[str]) -> bool:
    """The page of our own figures is of all of its parts or stays as it is."""
    return not set(OWN) & set(parts) or set(OWN) <= set(parts)


def _parts(text: str) -> list[str]:
    chosen = [part.strip() for part in text.split(",")]
    if unknown := [part for part in chosen if part not in PARTS]:
        raise argparse.ArgumentTypeError(f"there is no part {', '.join(unknown)}; parts: {', '.join(PARTS)}")
    return [part for part in PARTS if part in chosen]


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and at most 1")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser().parse_args(given)
    if options.write and not _whole_pages(options.only):
        print(
            f"--write reports every part of ours ({','.join(OWN)}) or none of them. Change --only.",
            file=sys.stderr,
        )
        return 2
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _measure(options, shlex.join(["python", "-m", "benchmarks", *given]))
    except (CannotMeasure, FaqError, SettingError) as fault:
        print(fault, file=sys.stderr)
    except KeyboardInterrupt:
        print("ended early", file=sys.stderr)
        return 130
    return 1


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt  # leaves by way of every stop


def _measure(options: argparse.Namespace, command: str) -> int:
    """Run the chosen parts; one that fails is told and does not end the others. Returns 1 if one has failed."""
    before = machine.describe()
    questions = options.questions or (QUESTIONS if QUESTIONS.is_file() else None)
    if questions is None and "stock" in options.only:
        say(f"stock: there is no {QUESTIONS}, so right answers will not be counted; name a file with --questions")
    with tempfile.TemporaryDirectory(prefix="kilotse-bench-") as folder, ExitStack() as stack:
        place = Place(Path(folder), options.content)
        run = Run(place, stack, options.share, options.epochs, questions, options.fresh, options.data)
        failed = [part for part in options.only if not _part(part, run)]
        content = place.content
    circumstances = report.Circumstances(date.today(), before, content.hash, len(content.entries), command)
    print(report.as_text(run.results, circumstances))
    if options.json:
        whole = {**circumstances.__dict__, "day": circumstances.day.isoformat(), **run.results.as_json()}
        options.json.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if options.write and not failed:
        _write(options.only, run.results, circumstances)
    return 1 if failed else 0


def _write(parts: Sequence[str], results: Results, circumstances: report.Circumstances) -> None:
    PAGE.parent.mkdir(exist_ok=True)
    if set(OWN) <= set(parts):
        PAGE.write_text(report.figures_page(results, circumstances), encoding="utf-8")
        print(f"\nwritten: {PAGE}")
    if "stock" in parts:
        STOCK_PAGE.write_text(report.stock_page(results, circumstances), encoding="utf-8")
        print(f"\nwritten: {STOCK_PAGE}")
    if measured := [part for part in PEERS if part in parts]:
        existing = PEERS_PAGE.read_text(encoding="utf-8") if PEERS_PAGE.is_file() else ""
        PEERS_PAGE.write_text(report.peers_page(existing, measured, results, circumstances), encoding="utf-8")
        print(f"\nwritten: {PEERS_PAGE}")


def _part(name: str, run: Run) -> bool:
    try:
        import_module(f"benchmarks.parts.{name}").measure(run)
    except CannotMeasure as fault:
        say(f"{name}: {fault}")
        lines = str(fault).splitlines()
        run.results.skipped.append(f"{name}: not measured. {' … '.join(dict.fromkeys([lines[0], lines[-1]]))}")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
