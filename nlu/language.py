"""Which of our languages a message is in: script first, then fastText, marks and what is known of the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Literal, Protocol

from faq.model import GERMAN, Language, variant_of
from nlu.marks import evidence
from nlu.office_words import tells_nothing, without_office_words
from nlu.scripts import LATIN, main_script
from nlu.text import clean, words

Origin = Literal["chosen", "earlier", "profile", "page", "none"]

# How likely (0 to 1) the hinted language is before anything is read.
HINT_WEIGHT: Mapping[str, float] = {"chosen": 0.7, "earlier": 0.6, "profile": 0.35, "page": 0.2, "none": 0.0}
DOUBT = 0.03  # probability fastText keeps for the languages it does not name
FULL_TRUST_LETTERS = 16  # fastText counts fully from this many letters on, below in proportion
LEAST_TRUST = 0.25
TOLD_BY_LABEL = 0.3  # from this probability on a label overrules the script its language is usually written in
UNLEARNED = 0.8  # share of the best one's probability a language gets that fastText never learned
CLOSE = 0.85  # a runner-up with this share of the best one's confidence is truly close
UNSURE = 0.5  # ... if the best one has no more than this
MOST_CANDIDATES = 4


class Identifier(Protocol):
    """What fastText's models offer: the labels they know, and probabilities for them."""

    labels: frozenset[str]

    def probabilities(self, text: str) -> dict[str, float]: ...


@dataclass(frozen=True)
class Hint:
    """What is known before reading: a language (None: nothing) and how it is known."""

    code: str | None = None
    origin: Origin = "none"


@dataclass(frozen=True)
class Guess:
    """`language` is a code of languages.yml, `confidence` 0 to 1, `candidates` the likely ones, best first.

    `ask`: nothing is known of the person and the two best are truly close, so asking is the honest thing.
    """

    language: str
    confidence: float
    candidates: tuple[str, ...] = ()
    ask: bool = False


class LanguageGuesser:
    """Guesses among the given languages, which are all it will ever answer with."""

    def __init__(self, languages: Mapping[str, Language], identifier: Identifier) -> None:
        self.variants = {code for code in languages if variant_of(code)}
        self.languages = {code: language for code, language in languages.items() if not variant_of(code)}
        self.identifier = identifier
        self.by_label = {label: code for code, language in languages.items() for label in language.labels}
        self.unknown = {code for code, row in self.languages.items() if identifier.labels.isdisjoint(row.labels)}

    def guess(self, text: str, hint: Hint = Hint()) -> Guess:
        """A hinted variant such as "de-x-easy" stays while the message is in its language."""
        base = variant_of(hint.code or "")
        if base is None or hint.code not in self.variants:
            return self._guess(text, hint)
        found = self._guess(text, Hint(base, hint.origin))
        return replace(found, language=hint.code) if found.language == base else found

    def _guess(self, text: str, hint: Hint) -> Guess:
        known = hint if hint.code in self.languages else Hint()
        default = known.code or GERMAN
        unread = Guess(default, HINT_WEIGHT[known.origin], (default,))
        typed = words(clean(text))
        tokens = without_office_words(typed) or typed
        if known.code and tells_nothing(typed) and main_script("".join(typed)) in (None, LATIN):
            return unread
        script = main_script("".join(tokens))
        labelled = self._labelled(" ".join(tokens)) if script else {}
        candidates = self._candidates(script, labelled) if script else []
        if not candidates:
            return unread
        return _decide(self._posterior(tokens, labelled, candidates, known), bool(known.code))

    def _labelled(self, text: str) -> dict[str, float]:
        """fastText's probabilities by our codes; what it gives to other languages is left out."""
        found: dict[str, float] = {}
        for label, probability in self.identifier.probabilities(text).items():
            if code := self.by_label.get(label):
                found[code] = found.get(code, 0.0) + probability
        return found

    def _candidates(self, script: str, labelled: Mapping[str, float]) -> list[str]:
        """The languages of that script, and one that is clearly named though it is usually written otherwise."""
        written = [code for code, language in self.languages.items() if language.script == script]
        told = [] if script == LATIN else [code for code, share in labelled.items() if share >= TOLD_BY_LABEL]
        return written + [code for code in told if code not in written]

    def _posterior(
        self, tokens: Sequence[str], labelled: Mapping[str, float], candidates: Sequence[str], hint: Hint
    ) -> dict[str, float]:
        letters = sum(char.isalpha() for token in tokens for char in token)
        trust = min(1.0, max(LEAST_TRUST, letters / FULL_TRUST_LETTERS))
        total = sum(labelled.get(code, 0.0) for code in candidates) or 1.0
        highest = max(labelled.get(code, 0.0) for code in candidates) / total
        weight = HINT_WEIGHT[hint.origin] if hint.code in candidates else 0.0
        marks = evidence(tokens, candidates)
        scores: dict[str, float] = {}
        for code in candidates:
            # A language fastText never learned cannot be refuted by it: the marks decide.
            told = UNLEARNED * highest if code in self.unknown else labelled.get(code, 0.0) / total
            share = (1 - DOUBT) * told + DOUBT / len(candidates)
            prior = (1 - weight) / len(candidates) + (weight if code == hint.code else 0.0)
            scores[code] = trust * log(share) + log(prior) + marks.get(code, 0.0)
        top = max(scores.values())
        shares = {code: exp(score - top) for code, score in scores.items()}
        return {code: share / sum(shares.values()) for code, share in shares.items()}


def _decide(posterior: Mapping[str, float], hinted: bool) -> Guess:
    ranked = sorted(posterior, key=lambda code: -posterior[code])
    best = posterior[ranked[0]]
    likely = tuple(code for code in ranked[:MOST_CANDIDATES] if posterior[code] >= best * CLOSE)
    ask = not hinted and len(likely) > 1 and best <= UNSURE
    return Guess(ranked[0], best, likely if ask else tuple(ranked[:MOST_CANDIDATES]), ask)
