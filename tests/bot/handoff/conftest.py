"""Cases on a real database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.handoff.models import Case
from bot.staff.models import Role, Staff
from tests.bot.conversation.conftest import (  # noqa: F401  (fixtures)
    _close_database_threads,
    decision,
    engine_at,
    start,
    take_turns,
)


@pytest.fixture
def staff(transactional_db: None) -> Callable[..., Staff]:
    """An account of that name."""

    def build(name: str = "m.kaya", role: str = Role.COUNSELLOR) -> Staff:
        return Staff.objects.create(name=name, display_name=name.title(), role=role)

    return build


@pytest.fixture
def case(transactional_db: None, start, decision, engine_at, take_turns) -> Callable[..., Case]:  # noqa: F811
    """A case that a resident has opened by asking for a person."""

    def build(text: str = "Ich möchte mit einem Menschen sprechen", language: str = "de") -> Case:
        handoff = {"kind": "handoff", "language": language, "reason": "asked"}
        logged, _ = start(text, language=language)
        take_turns(engine_at(lambda turn: handoff), logged.conversation.pk)
        return Case.objects.get(conversation=logged.conversation)

    return build
