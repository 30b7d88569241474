"""A report says how it was made, and not on which machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.origin import command_of


@pytest.mark.parametrize(
    ("files", "hint", "markdown", "command"),
    [
        (["a.jsonl"], False, None, "kilotse evaluate a.jsonl"),
        (["in/a.jsonl", "b c.jsonl"], True, None, "kilotse evaluate in/a.jsonl 'b c.jsonl' --hint"),
        (["/somewhere/a.jsonl"], False, "docs/accuracy.md", "kilotse evaluate a.jsonl --markdown docs/accuracy.md"),
        (["a.jsonl"], False, "/somewhere/accuracy.md", "kilotse evaluate a.jsonl --markdown accuracy.md"),
    ],
)
def test_the_command_can_be_typed_again(files, hint, markdown, command):
    assert command_of([Path(file) for file in files], hint, markdown and Path(markdown)) == command
