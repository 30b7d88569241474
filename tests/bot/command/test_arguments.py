"""The command line: each command explains itself, and its examples are right."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.command.__main__ import main
from bot.command.arguments import parser
from bot.environment import ROOT


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command that can be typed, "faq lint" among them."""
    return dict(_below(parser(), ""))


def _below(of: argparse.ArgumentParser, before: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                deeper = list(_below(command, f"{before}{name} "))
                yield from deeper or [(f"{before}{name}", command)]


def examples(command: argparse.ArgumentParser) -> list[list[str]]:
    """The words of each example, without settings before and remarks behind it."""
    lines = [shlex.split(line, comments=True) for line in str(command.epilog).splitlines()[1:]]
    return [[word for word in words if not word.startswith("KILOTSE_")] for words in lines]


def test_the_commands_are_those_of_the_handbook():
    assert {"serve", "train", "chat", "ask", "check", "evaluate"} <= set(commands())


@pytest.mark.parametrize("name", commands())
def test_help_shows_examples(name, capsys):
    with pytest.raises(SystemExit) as end:
        main([*name.split(), "--help"])

    assert end.value.code == 0
    assert f"examples:\n  kilotse {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", commands())
def test_every_example_can_be_typed(name):
    for first, *words in examples(commands()[name]):
        assert first == "kilotse"
        assert " ".join(words).startswith(name)
        parser().parse_args(words)


@pytest.mark.parametrize("name", commands())
def test_every_option_is_explained(name):
    explained = {action.dest: action.help for action in commands()[name]._actions if action.option_strings}

    assert all(explained.values()), explained


@pytest.mark.parametrize("name", commands())
def test_every_command_has_a_module_that_runs_it(name):
    own, family = f"bot.command.{name.replace(' ', '_').replace('-', '_')}", f"bot.command.{name.split()[0]}"

    assert callable(import_module(own if find_spec(own) else family).run)


@pytest.mark.parametrize("words", [[], ["sing"], ["ask"], ["evaluate"], ["ask", "a", "b"], ["train", "--fast"]])
def test_wrong_usage_ends_with_two_and_says_how(words, capsys):
    with pytest.raises(SystemExit) as end:
        main(words)

    assert end.value.code == 2
    assert "usage: kilotse" in capsys.readouterr().err


def test_options_are_read():
    options = parser().parse_args(["evaluate", "a.jsonl", "b.jsonl", "--json", "--outcomes", "o.jsonl", "--hint"])

    assert (options.files, options.outcomes) == ([Path("a.jsonl"), Path("b.jsonl")], Path("o.jsonl"))
    assert (options.json, options.hint) == (True, True)


def test_reports_have_files_of_their_own():
    options = parser().parse_args(["evaluate", "a.jsonl", "--html", "a.html", "--markdown", "docs/accuracy.md"])

    assert (options.html, options.markdown) == (Path("a.html"), Path("docs/accuracy.md"))


def test_a_setting_that_cannot_be_used_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("KILOTSE_PORT", "a lot")

    assert main(["stop"]) == 1
    assert capsys.readouterr().err == "KILOTSE_PORT is a lot. Set it to a port number from 1 to 65535.\n"


def test_help_loads_nothing_heavy():
    program = "import sys; from bot.command import arguments; arguments.parser(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert not {"django", "httpx", "phonenumbers", "yaml"} & set(run.stdout.split())
