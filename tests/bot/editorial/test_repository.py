"""The content of the repository, in its temporary copy, passes every check without an error."""

from __future__ import annotations

import os
from pathlib import Path

from bot.editorial.finding import counts
from bot.editorial.lint import lint_files, lint_meaning
from bot.editorial.side_engine import side_engine

CONTENT = Path(os.environ["KILOTSE_CONTENT"])


def test_the_content_may_be_published():
    content, found = lint_files(CONTENT)
    assert content is not None, found
    with side_engine() as engine:
        found += lint_meaning(content, CONTENT, engine, lambda what, done, of: None)

    assert [str(each) for each in found if each.severity == "error"] == []
    assert counts(found)["warning"] < 3000  # collisions that readers have looked at; many more mean mixed-up entries
