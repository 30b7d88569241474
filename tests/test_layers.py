"""Who may import whom: one table, held against the imports of every module. Arrows point one way."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What a package may import of ours and of Rasa's. Everything else that is installed is free, except for `faq`.
# bot knows channels by name only: strings in the settings, `include` in the urls. The houses never import each other.
MAY_IMPORT = {
    "faq": set(),
    "bot": {"faq"},
    "channels": {"bot", "faq"},
    "nlu": {"faq", "rasa", "rasa_sdk"},
    "actions": {"faq", "rasa_sdk"},  # never rasa: actions could run in a process of their own
}
HELD = {*MAY_IMPORT, "rasa", "rasa_sdk"}
FAQ_MAY_IMPORT = {*sys.stdlib_module_names, "yaml", "faq"}
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

MODULES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def imported(source: str) -> Iterator[str]:
    """The top-level packages that the source imports, wherever in it; relative imports stay in their own package."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and (module := _by_name(node)):
            yield module.split(".")[0]


def _by_name(call: ast.Call) -> str | None:
    """The module of `import_module("…")`, where it is written out."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = call.args[0] if call.args else None
    written = isinstance(first, ast.Constant) and called in ("import_module", "__import__")
    return str(first.value) if written else None


def forbidden(package: str, source: str) -> set[str]:
    found = set(imported(source))
    wrong = found & HELD - MAY_IMPORT[package] - {package}
    return wrong | (found - FAQ_MAY_IMPORT) if package == "faq" else wrong


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_imports_only_what_its_package_may(path: Path):
    assert forbidden(path.relative_to(ROOT).parts[0], path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_is_named_by_what_it_is(path: Path):
    assert SAYS_NOTHING.isdisjoint(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_every_package_of_the_table_has_modules(package: str):
    assert [path for path in MODULES if path.is_relative_to(ROOT / package)]


@pytest.mark.parametrize(
    ("package", "source", "wrong"),
    [
        ("faq", "import bot.clock", {"bot"}),
        ("faq", "import django", {"django"}),
        ("faq", "import json, yaml\nfrom faq.model import Entry", set()),
        ("bot", "from channels.web import api", {"channels"}),
        ("bot", "CHANNELS = ['channels.web']\nimport django", set()),
        ("bot", "import nlu.language as language", {"nlu"}),
        ("bot", "from rasa.core.agent import Agent", {"rasa"}),
        ("channels", "from bot import clock\nfrom faq.model import Entry", set()),
        ("channels", "from actions.reply import Reply", {"actions"}),
        ("nlu", "import rasa.shared\nfrom faq.decision import decide", set()),
        ("nlu", "from actions import reply", {"actions"}),
        ("nlu", "from bot import clock", {"bot"}),
        ("actions", "from rasa_sdk import Action", set()),
        ("actions", "from rasa.shared import constants", {"rasa"}),
        ("actions", "def run():\n    if True:\n        from nlu import text", {"nlu"}),
        ("actions", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import bot", {"bot"}),
        ("actions", "from . import reply\nfrom .turn import Turn", set()),
        ("bot", "import importlib\nimportlib.import_module('channels.web')", {"channels"}),
    ],
)
def test_an_import_against_the_arrows_is_found_wherever_it_stands(package: str, source: str, wrong: set[str]):
    assert forbidden(package, source) == wrong
