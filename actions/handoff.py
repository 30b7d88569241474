"""The actions that end in people's hands, or in saying that there is no answer."""

from __future__ import annotations

from actions import decisions
from actions.decisions import Custom
from actions.reply import Reply
from actions.turn import Turn
from faq.model import Content


class HandoffAction(Reply):
    """Hand over to staff: the person asked for a human being."""

    def name(self) -> str:
        return "action_handoff"

    def decide(self, turn: Turn, known: Content) -> Custom:
        return decisions.handoff(turn, "asked")


class FallbackAction(Reply):
    """Say that this is out of scope; the gateway offers topics and a person. Also Rasa's core fallback."""

    def name(self) -> str:
        return "action_fallback"

    def decide(self, turn: Turn, known: Content) -> Custom:
        return decisions.fallback(turn)
