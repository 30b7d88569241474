"""What an action knows of the turn: the message's analysis by `nlu`, and the context the gateway sent with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faq.decision import Ranked, Thresholds
from faq.model import GERMAN

NOTHING = Thresholds(sure=1.0, ask=1.0)  # of a message that was not ranked: nothing is near


@dataclass(frozen=True)
class Turn:
    """`language` is the message's own; `ask` says that it should rather be asked for, among `candidates`."""

    text: str
    language: str
    candidates: Sequence[str] = ()
    ask: bool = False
    ranking: Sequence[Ranked] = ()
    several: Sequence[str] = ()  # the two entries of a message that asks two things
    thresholds: Thresholds = NOTHING
    content: str = ""  # hash of the content the ranking was trained on
    offered: Sequence[str] = ()  # the entries the last clarify offered
    chosen: str | None = None  # the entry in /choose{"entry": "…"}


def read_turn(message: Mapping[str, Any]) -> Turn:
    """From Rasa's latest message. A message such as /choose carries no analysis: the hinted language stands in."""
    metadata = message.get("metadata") or {}
    hinted = (metadata.get("language") or {}).get("code")
    language = message.get("language") or {}
    entities = {entity["entity"]: entity["value"] for entity in message.get("entities") or ()}
    return Turn(
        text=message.get("text") or "",
        language=language.get("code") or hinted or GERMAN,
        candidates=language.get("candidates") or (),
        ask=bool(language.get("ask")),
        ranking=tuple(Ranked(each["entry"], each["confidence"]) for each in message.get("ranking") or ()),
        several=message.get("several") or (),
        thresholds=Thresholds(**message["thresholds"]) if message.get("thresholds") else NOTHING,
        content=message.get("content") or "",
        offered=metadata.get("offered") or (),
        chosen=entities.get("entry"),
    )
