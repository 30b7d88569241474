from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faq.entries import answer_hash
from faq.model import Content
from faq.store import load_content

GERMAN = "Ein Amt hat Ihnen geschrieben? Rufen Sie uns an: {switchboard}"
ENTRY = """\
id: {id}
category: counselling
sources:
  - {{url: "https://www.musterstadt.example/brief", seen: 2026-11-20}}
wordings:
  de:
    title: Brief vom Amt
    questions: {questions}
    answer: |
      {answer}
"""
TRANSLATION = """\
  {code}:
    title: {title}
    of: "{of}"{questions}
    answer: |
      {answer}
"""
Write = Callable[..., Path]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """The lists, and of the texts German and Turkish; two small entries that the crisis rules name."""
    root = tmp_path / "content"
    source = Path(os.environ["KILOTSE_CONTENT"])
    for folder in ("entries", "texts", "crisis"):
        (root / folder).mkdir(parents=True)
    for name in ("languages.yml", "places.yml", "contacts.yml", "texts/de.yml", "texts/tr.yml"):
        shutil.copy(source / name, root / name)
    rule = 'rules: [{entry: letter.one, patterns: [brennt], examples: {"yes": [es brennt], "no": [Brennholz]}}]\n'
    (root / "crisis/de.yml").write_text(rule, encoding="utf-8")
    return root


@pytest.fixture
def write(directory: Path) -> Write:
    """Write an entry: `id`, its German answer and questions, and translations as code -> (title, answer, questions)."""

    def write(
        id: str = "letter.one", answer: str = GERMAN, questions: str = "[Brief?, Was will das Amt von mir?]", **others
    ) -> Path:
        text = ENTRY.format(id=id, questions=questions, answer=answer)
        for code, (title, translated, asked) in others.items():
            of = answer_hash(answer)
            rows = f"\n    questions: {asked}" if asked else ""  # a variant has none
            text += TRANSLATION.format(code=code, title=title, of=of, questions=rows, answer=translated)
        path = directory / f"entries/{id}.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(directory: Path) -> Callable[[], Content]:
    return lambda: load_content(directory)
