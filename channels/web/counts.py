"""Counts of one minute: at once in this process, and about once a second in the database, where all processes meet.

A message so costs no commit of its own. A process stores what it has counted when the next message comes, at the
earliest a second after the last time; until then the others do not know of it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F

from bot.database import in_database
from channels.web.models import Count

EXCHANGE_S = 1.0


class Counts:
    """Key -> how often in this minute. Lives in the event loop; `exchange` before you read a total."""

    def __init__(self) -> None:
        self._new: Counter[str] = Counter()  # not in the database yet
        self._stored: dict[str, int] = {}  # by all processes, when we looked last
        self._exchanged_at = float("-inf")

    def add(self, key: str) -> None:
        self._new[key] += 1

    def total(self, key: str) -> int:
        return self._stored.get(key, 0) + self._new[key]

    async def exchange(self, wanted: Iterable[str]) -> None:
        """If it is time: store what is new, and read it and the wanted keys as all processes have counted them."""
        now = asyncio.get_running_loop().time()
        if now - self._exchanged_at >= EXCHANGE_S:
            self._exchanged_at = now  # whoever comes meanwhile need not wait
            await asyncio.shield(asyncio.create_task(self._exchange({*wanted, *self._new})))

    async def _exchange(self, keys: Iterable[str]) -> None:
        new = {key: self._new[key] for key in keys}
        stored = await in_database(add_up, new)
        self._new.subtract(new)
        self._stored.update(stored)


def add_up(new: Mapping[str, int]) -> dict[str, int]:
    """Add to the stored counts and return them. In the order of keys, so that processes do not block each other."""
    changed = sorted(key for key, count in new.items() if count)
    if changed:
        with transaction.atomic():
            for key in changed:
                _add(key, new[key])
    return dict(Count.objects.filter(key__in=list(new)).values_list("key", "count"))


def _add(key: str, count: int) -> None:
    row = Count.objects.filter(key=key)
    if not row.update(count=F("count") + count):
        Count.objects.bulk_create([Count(key=key, retention="counter")], ignore_conflicts=True)
        row.update(count=F("count") + count)
