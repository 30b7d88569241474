"""`kilotse check`: everything that can be wrong before a resident notices, each fault on a line."""

from __future__ import annotations

import argparse
import asyncio

from bot import environment
from bot.command.engine_process import run_engine
from faq.faults import FaqError
from faq.store import load_content


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when anything is wrong; all of it is shown."""
    results = [_content(), _components(), asyncio.run(_engine())]
    print("all is well" if all(results) else "not all is well; see above")
    return 0 if all(results) else 1


def _content() -> bool:
    directory = environment.read().content_in_use
    try:
        content = load_content(directory)
    except FaqError as error:
        print(error)
        return False
    print(f"content: {len(content.entries)} entries, no faults ({directory})")
    return True


def _components() -> bool:
    return run_engine(["check"]) == 0


async def _engine() -> bool:
    import bot.ready  # noqa: F401  (first)
    from bot.engine.client import Engine

    addresses = environment.read().engines
    async with Engine(addresses) as engine:
        healthy = await engine.healthy(timeout_s=3.0)
    shown = ", ".join(addresses)
    print(f"engine: ready at {shown}" if healthy else f"engine: does not answer at {shown}. Start it: kilotse serve")
    return healthy
