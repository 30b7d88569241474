"""Which of our languages a message is in: two fastText models, the script, and what is known of the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Literal, Protocol

from faq.model import GERMAN, Language, variant_of
from nlu.identifier import ROMANISED
from nlu.office_words import tells_nothing, without_office_words
from nlu.scripts import LATIN, main_script
from nlu.text import clean, words

Origin = Literal["chosen", "earlier", "profile", "page", "none"]

# How likely (0 to 1) the hinted language is before anything is read.
HINT_WEIGHT: Mapping[str, float] = {"chosen": 0.8, "earlier": 0.6, "profile": 0.35, "page": 0.2, "none": 0.0}
DOUBT = 0.02  # probability the models keep for the languages they do not name
FULL_TRUST_LETTERS = 12  # the models count fully from this many letters on, below in proportion
LEAST_TRUST = 0.35
TOLD_BY_LABEL = 0.3  # from this probability on a label overrules the script its language is usually written in
SENTENCE_WORDS = 4  # fewer in another language do not overrule the language that was chosen
SENTENCE_UNSPACED = 6
CLOSE = 0.85  # a runner-up with this share of the best one's confidence is truly close
UNSURE = 0.55  # ... if the best one has no more than this
FOREIGN = 0.5  # from this share on it is a language that we do not have
FEWEST_FOREIGN_LETTERS = 12  # ... in a message of at least so many letters
MOST_CANDIDATES = 4


class Labeller(Protocol):
    """What the models offer: probabilities of their labels."""

    def probabilities(self, text: str) -> dict[str, float]: ...


@dataclass(frozen=True)
class Hint:
    """What is known before reading: a language (None: nothing) and how it is known."""

    code: str | None = None
    origin: Origin = "none"


@dataclass(frozen=True)
class Guess:
    """`language` is a code of languages.yml, `confidence` 0 to 1, `candidates` the likely ones, best first.

    `ask`: nothing is known of the person, and the two best are truly close or it is a language that we do not have, so
    asking is the honest thing. `label` is the finest name the models have for the text: "prs", "ru-Latn", "x-swh".
    """

    language: str
    confidence: float
    candidates: tuple[str, ...] = ()
    ask: bool = False
    label: str = ""


def audience_of(label: str, languages: Mapping[str, Language]) -> str | None:
    """The language whose readers read a label's: "hr" and "sr-Latn" are "bs", "prs" is "fa". None: not one of ours."""
    plain = label.removesuffix(ROMANISED)
    return next((code for code, row in languages.items() if plain == code or plain in row.labels), None)


class LanguageGuesser:
    """Guesses among the given languages, which are all it will ever answer with."""

    def __init__(self, languages: Mapping[str, Language], identifier: Labeller) -> None:
        self.variants = {code for code in languages if variant_of(code)}
        self.languages = {code: language for code, language in languages.items() if not variant_of(code)}
        self.identifier = identifier
        self._audiences: dict[str, str | None] = {}

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
        if known.origin == "chosen" and not _sentence(tokens):
            return unread
        script = main_script("".join(tokens))
        labelled = self.identifier.probabilities(" ".join(tokens)) if script else {}
        ours, foreign = self._ours(labelled)
        candidates = self._candidates(script, ours) if script else []
        if not candidates:
            return replace(unread, label=_best(labelled))
        letters = sum(char.isalpha() for token in tokens for char in token)
        abroad = foreign >= FOREIGN and letters >= FEWEST_FOREIGN_LETTERS
        guess = _decide(self._posterior(letters, ours, candidates, known), bool(known.code), abroad)
        return replace(guess, label=_best(labelled))

    def _ours(self, labelled: Mapping[str, float]) -> tuple[dict[str, float], float]:
        """The probabilities by our codes, and what is left for languages that we do not have."""
        ours: dict[str, float] = {}
        foreign = 0.0
        for label, share in labelled.items():
            if label not in self._audiences:
                self._audiences[label] = audience_of(label, self.languages)
            if code := self._audiences[label]:
                ours[code] = ours.get(code, 0.0) + share
            else:
                foreign += share
        return ours, foreign

    def _candidates(self, script: str, ours: Mapping[str, float]) -> list[str]:
        """The languages of that script, and those that are clearly named though they are usually written otherwise."""
        written = [code for code, language in self.languages.items() if language.script == script]
        told = [code for code, share in ours.items() if share >= TOLD_BY_LABEL * sum(ours.values())]
        return written + [code for code in told if code not in written]

    def _posterior(
        self, letters: int, ours: Mapping[str, float], candidates: Sequence[str], hint: Hint
    ) -> dict[str, float]:
        trust = min(1.0, max(LEAST_TRUST, letters / FULL_TRUST_LETTERS))
        total = sum(ours.get(code, 0.0) for code in candidates) or 1.0
        weight = HINT_WEIGHT[hint.origin] if hint.code in candidates else 0.0
        scores: dict[str, float] = {}
        for code in candidates:
            share = (1 - DOUBT) * ours.get(code, 0.0) / total + DOUBT / len(candidates)
            prior = (1 - weight) / len(candidates) + (weight if code == hint.code else 0.0)
            scores[code] = trust * log(share) + log(prior)
        top = max(scores.values())
        shares = {code: exp(score - top) for code, score in scores.items()}
        return {code: share / sum(shares.values()) for code, share in shares.items()}


def _sentence(tokens: Sequence[str]) -> bool:
    """Enough words to say in which language a person wants to go on; Chinese is written without spaces."""
    letters = sum(map(len, tokens))
    return len(tokens) >= SENTENCE_WORDS or (letters >= SENTENCE_UNSPACED and main_script("".join(tokens)) == "Hans")


def _best(labelled: Mapping[str, float]) -> str:
    return max(labelled, key=lambda label: labelled[label], default="")


def _decide(posterior: Mapping[str, float], hinted: bool, abroad: bool) -> Guess:
    ranked = sorted(posterior, key=lambda code: -posterior[code])
    best = posterior[ranked[0]]
    likely = tuple(code for code in ranked[:MOST_CANDIDATES] if posterior[code] >= best * CLOSE)
    ask = not hinted and (abroad or (len(likely) > 1 and best <= UNSURE))
    several = likely if len(likely) > 1 and not abroad else tuple(ranked[:MOST_CANDIDATES])
    return Guess(ranked[0], best, several if ask else tuple(ranked[:MOST_CANDIDATES]), ask)
