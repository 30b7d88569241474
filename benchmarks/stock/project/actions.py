"""The action server's one action: the answer of the entry that the response selector has chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

THRESHOLD = 0.3  # as of the FallbackClassifier, which looks at the intent only
ANSWERS = json.loads((Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))


class AnswerAction(Action):
    """Reply with the entry's text, and with its key and confidence (0 to 1) as `custom` for the benchmark."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        chosen = tracker.latest_message["response_selector"]["faq"]["response"]
        if chosen["confidence"] < THRESHOLD:
            dispatcher.utter_message(response="utter_fallback")
            return []
        entry = ANSWERS[chosen["intent_response_key"].removeprefix("faq/")]
        dispatcher.utter_message(text=entry["answer"])
        dispatcher.utter_message(json_message={"entry": entry["id"], "confidence": chosen["confidence"]})
        return []
