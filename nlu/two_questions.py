"""Does a message ask two things? Its parts, ranked one by one, beside the ranking of the whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import exp, log

from nlu.clauses import clauses, sentences

LEAST = 1e-6
QUESTION_MARKS = "?؟？;"


@dataclass(frozen=True)
class Parts:
    """Two entries in the order of their parts, and what speaks for and against both being meant."""

    entries: tuple[str, str]
    features: tuple[float, ...]


@dataclass(frozen=True)
class TwoQuestions:
    """Logistic regression over the features of `Parts`. From `from_probability` (0 to 1) on both are answered."""

    weights: tuple[float, ...]
    constant: float
    from_probability: float

    def probability(self, parts: Parts) -> float:
        """0 to 1: that the message asks for both entries."""
        score = self.constant + sum(weight * each for weight, each in zip(self.weights, parts.features, strict=True))
        return 1 / (1 + exp(-score))


def best_parts(
    text: str,
    ranked: Sequence[tuple[str, float]],
    rank: Callable[[str], tuple[str, float]],
    entries: Collection[str],
) -> Parts | None:
    """The division, into sentences or at commas and words such as "and", whose weaker part is the surest.

    `ranked` is the whole message's ranking, `rank` gives a part's best class and its confidence.
    """
    found: list[tuple[float, Parts]] = []
    for kind, divide in enumerate((sentences, clauses)):
        parts = divide(text)
        if len(parts) > 1 and (pair := _pair([rank(part) for part in parts], entries)):
            sureness = [share for _, share in pair]
            of_whole = [log(dict(ranked).get(entry, 0.0) + LEAST) for entry, _ in pair]
            asked = float(sum(char in QUESTION_MARKS for char in text) > 1)
            features = (*_low_high(sureness), *_low_high(of_whole), asked, float(kind), float(len(parts) > 2))
            found.append((min(sureness), Parts((pair[0][0], pair[1][0]), (*features, log(len(text))))))
    return max(found, key=lambda each: each[0])[1] if found else None


def _low_high(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _pair(tops: Sequence[tuple[str, float]], entries: Collection[str]) -> list[tuple[str, float]] | None:
    """The two surest different entries among the parts' best ones, in the order of the parts."""
    surest: dict[str, float] = {}
    for entry, share in tops:
        if entry in entries:
            surest[entry] = max(share, surest.get(entry, 0.0))
    if len(surest) < 2:
        return None
    chosen = sorted(surest, key=lambda entry: -surest[entry])[:2]
    return [(entry, surest[entry]) for entry in surest if entry in chosen]
