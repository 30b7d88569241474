"""Checks of the example questions together: none stands twice, none sits nearer to another entry than to its own.

Near is meant as in linear discriminant analysis: by the vectors of the questions, with the mean vector of each language
taken off (what is left is meaning, comparable across languages), from the mean of an entry's questions, in units of how
far questions of one entry usually lie apart. Source: Hastie, Tibshirani, Friedman: The Elements of Statistical
Learning, 2nd edition, section 4.3. Each question is judged by means that it took no part in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.editorial.finding import Files, Finding
from bot.editorial.side_engine import Progress, SideEngine, Vectors
from faq.crisis import fold
from faq.model import Content

FOLDS = 10
LEAST_SHRINKAGE = 0.3  # of the covariance towards equal spread in all directions; more, the fewer questions there are
COLLIDES = 0.9  # probability of another entry (0 to 1)
SAME = 0.985  # likeness (-1 to 1) of two questions that say the same
BLOCK = 512  # questions compared at a time

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Question:
    """An example question and where it belongs."""

    entry: str
    language: str
    text: str


def questions_of(content: Content) -> list[Question]:
    return [Question(entry.id, code, text) for entry in content.entries.values() for code, text in entry.questions()]


def check_twice(questions: Sequence[Question], files: Files) -> Iterator[Finding]:
    """The same words, whatever the capitals, accents and marks: in another entry an error, in the same a warning."""
    first: dict[str, Question] = {}
    for each in questions:
        before = first.setdefault(fold(each.text), each)
        if before is each:
            continue
        place = files.entry(each.entry, each.language, each.text)
        if before.entry != each.entry:
            text = f'"{each.text}" stands in {before.entry} too. Keep it in one of them.'
            yield Finding(place, "error", "twice", text)
        elif before.language == each.language:
            yield Finding(place, "warning", "twice", f'"{each.text}" stands twice. Write another question.')


def check_meaning(
    questions: Sequence[Question], engine: SideEngine, files: Files, progress: Progress
) -> Iterator[Finding]:
    """A question that says what one of another entry says is an error; one that sits nearer to it a warning."""
    vectors = engine.vectors([each.text for each in questions], progress)
    for each, other in said_elsewhere(questions, vectors):
        place = files.entry(each.entry, each.language, each.text)
        text = f'"{each.text}" says what "{other.text}" says in {other.entry}. Keep it in one of them.'
        yield Finding(place, "error", "twice", text)
    for each, rival, probability in collisions(questions, vectors):
        place = files.entry(each.entry, each.language, each.text)
        text = f'"{each.text}" ({each.language}) sits nearer to {rival} ({probability:.0%}). Reword or move it.'
        yield Finding(place, "warning", "collision", text)


def said_elsewhere(questions: Sequence[Question], vectors: Vectors) -> Iterator[tuple[Question, Question]]:
    """Pairs of questions of one language that say the same in two entries; each pair once."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    for start in range(0, len(questions), BLOCK):
        likeness = unit[start : start + BLOCK] @ unit.T
        for row, column in np.argwhere(likeness > SAME):
            first, second = questions[start + int(row)], questions[int(column)]
            if start + row < column and first.entry != second.entry and first.language == second.language:
                yield second, first


def collisions(questions: Sequence[Question], vectors: Vectors) -> Iterator[tuple[Question, str, float]]:
    """Questions that sit nearer to another entry: question, that entry, its probability (0.9 to 1); worst first."""
    entries = sorted({each.entry for each in questions})
    owner = np.array([entries.index(each.entry) for each in questions])
    if len(entries) < 2:
        return
    centred = _centred(vectors.astype(np.float64), [each.language for each in questions])
    shares = np.zeros((len(questions), len(entries)))
    folds = _folds(questions)
    for fold_number in range(FOLDS):
        held_out = folds == fold_number
        if held_out.any():
            shares[held_out] = _shares(centred[held_out], centred[~held_out], owner[~held_out], len(entries))
    shares[np.arange(len(questions)), owner] = 0.0
    rival = shares.argmax(axis=1)
    most = shares.max(axis=1)
    for at in sorted(np.flatnonzero(most > COLLIDES).tolist(), key=lambda each: -float(most[each])):
        yield questions[at], entries[rival[at]], float(most[at])


def _folds(questions: Sequence[Question]) -> npt.NDArray[np.int64]:
    """Each question's fold. The questions of an entry in one language are spread over all of them."""
    seen: dict[tuple[str, str], int] = {}
    folds = []
    for each in questions:
        place = seen.get((each.entry, each.language), -1) + 1
        seen[each.entry, each.language] = place
        folds.append(place % FOLDS)
    return np.array(folds)


def _centred(vectors: Array, languages: Sequence[str]) -> Array:
    """Each language's mean taken off."""
    moved = vectors.copy()
    codes = np.array(languages)
    for code in set(languages):
        moved[codes == code] -= vectors[codes == code].mean(axis=0)
    return moved


def _shares(asked: Array, known: Array, owner: npt.NDArray[np.int64], count: int) -> Array:
    """Questions x entries: the probability of each entry, all entries being as likely before. Sums to 1."""
    there = np.array([(owner == entry).any() for entry in range(count)])
    means = np.stack([known[owner == entry].mean(axis=0) if there[entry] else known[0] for entry in range(count)])
    apart = known - means[owner]
    spread = apart.T @ apart / len(apart)
    even = np.eye(len(spread)) * max(np.trace(spread) / len(spread), 1e-9)
    shrinkage = max(LEAST_SHRINKAGE, len(spread) / (len(spread) + len(known)))
    directions = np.linalg.solve((1 - shrinkage) * spread + shrinkage * even, means.T)
    scores = asked @ directions - np.einsum("ed,de->e", means, directions) / 2
    scores[:, ~there] = -np.inf
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
