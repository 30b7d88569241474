"""The two actions that show entries: the ranked ones, and one that was chosen."""

from __future__ import annotations

from actions import decisions
from actions.decisions import Custom
from actions.reply import Reply
from actions.turn import Turn
from faq.decision import decide
from faq.model import Content


class AnswerAction(Reply):
    """Answer with the best entry, or the two that are asked for; ask back between likely ones; or say there is none."""

    def name(self) -> str:
        return "action_answer"

    def decide(self, turn: Turn, known: Content) -> Custom:
        shown = [ranked for ranked in turn.ranking if ranked.entry in known.entries]
        both = [entry for entry in turn.several if entry in known.entries]
        if len(both) > 1:
            return decisions.answer(turn, both, shown[0].confidence if shown else 0.0)
        decision = decide(shown, turn.thresholds)
        if decision.kind == "answer":
            return decisions.answer(turn, decision.entries, decision.confidence)
        if len(decision.entries) > 1:
            return decisions.clarify(turn, decision.entries)
        return decisions.fallback(turn)


class ChooseAction(Reply):
    """Answer with the entry of /choose{"entry": "life.housing"}: a button of `rasa shell`."""

    def name(self) -> str:
        return "action_choose"

    def decide(self, turn: Turn, known: Content) -> Custom:
        if turn.chosen in known.entries:
            return decisions.answer(turn, [str(turn.chosen)], 1.0)
        return decisions.fallback(turn)
