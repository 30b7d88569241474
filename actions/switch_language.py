"""The action for "English, please": the language changes, nothing is answered."""

from __future__ import annotations

from actions import decisions
from actions.decisions import Custom
from actions.language_names import named_language
from actions.reply import Reply
from actions.turn import Turn
from faq.model import Content

MOST_CANDIDATES = 4


class SwitchLanguageAction(Reply):
    """Switch to the language that is named; ask which, if a change is wanted but no language is named."""

    def name(self) -> str:
        return "action_switch_language"

    def decide(self, turn: Turn, known: Content) -> Custom:
        if code := named_language(turn.text, known.languages):
            return decisions.switch(code)
        # The message's own language first, then the ones it might be, then those that have all texts.
        likely = dict.fromkeys([turn.language, *turn.candidates, *known.texts])
        candidates = [code for code in likely if code in known.languages][:MOST_CANDIDATES]
        return decisions.ask_language(turn, candidates) if len(candidates) > 1 else decisions.switch(turn.language)
