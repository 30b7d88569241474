"""Lets a transactional test empty the audit log at its end, which the database otherwise refuses."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest

audit = import_module("bot.staff.migrations.0002_audit_is_append_only")


@pytest.fixture(scope="session", autouse=True)
def _audit_log_can_be_emptied() -> Iterator[None]:
    """On SQLite a flush deletes row by row; on PostgreSQL it truncates, which meets no trigger."""
    from django.db import connection

    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def emptied(self: object, statements: list[str]) -> None:
        sqlite = connection.vendor == "sqlite"
        flush(self, [*audit.SQLITE_BACK, *statements, *audit.SQLITE] if sqlite else statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", emptied)
        yield
