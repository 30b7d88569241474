"""Reads a whole message: its ranking, whether it asks two things, and what place or earlier answer decides.

The ranking of the words alone comes first. A neighbouring municipality, the entry answered before and a second question
only ever move it where it leaves room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from nlu.ranking import Ranker
from nlu.text import words
from nlu.two_questions import Parts, best_parts
from nlu.vector_cache import Vector

Ranked = list[tuple[str, float]]
ELLIPTIC_WORDS = 6  # a follow-up has no more words: "and what does it cost?"
# How much likelier after an answer: what belongs to it, itself, and that anything of ours is meant at all. Set on
# the follow-ups of the development set: right 49 of 80 instead of 34, and none of the 40 changes of subject harmed.
FOLLOWING, AGAIN, OURS = 10.0, 100.0, 10.0
ELSEWHERE = "about.city-vs-staedteregion"  # the entry for people of another municipality
NAMED = 25.0  # how much likelier that entry is when one is named
# Below this confidence of the second entry a message asks one thing: it spares half of the messages with several
# clauses the embedding of their parts, and loses 4 of 113 that ask two things (tuning part).
SECOND = 0.001
LONGEST = 400  # letters of a message that is looked at in parts: of more, each part costs 100 ms and more
UNMOVED = ("safety", "smalltalk")  # categories that no place and no earlier answer overrules


@dataclass(frozen=True)
class Context:
    """What the turn brings: what belongs to the last answer, and whether another municipality is named."""

    related: Mapping[str, float] = field(default_factory=dict)  # entry -> how much likelier it is
    elsewhere: bool = False


@dataclass(frozen=True)
class Reading:
    """`ranked`: classes with their confidence (0 to 1), best first. `several`: two entries, if two things are asked."""

    ranked: Ranked
    several: tuple[str, ...] = ()


@dataclass
class Reader:
    """`categories` of the entries by id; `vector` embeds a text (up to 100 ms)."""

    ranker: Ranker
    categories: Mapping[str, str]
    vector: Callable[[str], Vector]
    related: Mapping[str, Sequence[str]] = field(default_factory=dict)  # entry -> the ones it points to

    def read(self, text: str, language: str, context: Context = Context()) -> Reading:
        ranked = self.ranker.rank(text, self.vector(text), language)
        if context.elsewhere:
            ranked = self._moved(ranked, {ELSEWHERE: NAMED})
        if context.related and len(words(text)) <= ELLIPTIC_WORDS and not self._sure(ranked):
            ranked = self._moved(ranked, context.related, OURS)
        return Reading(ranked, self._several(text, language, ranked))

    def belonging_to(self, entry: str | None) -> dict[str, float]:
        """What a follow-up may mean, and how much likelier that is: the entry itself, its `see_also`, its category."""
        category = self.categories.get(entry or "")
        if entry is None or category is None:
            return {}
        same = (other for other, its in self.categories.items() if its == category)
        return {**dict.fromkeys([*same, *self.related.get(entry, ())], FOLLOWING), entry: AGAIN}

    def _sure(self, ranked: Ranked) -> bool:
        return ranked[0][1] >= self.ranker.thresholds.sure

    def _moved(self, ranked: Ranked, likelier: Mapping[str, float], ours: float = 1.0) -> Ranked:
        """The ranking with some classes so much likelier, and all of them `ours` times; everything together still 1."""
        if self.categories.get(ranked[0][0]) in UNMOVED and self._sure(ranked):
            return ranked
        outside = max(0.0, 1 - sum(share for _, share in ranked)) / ours
        shares = [(name, share * likelier.get(name, 1.0)) for name, share in ranked]
        total = outside + sum(share for _, share in shares)
        return sorted(((name, share / total) for name, share in shares), key=lambda each: -each[1])

    def _several(self, text: str, language: str, ranked: Ranked) -> tuple[str, ...]:
        two = self.ranker.two_questions
        if two is None:
            return ()
        parts = self.parts(text, language, ranked)
        return parts.entries if parts and two.probability(parts) >= two.from_probability else ()

    def parts(self, text: str, language: str, ranked: Ranked) -> Parts | None:
        """The two parts of the message that most clearly ask two different things. None: there are no two."""
        entries = {entry for entry, category in self.categories.items() if category != "smalltalk"}
        shares = [share for name, share in ranked if name in entries]
        if len(text) > LONGEST or len(shares) < 2 or shares[1] < SECOND:
            return None

        def rank(part: str) -> tuple[str, float]:
            return self.ranker.rank(part, self.vector(part), language)[0]

        return best_parts(text, ranked, rank, entries)
