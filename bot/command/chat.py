"""`kilotse chat`: the assistant in a terminal. It remembers the language and the last entry, and stores nothing."""

from __future__ import annotations

import argparse
import asyncio

from bot import environment
from bot.command import talk
from bot.engine.client import Engine, Hint
from bot.environment import SettingError


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_chat(options))


async def _chat(options: argparse.Namespace) -> int:
    hint = talk.first_hint(options.language)
    print("Write a question in any language; an empty line ends the talk.")
    async with Engine(environment.read().engines) as engine:
        while text := await asyncio.to_thread(_read):
            try:
                result = await talk.exchange(engine, text, hint)
            except SettingError as error:
                print(error)
                continue
            print(talk.as_text(result.drafts))
            if options.explain:
                print(talk.explained(result))
            print()
            hint = _remember(hint, result)
    return 0


def _read() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _remember(hint: Hint, result: talk.Exchange) -> Hint:
    """What the next message is read with, as the gateway remembers it."""
    judgement = result.judgement
    source = "chosen" if judgement.kind == "switch" else "earlier"
    last = result.entries[-1] if judgement.kind == "answer" and result.entries else hint.last_entry
    return Hint(judgement.language, source, last, judgement.entries if judgement.kind == "clarify" else ())
