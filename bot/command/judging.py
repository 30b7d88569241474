"""The former place of `bot.evaluation.judging`: `benchmarks/stock/answers.py` still imports from here."""

from bot.evaluation.judging import Outcome, judge_outcome
from bot.evaluation.lines import Line
from bot.evaluation.summary import summarise

__all__ = ["Line", "Outcome", "judge_outcome", "summarise"]
