"""The texts that the language model learns from: our own, public corpora in a folder, translations of programs.

Everything is read into `Corpus`: label -> source -> texts. Labels are those of `docs/language-model.md`.
"""

from __future__ import annotations

import gettext
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import yaml

from faq.model import Content, variant_of
from nlu.identifier import OTHER, ROMANISED
from nlu.scripts import LATIN, main_script

Corpus = defaultdict[str, dict[str, list[str]]]
TABLES = {"commonvoice": "commonvoice.tsv", "lingua_testdata": "lingua.tsv", "udhr": "udhr.tsv"}
PARALLEL = {"ntrex": "parallel.jsonl", "sib200": "parallel.jsonl"}
FEWEST_LETTERS = 15  # of a paragraph of the Universal Declaration; shorter ones are headings
_CODES = yaml.load((Path(__file__).with_suffix(".yml")).read_text(encoding="utf-8"), yaml.CSafeLoader)
DECLARATION: dict[str, str] = _CODES["declaration"]  # file of the declaration -> our label
LOCALES: dict[str, str] = _CODES["locales"]  # folder of a program's translation -> our label
UNCLEAR = frozenset(_CODES["unclear"])  # too near to one of our languages to be called another one
MARKUP = re.compile(r"\{[^}]*\}|\]\([^)]*\)|%\([^)]*\)\w|%\w|<[^>]*>|[\[\]*_#>&]")
SENTENCE = re.compile(r"[\n.!?؟。።।;]+")


class SourcesMissing(RuntimeError):
    """A folder is not there. The text says which and where it comes from."""


def empty() -> Corpus:
    return defaultdict(dict)


def add(corpus: Corpus, label: str, source: str, texts: Iterable[str]) -> None:
    kept = [text for text in (" ".join(MARKUP.sub(" ", each).split()) for each in texts) if text]
    if kept:
        corpus[label].setdefault(source, []).extend(kept)


def add_content(corpus: Corpus, content: Content) -> None:
    """Questions, titles, answers and the assistant's own texts."""
    for entry in content.entries.values():
        for language, question in entry.questions():
            add(corpus, _label(content, language, question), "questions", [question])
        for language, wording in entry.wordings.items():
            add(corpus, variant_of(language) or language, "answers", [wording.title, *SENTENCE.split(wording.answer)])
    for language, texts in content.texts.items():
        add(corpus, variant_of(language) or language, "answers", texts.values())


def _label(content: Content, language: str, text: str) -> str:
    """A language in other letters than its own is a label of its own: "ru-Latn"; Serbian in Cyrillic is "sr"."""
    script, usual = main_script(text), content.languages[language].script
    if script == LATIN != usual:
        return language + ROMANISED
    return "sr" if language == "bs" and script == "Cyrl" else language


def add_chats(corpus: Corpus, folder: Path) -> None:
    """Chat messages of our own, a file a label: `nlu/language_texts/ru-Latn.txt`."""
    for path in sorted(folder.glob("*.txt")):
        add(corpus, path.stem, "chats", path.read_text(encoding="utf-8").splitlines())


def add_public(corpus: Corpus, folder: Path) -> None:
    """The corpora of the data folder. SourcesMissing: one is absent."""
    for source, name in (TABLES | PARALLEL).items():
        path = folder / source / name
        if not path.is_file():
            raise SourcesMissing(f"{path} is missing. Give the folder that holds {source}/ with --data.")
        rows = _table(path) if source in TABLES else _parallel(path)
        for label, text in rows:
            add(corpus, label, source, [text])


def _table(path: Path) -> Iterator[tuple[str, str]]:
    for row in path.read_text(encoding="utf-8").split("\n")[1:]:
        if row:
            columns = row.split("\t")
            yield columns[0], columns[-1]


def _parallel(path: Path) -> Iterator[tuple[str, str]]:
    for row in path.read_text(encoding="utf-8").split("\n"):
        if row:
            yield from ((code, text) for code, text in json.loads(row).items() if code not in ("id", "topic"))


def add_declaration(corpus: Corpus, folder: Path) -> None:
    """The Universal Declaration of Human Rights in 460 translations: `data/udhr` of the repository unicode-org/udhr."""
    paths = sorted(folder.glob("udhr_*.xml"))
    if not paths:
        raise SourcesMissing(f"{folder} holds no udhr_*.xml. Give data/udhr of a copy of unicode-org/udhr with --udhr.")
    for path in paths:
        code = path.stem.removeprefix("udhr_")
        if code in UNCLEAR:
            continue
        texts = [" ".join((part.text or "").split()) for part in ElementTree.parse(path).iter() if _paragraph(part)]  # noqa: S314 (a trusted copy)
        texts = [text for text in texts if len(text) >= FEWEST_LETTERS]
        add(corpus, DECLARATION.get(code, OTHER + code), "declaration", texts)


def _paragraph(part: ElementTree.Element) -> bool:
    return part.tag.endswith("para")


def add_locales(corpus: Corpus, folder: Path) -> None:
    """Words of user interfaces: the compiled translations in `LANGUAGE/LC_MESSAGES/*.mo` below the folder."""
    for path in sorted(folder.rglob("LC_MESSAGES/*.mo")):
        code = path.parent.parent.name
        if code in UNCLEAR:
            continue
        with path.open("rb") as stream:
            catalog = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
        add(corpus, LOCALES.get(code, OTHER + code), "interfaces", [text for key, text in catalog.items() if key])
