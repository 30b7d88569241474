"""Writes the same training texts that our engine is trained on as a project of stock Rasa."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.environment import ROOT
from faq.model import GERMAN, Content

TEMPLATE = Path(__file__).parent / "project"
OWN_INTENTS = ROOT / "nlu/data"
# Intents of ours whose answer is an entry; stock Rasa gets their examples with that entry.
ENTRY_OF = {"ask_person": "contact.human", "greet": "smalltalk.hello"}


def write_project(content: Content, folder: Path) -> int:
    """Fill the folder with configuration, training data and action. Returns the number of example texts."""
    shutil.copytree(TEMPLATE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    data = folder / "data"
    data.mkdir()
    (folder / "rules.yml").rename(data / "rules.yml")
    examples = _examples(content)
    _write_yaml(data / "nlu.yml", {"nlu": [_block(intent, texts) for intent, texts in examples.items()]})
    answers = {_key(id): _german(content, id) for id in content.entries}
    responses = {f"utter_faq/{key}": [{"text": text}] for key, text in answers.items()}
    _write_yaml(data / "responses.yml", {"responses": responses})
    known = {_key(id): {"id": id, "answer": answers[_key(id)]} for id in content.entries}
    (folder / "answers.json").write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    return sum(len(texts) for texts in examples.values())


def _key(id: str) -> str:
    """The entry's id as part of an intent's name: "life.housing" -> "life_housing"."""
    return id.replace(".", "_")


def _german(content: Content, id: str) -> str:
    """The answer without its contact slots, which Rasa would take for its own."""
    return content.entries[id].wordings[GERMAN].answer.replace("{", "(").replace("}", ")")


def labelled(content: Content) -> dict[str, list[str]]:
    """Entry id, or intent that is none, -> texts: the entries' questions, and what our engine has beside them."""
    texts: dict[str, list[str]] = defaultdict(list)
    for entry in content.entries.values():
        texts[entry.id] += [text for _, text in entry.questions()]
    for intent, more in _own_examples():
        entry_id = ENTRY_OF.get(intent, "")
        texts[entry_id if entry_id in content.entries else intent] += more
    return texts


def _examples(content: Content) -> dict[str, list[str]]:
    """Intent of stock Rasa -> texts."""
    return {
        f"faq/{_key(label)}" if label in content.entries else label: texts for label, texts in labelled(content).items()
    }


def _own_examples() -> Iterable[tuple[str, list[str]]]:
    """The intents of nlu/data, a file a language; its rules are no examples."""
    for path in sorted(OWN_INTENTS.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
            rows = (row.removeprefix("- ").strip() for row in block["examples"].splitlines() if row.strip())
            yield block["intent"], list(rows)


def _block(intent: str, texts: Iterable[str]) -> Mapping[str, Any]:
    return {"intent": intent, "examples": "".join(f"- {text}\n" for text in dict.fromkeys(texts))}


def _write_yaml(path: Path, value: Mapping[str, Any]) -> None:
    text = yaml.safe_dump({"version": "3.1", **value}, allow_unicode=True, width=1000)
    path.write_text(text, encoding="utf-8")
