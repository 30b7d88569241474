"""What all actions share: read the turn, decide, say it once as `custom` and once in words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import decisions
from actions.choice import typed_choice
from actions.content import content
from actions.decisions import Custom
from actions.turn import Turn, read_turn
from actions.wording import words
from faq.model import Content


class Reply(Action, ABC):
    """An action that replies with one decision. What was offered, and an unclear language, come before it."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        turn, known = read_turn(tracker.latest_message), content()
        decision = self._first(turn, known) or self.decide(turn, known)
        text, buttons = words(known, decision)
        dispatcher.utter_message(json_message=decision)
        dispatcher.utter_message(text=text, buttons=buttons)
        return []

    @abstractmethod
    def decide(self, turn: Turn, known: Content) -> Custom:
        """The decision of the contract for this turn."""

    def _first(self, turn: Turn, known: Content) -> Custom | None:
        if entry := typed_choice(known, turn.text, turn.offered):
            return decisions.answer(turn, [entry], 1.0)
        if turn.ask and len(turn.candidates) > 1:
            return decisions.ask_language(turn, turn.candidates)
        return None
