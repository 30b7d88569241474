"""Judged lines to count, and what the pages need beside them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.evaluation.judging import Outcome, judge_outcome
from bot.evaluation.lines import Line
from bot.evaluation.origin import Origin
from faq.decision import Ranked

HOUSING, COURSE = "life.housing", "life.german-course"
ORIGIN = Origin(date(2026, 11, 24), "0123456789abcdef", "kilotse evaluate questions.jsonl")


def line(expect=(), kind="plain", lang="tr", all=False, id="1", text="…"):
    return Line(id, lang, kind, text, tuple(expect), all)


def outcome(kind, *entries, language="tr", ms=10.0, confidence=None):
    """An outcome whose ranking is its entries, all with that confidence; None: no ranking."""
    ranking = () if confidence is None else tuple(Ranked(entry, confidence) for entry in entries)
    return Outcome("1", language, kind, entries, confidence or 0.0, ms, ranking)


def judge(*pairs):
    return [(asked, done, judge_outcome(asked, done)) for asked, done in pairs]


@pytest.fixture
def judged():
    """Six lines: every verdict in scope, and both out of scope."""
    return judge(
        (line([HOUSING]), outcome("answered", HOUSING, ms=10, confidence=0.95)),
        (line([HOUSING], kind="short"), outcome("asked", HOUSING, COURSE, ms=20, confidence=0.45)),
        (line([HOUSING], lang="ar"), outcome("fallback", language="ar", ms=30)),
        (line([HOUSING], lang="ar"), outcome("answered", COURSE, language="fa", ms=40, confidence=0.75)),
        (line(kind="oos-far", lang="ar"), outcome("fallback", language="ar", ms=50)),
        (line(kind="oos-far", lang="ar"), outcome("answered", HOUSING, language="ar", ms=60, confidence=0.65)),
    )
