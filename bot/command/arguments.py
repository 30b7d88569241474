"""The command line: every command with its options and examples. Commands are imported when they run."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def _later(module: str) -> Callable[[argparse.Namespace], int]:
    """`run` of a module beside this one, imported at the call: `kilotse --help` needs no Django."""

    def run(options: argparse.Namespace) -> int:
        return int(import_module(f"bot.command.{module}").run(options))

    return run


def _add(commands: Any, name: str, module: str, help: str, examples: str) -> argparse.ArgumentParser:
    text = "\n".join(f"  {line.strip()}" for line in examples.strip().splitlines())
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help,
        description=help,
        epilog=f"examples:\n{text}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=_later(module))
    return command


def parser() -> argparse.ArgumentParser:
    """The parser of `kilotse`."""
    top = argparse.ArgumentParser(
        prog="kilotse",
        description="The multilingual front desk of a Municipal Integration Center.",
        epilog="`kilotse COMMAND --help` shows a command's options and examples.",
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add(
        commands,
        "serve",
        "serve",
        "Start engine, gateway and worker, and show the address to open.",
        """
        kilotse serve
        KILOTSE_PORT=8081 kilotse serve
        KILOTSE_CONTENT=faq kilotse serve     # on the files of the repository themselves""",
    )
    _add(commands, "stop", "stop", "Stop what `kilotse serve` has started.", "kilotse stop")
    train = _add(
        commands,
        "train",
        "train",
        "Train the model that fits the content; quick when there is one.",
        """
        kilotse train
        kilotse train --force                 # even if a fitting one is there""",
    )
    train.add_argument("--force", action="store_true", help="train although a model fits the content")
    _add_train_language(commands)
    _add_talking(commands)
    _add(
        commands,
        "check",
        "check",
        "Check content, configuration, every Rasa component, and the running engine.",
        """
        kilotse check
        KILOTSE_CONTENT=faq kilotse check""",
    )
    _add_faq(commands)
    _add_evaluate(commands)
    _add_widget(commands)
    _add_staff(commands)
    return top


def _add_train_language(commands: Any) -> None:
    language = _add(
        commands,
        "train-language",
        "train_language",
        "Make the model that recognises languages anew, or measure it. See docs/language-model.md.",
        """
        kilotse train-language --test short.tsv                    # a table: lang, source, …, text
        kilotse train-language --data corpora --udhr udhr/data/udhr
        kilotse train-language --data corpora --udhr udhr/data/udhr --output /tmp/new.ftz""",
    )
    language.add_argument("--data", type=Path, metavar="FOLDER", help="public corpora: commonvoice, ntrex, sib200, …")
    language.add_argument("--udhr", type=Path, metavar="FOLDER", help="data/udhr of a copy of unicode-org/udhr")
    language.add_argument("--output", type=Path, metavar="FILE", help="where the model goes (default: the project's)")
    language.add_argument("--test", type=Path, metavar="FILE", help="measure the model on a table and train nothing")
    language.add_argument("--json", action="store_true", help="print the measurement as one JSON object")


def _add_evaluate(commands: Any) -> None:
    evaluate = _add(
        commands,
        "evaluate",
        "evaluate",
        "Measure understanding on files of judged questions.",
        """
        kilotse evaluate questions.jsonl
        kilotse evaluate questions.jsonl --json --outcomes outcomes.jsonl
        kilotse evaluate questions.jsonl --html accuracy.html      # pictures to open in a browser, in German
        kilotse evaluate nlu/development/test --markdown docs/accuracy.md      # all files of a folder""",
    )
    evaluate.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="JSON lines: id, lang, kind, text, expect, and all, last"
    )
    evaluate.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    evaluate.add_argument("--outcomes", type=Path, metavar="FILE", help="write one JSON object for each line of input")
    evaluate.add_argument("--html", type=Path, metavar="FILE", help="write a self-contained page")
    evaluate.add_argument("--markdown", type=Path, metavar="FILE", help="write a report in Markdown")
    evaluate.add_argument("--hint", action="store_true", help="give the line's language as the page's language")


def _add_faq(commands: Any) -> None:
    faq = commands.add_parser("faq", help="Look after the content.", description="Look after the content.")
    content = faq.add_subparsers(title="commands", required=True, metavar="COMMAND")
    lint = _add(
        content,
        "lint",
        "faq_lint",
        "Check the whole content: schema, gaps, links, numbers, reading level, languages, questions.",
        """
        kilotse faq lint
        kilotse faq lint life.housing school.change      # findings of these entries alone
        kilotse faq lint --quick                         # seconds; what needs no engine
        kilotse faq lint --json > findings.json""",
    )
    lint.add_argument("entries", nargs="*", metavar="ENTRY", help="show findings of these entries alone")
    lint.add_argument("--quick", action="store_true", help="leave out what needs an engine: languages and collisions")
    lint.add_argument("--json", action="store_true", help="print one JSON list: place, severity, check, text")
    coverage = _add(
        content,
        "coverage",
        "faq_coverage",
        "Show which entry has which language: checked, machine translation, stale or missing.",
        """
        kilotse faq coverage
        kilotse faq coverage --html coverage.html        # a picture to open in a browser, in German
        kilotse faq coverage --json""",
    )
    coverage.add_argument("--html", type=Path, metavar="FILE", help="write a self-contained page")
    coverage.add_argument("--json", action="store_true", help="print one JSON object: entry -> language -> state")


def _add_widget(commands: Any) -> None:
    widget = commands.add_parser("widget", help="Freeze the widget.", description="Freeze the widget.")
    release = _add(
        widget.add_subparsers(title="commands", required=True, metavar="COMMAND"),
        "release",
        "widget_release",
        "Freeze the widget as it stands under the version in pyproject.toml, for pages that pin one.",
        """
        kilotse widget release
        kilotse widget release --list         # the tags of all frozen releases, the newest first""",
    )
    release.add_argument("--list", action="store_true", help="freeze nothing; print the tags of what is frozen")


def _add_staff(commands: Any) -> None:
    staff = commands.add_parser("staff", help="Make and lock accounts.", description="Make and lock accounts.")
    actions = staff.add_subparsers(title="commands", required=True, metavar="COMMAND")
    roles = ("counsellor", "editor", "lead", "administrator")
    add = _add(
        actions,
        "add",
        "staff",
        "Make an account, and print the link by which its owner chooses a password.",
        """
        kilotse staff add m.kaya --role counsellor --display-name "Meral Kaya"
        kilotse staff add it --role administrator""",
    )
    add.add_argument("name", metavar="NAME", help="to sign in with: small letters, digits, dots and hyphens")
    add.add_argument("--role", required=True, choices=roles, help="what the account may do")
    add.add_argument("--display-name", default="", metavar="NAME", help="what colleagues see (default: the name)")
    link = _add(
        actions,
        "link",
        "staff",
        "Print a new link for an account, such as for a forgotten password. Earlier links end.",
        "kilotse staff link m.kaya",
    )
    lock = _add(
        actions,
        "lock",
        "staff",
        "Lock an account: its sessions end, and its cases go back to everyone.",
        "kilotse staff lock m.kaya",
    )
    unlock = _add(actions, "unlock", "staff", "Let a locked account sign in again.", "kilotse staff unlock m.kaya")
    for command in (link, lock, unlock):
        command.add_argument("name", metavar="NAME")
    _add(actions, "list", "staff", "Show all accounts.", "kilotse staff list")
    for name, command in actions.choices.items():
        command.set_defaults(action=name)


def _add_talking(commands: Any) -> None:
    ask = _add(
        commands,
        "ask",
        "ask",
        "Ask one question and print the answer.",
        """
        kilotse ask "Wo kann ich Deutsch lernen?"
        kilotse ask "Bana tercüman lazım" --json
        kilotse ask "Termin?" --language tr --explain""",
    )
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print the judgement and the messages as JSON")
    chat = _add(
        commands,
        "chat",
        "chat",
        "Talk to the assistant in the terminal; an empty line ends it.",
        """
        kilotse chat
        kilotse chat --explain                # language, entries and confidence of each message
        kilotse chat --language ar""",
    )
    for command in (ask, chat):
        command.add_argument("--language", metavar="CODE", help="the page's language, such as tr")
        command.add_argument("--explain", action="store_true", help="show language, entries and confidence")
