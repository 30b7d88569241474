"""Runs database work in a few threads of its own, each with a connection that stays open.

Django gives every asynchronous request a new thread and so a new connection; these threads keep theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 4  # SQLite has one writer at a time; more threads only wait

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="database")


async def in_database(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `work` in a database thread and await its result. Its exceptions come through."""

    def run() -> T:
        close_old_connections()  # drops a connection that a database restart has broken
        return work(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_pool, run)
