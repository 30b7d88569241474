"""Checks of the example questions together: none stands twice, none sits nearer to another entry than to its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.editorial.finding import Files, Finding
from bot.editorial.side_engine import Progress, SideEngine, Vectors
from faq.crisis import fold
from faq.model import Content

NEAREST = 3  # questions whose likeness is averaged: one odd question of a neighbour is not a collision
COLLIDES = 0.06  # so much nearer to another entry (likeness is -1 to 1): it would be understood as that one
CLOSE = 0.02  # so much: worth a look
BLOCK = 512  # questions compared at a time

Likeness = npt.NDArray[np.float32]


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


def check_collisions(
    questions: Sequence[Question], engine: SideEngine, files: Files, progress: Progress
) -> Iterator[Finding]:
    vectors = engine.vectors([each.text for each in questions], progress)
    for each, rival, lead in collisions(questions, vectors):
        place = files.entry(each.entry, each.language, each.text)
        text = f'"{each.text}" ({each.language}) sits nearer to {rival} (by {lead:.2f}). Reword it, or move it there.'
        yield Finding(place, "error" if lead > COLLIDES else "warning", "collision", text)


def collisions(questions: Sequence[Question], vectors: Vectors) -> Iterator[tuple[Question, str, float]]:
    """Questions nearer to another entry by more than CLOSE: question, that entry, by how much; the worst first.

    Near is the mean likeness to an entry's three likest other questions, in any language, once the mean vector of
    each language is taken off (what is left is meaning, comparable across languages).
    """
    if not questions:
        return
    entries = sorted({each.entry for each in questions})
    owner = np.array([entries.index(each.entry) for each in questions])
    centred = _centred(vectors, [each.language for each in questions])
    found: list[tuple[float, int, int]] = []
    for start in range(0, len(questions), BLOCK):
        likeness = centred[start : start + BLOCK] @ centred.T
        likeness[np.arange(len(likeness)), np.arange(start, start + len(likeness))] = -1.0  # not to itself
        near = _near(likeness, owner, len(entries))
        own = near[np.arange(len(near)), owner[start : start + BLOCK]].copy()
        near[np.arange(len(near)), owner[start : start + BLOCK]] = -1.0
        rival = near.argmax(axis=1)
        lead = near[np.arange(len(near)), rival] - own
        found += [(float(lead[at]), start + int(at), int(rival[at])) for at in np.flatnonzero(lead > CLOSE)]
    for by, at, other in sorted(found, reverse=True):
        yield questions[at], entries[other], by


def _centred(vectors: Vectors, languages: Sequence[str]) -> Vectors:
    """Unit vectors, each language's mean taken off."""
    moved = vectors.copy()
    codes = np.array(languages)
    for code in set(languages):
        moved[codes == code] -= vectors[codes == code].mean(axis=0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, 1e-9), dtype=np.float32)


def _near(likeness: Likeness, owner: npt.NDArray[np.int64], count: int) -> Likeness:
    """Questions x entries: the mean of the highest three likenesses to each entry's questions."""
    near = np.empty((len(likeness), count), dtype=np.float32)
    for entry in range(count):
        of_entry = likeness[:, owner == entry]
        most = min(NEAREST, of_entry.shape[1])
        near[:, entry] = np.partition(of_entry, -most, axis=1)[:, -most:].mean(axis=1)
    return near
