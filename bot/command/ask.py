"""`kilotse ask`: one question, one answer."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from bot import environment
from bot.command import talk
from bot.engine.client import Engine


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_ask(options))


async def _ask(options: argparse.Namespace) -> int:
    async with Engine(environment.read().engines) as engine:
        result = await talk.exchange(engine, options.question, talk.first_hint(options.language))
    if options.json:
        print(json.dumps(talk.as_json(result), ensure_ascii=False, indent=2))
        return 0
    print(talk.as_text(result.drafts))
    if options.explain:
        print(talk.explained(result))
    if result.judgement.plain_search:
        print("The engine does not run; this was a search by letters. `kilotse serve` starts it.", file=sys.stderr)
    return 0
