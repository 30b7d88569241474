"""Looks into the database of a served kilotse, and does what staff do: a message in a conversation, an edited file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from playwright.sync_api import Page

from tests.e2e.conftest import Served, wait_for

KEY = "ki-lotse"  # of the token, in either storage
QUESTION = "Wo kann ich Deutsch lernen?"
SAID = "message.author, message.text FROM conversation_message message WHERE conversation_id = ? ORDER BY seq"
INSERTED = """
INSERT INTO conversation_message (conversation_id, seq, author, text, language, content, created_at, retention, state,
    body_hash, choice, masked, gap, lease, attempts, part)
SELECT id, last_seq, 'staff', ?, language, ?, ?, retention, 'done', '', '', '[]', '', '', 0, 0
FROM conversation_conversation WHERE id = ?"""


def rows(whole: Served, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """The result of a query, or of a change, which is committed."""
    with closing(sqlite3.connect(whole.var / "kilotse.sqlite3", timeout=20)) as database, database:
        return database.execute(query, values).fetchall()


def token_of(page: Page) -> str | None:
    """The token that the page keeps, in whichever storage."""
    token: str | None = page.evaluate(f"sessionStorage.getItem('{KEY}') || localStorage.getItem('{KEY}')")
    return token


def conversation(whole: Served, token: str | None) -> int | None:
    """The number of the conversation that the token opens."""
    hashed = sha256((token or "").encode()).hexdigest()
    found = rows(whole, "SELECT id FROM conversation_conversation WHERE token_hash = ?", hashed)
    return found[0][0] if found else None


def said(whole: Served, page: Page) -> list[tuple[str, str]]:
    """(author, text) of all that the server has of the page's conversation, in order."""
    return rows(whole, f"SELECT {SAID}", conversation(whole, token_of(page)))


def shown(page: Page) -> list[str]:
    """The texts of the resident's and the staff's messages in the panel, in order."""
    texts: list[str] = page.locator("ki-lotse .log .message:not(.bot) .bubble > :not(.who)").all_inner_texts()
    return texts


def staff_says(whole: Served, id: int | None, text: str, content: dict[str, Any] | None = None) -> None:
    """A message of a person, as the desk stores it."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(whole.var / "kilotse.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE conversation_conversation SET last_seq = last_seq + 1 WHERE id = ?", [id])
        database.execute(INSERTED, [text, json.dumps(content or {}), now, id])


def set_mode(whole: Served, id: int | None, mode: str) -> None:
    """bot: the case has ended; waiting, staff: one is open. Pages hear of it with the next message."""
    rows(whole, "UPDATE conversation_conversation SET mode = ? WHERE id = ?", mode, id)


@contextmanager
def edited(whole: Served, files: dict[str, str], seen: Callable[[], bool]) -> Iterator[None]:
    """The living content with these texts in these files; as before afterwards. `seen`: the gateway has taken them."""
    before = {name: (whole.content / name).read_text(encoding="utf-8") for name in files}
    try:
        for name, text in files.items():
            (whole.content / name).write_text(text, encoding="utf-8")
        wait_for(seen, what="the edited content")
        yield
    finally:
        for name, text in before.items():
            (whole.content / name).write_text(text, encoding="utf-8")
        wait_for(lambda: not seen(), what="the content as before")
