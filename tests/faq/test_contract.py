"""The contract between the houses: what each kind must look like, and what is refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from faq.contract import PATH, schema

METADATA: dict[str, Any] = {
    "turn": "0b9f7a3e-8a5c-4a53-9c57-3f3c2c0a6c11",
    "language": {"code": "tr", "from": "page"},
    "last_entry": "life.housing",
    "offered": ["life.housing", "life.german-course"],
}
TURN = {"sender": "0b9f7a3e", "message": "Ev arıyorum", "metadata": METADATA}
RANKED = {
    "ranking": [{"entry": "life.housing", "confidence": 0.93}],
    "thresholds": {"sure": 0.7, "ask": 0.3},
    "content": "00112233445566aa",
}
DECISIONS: dict[str, dict[str, Any]] = {
    "answer": {"language": "tr", "entries": ["life.housing"], "confidence": 0.93, **RANKED},
    "clarify": {"language": "tr", "entries": ["life.housing", "life.german-course"], **RANKED},
    "handoff": {"language": "tr", "reason": "asked"},
    "language": {"language": "tr", "candidates": ["kmr", "tr"]},
    "switch": {"language": "en"},
    "fallback": {"language": "tr"},
}
ABSENT = object()


def valid(part: Any, value: Any) -> bool:
    return bool(Draft202012Validator(schema(part)).is_valid(value))


def changed(value: dict[str, Any], path: str, new: Any) -> dict[str, Any]:
    """A copy in which `a.b` is `new`; ABSENT removes it."""
    result = copy.deepcopy(value)
    *above, last = path.split(".")
    target = result
    for key in above:
        target = target[key]
    if new is ABSENT:
        del target[last]
    else:
        target[last] = new
    return result


def decision(kind: str) -> dict[str, Any]:
    return {"kind": kind, **DECISIONS[kind]}


@pytest.mark.parametrize("part", ["turn", "metadata", "decision"])
def test_each_part_is_a_schema(part: Any):
    Draft202012Validator.check_schema(schema(part))

    assert json.loads(json.dumps(schema(part))) == schema(part)


def test_the_schema_lies_beside_the_code():
    assert PATH.name == "contract.json"
    assert PATH.is_file()


def test_a_turn_is_valid():
    assert valid("turn", TURN)
    assert valid("metadata", METADATA)


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("metadata.language", {"code": None, "from": "none"}),
        ("metadata.language.code", "zh-Hant"),
        ("metadata.last_entry", None),
        ("metadata.offered", []),
        ("message", "😀" * 1000),
    ],
)
def test_a_turn_may_vary(path: str, new: Any):
    assert valid("turn", changed(TURN, path, new))


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("sender", ABSENT),
        ("sender", ""),
        ("sender", "x" * 65),
        ("message", ABSENT),
        ("message", ""),
        ("message", "x" * 1001),
        ("message", 7),
        ("name", "Ayşe"),
        ("metadata", ABSENT),
        ("metadata", []),
        ("metadata.turn", ABSENT),
        ("metadata.turn", None),
        ("metadata.phone", "0241"),
        ("metadata.language", "tr"),
        ("metadata.language.code", "Turkish"),
        ("metadata.language.code", ""),
        ("metadata.language.from", "guessed"),
        ("metadata.language.from", ABSENT),
        ("metadata.language.sure", True),
        ("metadata.last_entry", "housing"),
        ("metadata.last_entry", "../etc/passwd"),
        ("metadata.last_entry", ABSENT),
        ("metadata.offered", None),
        ("metadata.offered", ["life.housing"] * 4),
        ("metadata.offered", ["Life.Housing"]),
    ],
)
def test_another_turn_is_refused(path: str, new: Any):
    assert not valid("turn", changed(TURN, path, new))


@pytest.mark.parametrize("value", [None, [], "x", 1, {}])
@pytest.mark.parametrize("part", ["turn", "metadata", "decision"])
def test_what_is_no_such_object_is_refused(part: Any, value: Any):
    assert not valid(part, value)


@pytest.mark.parametrize("kind", list(DECISIONS))
def test_a_decision_of_each_kind_is_valid(kind: str):
    assert valid("decision", decision(kind))


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in DECISIONS.items() for key in ("kind", *keys)])
def test_a_decision_without_any_of_its_keys_is_refused(kind: str, key: str):
    assert not valid("decision", changed(decision(kind), key, ABSENT))


@pytest.mark.parametrize("kind", list(DECISIONS))
def test_a_decision_with_another_key_is_refused(kind: str):
    assert not valid("decision", changed(decision(kind), "text", "Guten Tag"))


@pytest.mark.parametrize("kind", list(DECISIONS))
@pytest.mark.parametrize("language", [None, "", "Türkçe", "TR", "tr_TR"])
def test_a_decision_in_what_is_no_language_is_refused(kind: str, language: Any):
    assert not valid("decision", changed(decision(kind), "language", language))


@pytest.mark.parametrize(
    ("kind", "path", "new"),
    [
        ("answer", "kind", "reply"),
        ("answer", "entries", []),
        ("answer", "entries", ["life.housing"] * 4),
        ("answer", "entries", ["life/housing"]),
        ("answer", "confidence", 1.01),
        ("answer", "confidence", -0.01),
        ("answer", "confidence", "0.9"),
        ("answer", "confidence", True),
        ("answer", "ranking", [RANKED["ranking"][0]] * 6),  # type: ignore[index]
        ("answer", "ranking", [{"entry": "life.housing"}]),
        ("answer", "ranking", [{"entry": "life.housing", "confidence": 2}]),
        ("answer", "thresholds", {"sure": 0.7}),
        ("answer", "thresholds.high", 0.9),
        ("answer", "content", "x" * 65),
        ("clarify", "entries", ["life.housing"]),
        ("clarify", "entries", ["life.housing"] * 4),
        ("clarify", "confidence", 0.5),
        ("handoff", "reason", "tired"),
        ("language", "candidates", ["tr"]),
        ("language", "candidates", ["tr", "en", "de", "fr", "ar"]),
        ("switch", "entries", ["life.housing"]),
    ],
)
def test_another_decision_is_refused(kind: str, path: str, new: Any):
    assert not valid("decision", changed(decision(kind), path, new))


@pytest.mark.parametrize("reason", ["asked", "no_answer", "negative_feedback"])
def test_a_handoff_has_one_of_three_reasons(reason: str):
    assert valid("decision", changed(decision("handoff"), "reason", reason))


@pytest.mark.parametrize("share", [0, 0.0, 0.5, 1, 1.0])
def test_a_confidence_is_a_share(share: float):
    assert valid("decision", changed(decision("answer"), "confidence", share))
