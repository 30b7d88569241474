"""Trains our own language model for short messages, and measures one: `kilotse train-language`.

Each text is cut into fragments of 1 to 9 words (Chinese, Japanese, Thai: 2 to 16 characters), a quarter of them without
diacritics, as people type on a phone. fastText learns character n-grams of them: A. Joulin et al., Bag of tricks for
efficient text classification (2017).
"""

from __future__ import annotations

import random
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import fasttext
from anyascii import anyascii

from nlu.identifier import LABEL, OTHER, ROMANISED
from nlu.language_sources import Corpus
from nlu.scripts import LATIN, script_of
from nlu.text import bare

FRAGMENTS = 9000  # a label of ours or a neighbour
FRAGMENTS_FEW = 5000  # one with less than FEW_TEXTS texts
FEW_TEXTS = 450
FRAGMENTS_OTHER = 250  # each of the many other languages
EVENED_OUT = 0.7  # exponent of a source's number of texts: large sources count less than their size
WORDS = (1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9)
FROM_START = 0.4  # share of fragments that begin where the text begins
FOLDED = 0.25
ROMANISED_FROM = ("ru", "uk", "bg", "el", "hi", "zh")  # scripts with vowels: a table of letters romanises them
FRAGMENTS_ROMANISED = 4000
UNSPACED = {"Hans", "Jpan", "Thai"}
SETTINGS: Mapping[str, Any] = {
    "dim": 32,
    "epoch": 6,
    "lr": 0.5,
    "minn": 1,
    "maxn": 5,
    "bucket": 200_000,
    "minCount": 50,
    "loss": "softmax",
    "thread": 2,
    "verbose": 0,
}
Say = Callable[[str], None]


class Labeller(Protocol):
    def probabilities(self, text: str) -> dict[str, float]: ...


def train(corpus: Corpus, target: Path, say: Say) -> None:
    """Writes the quantised model to `target`, all at once at the end."""
    rows = list(_rows(corpus, random.Random(7)))
    random.Random(8).shuffle(rows)
    labels = len({row.split(" ", 1)[0] for row in rows})
    say(f"Training on {len(rows):,} fragments in {labels} labels")
    with tempfile.TemporaryDirectory() as folder:
        text, model = Path(folder) / "fragments.txt", Path(folder) / "model.ftz"
        text.write_text("\n".join(rows) + "\n", encoding="utf-8")
        trained = fasttext.train_supervised(str(text), **SETTINGS)
        trained.quantize(qnorm=True)
        trained.save_model(str(model))
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(model.read_bytes())
        partial.replace(target)
    say(f"Wrote {target} ({target.stat().st_size / 1e6:.1f} MB)")


def _rows(corpus: Corpus, dice: random.Random) -> Iterator[str]:
    for label in sorted(corpus):
        sources = corpus[label]
        wanted = _wanted(label, sum(map(len, sources.values())))
        weight = {name: len(texts) ** EVENED_OUT for name, texts in sources.items()}
        for name in sorted(sources):
            share = int(wanted * weight[name] / sum(weight.values())) + 1
            yield from (f"{LABEL}{label} {each}" for each in fragments(sources[name], share, dice))
    for label in ROMANISED_FROM:
        texts = [anyascii(text) for name in sorted(corpus[label]) for text in corpus[label][name]]
        yield from (f"{LABEL}{label}{ROMANISED} {each}" for each in fragments(texts, FRAGMENTS_ROMANISED, dice))


def _wanted(label: str, texts: int) -> int:
    if label.startswith(OTHER):
        return FRAGMENTS_OTHER
    return FRAGMENTS if texts >= FEW_TEXTS else FRAGMENTS_FEW


def fragments(texts: Sequence[str], count: int, dice: random.Random) -> Iterator[str]:
    """So many pieces of the texts, as `bare` reads them; none if no text has a letter."""
    usable = [text for text in texts if bare(text)]
    while usable and count > 0:
        piece = _piece(dice.choice(usable), dice)
        spelt = _folded(piece) if dice.random() < FOLDED else bare(piece)
        if spelt:
            count -= 1
            yield spelt


def _piece(text: str, dice: random.Random) -> str:
    unspaced = sum(script_of(char) in UNSPACED for char in text) > len(text) / 3
    parts: Sequence[str] = text if unspaced else text.split()
    length = min(len(parts), dice.randint(2, 16) if unspaced else dice.choice(WORDS))
    start = 0 if dice.random() < FROM_START else dice.randrange(len(parts) - length + 1)
    return ("" if unspaced else " ").join(parts[start : start + length])


def _folded(text: str) -> str:
    """Without the diacritics of Latin letters, as on a foreign keyboard."""
    parts = unicodedata.normalize("NFD", bare(text))
    latin = any(script_of(char) == LATIN for char in parts if char.isalpha())
    kept = "".join(char for char in parts if not (latin and unicodedata.combining(char)))
    return unicodedata.normalize("NFC", kept.replace("'", "").replace("’", ""))


@dataclass(frozen=True)
class Row:
    """A message whose language is known."""

    label: str
    source: str
    text: str


def read_rows(path: Path) -> list[Row]:
    """A table with the columns lang, source, …, text. ValueError: it has others."""
    lines = path.read_text(encoding="utf-8").split("\n")
    head = lines[0].split("\t")
    if head[:1] != ["lang"] or "text" not in head:
        raise ValueError(f"{path}: the first line must name the columns lang and text, with tabs between them.")
    source, text = head.index("source") if "source" in head else 0, head.index("text")
    cells = [line.split("\t") for line in lines[1:] if line]
    return [Row(row[0], row[source], row[text]) for row in cells]


def measure(
    model: Labeller, rows: Sequence[Row], audience: Callable[[str], str], trained_on: Sequence[str]
) -> dict[str, Any]:
    """Shares (0 to 1) per label, and their mean, over the rows whose source was not trained on.

    `audience` maps a label to the one that its readers share: "hr" and "sr" to "bs", "ru-Latn" to "ru".
    """
    judged = [row for row in rows if row.source not in trained_on]
    counts, right, mistaken = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for row in judged:
        shares = model.probabilities(row.text)
        given = max(shares, key=lambda label: shares[label]) if shares else ""
        counts[row.label] += 1
        same = audience(given) == audience(row.label)
        right[row.label] += same
        mistaken.update([(row.label, given)] if not same else [])
    per_label = {label: round(right[label] / counts[label], 4) for label in sorted(counts)}
    return {
        "rows": len(judged),
        "macro": round(sum(per_label.values()) / max(len(per_label), 1), 4),
        "labels": per_label,
        "counts": dict(sorted(counts.items())),
        "mistaken": [[expected, given, count] for (expected, given), count in mistaken.most_common(25)],
    }
