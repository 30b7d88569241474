from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest
import yaml

from faq.store import load_content
from nlu.engine.checks import check, check_config, check_domain
from nlu.paths import PROJECT

CONFIG = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
ACTIONS = {"action_answer", "action_handoff", "action_switch_language", "action_fallback", "action_choose"}


@pytest.fixture
def faults_of(tmp_path):
    """The faults of a config.yml in which one component has been given these settings."""

    def check_with(place: str, number: int, **settings: object) -> list[str]:
        config = yaml.safe_load(yaml.safe_dump(CONFIG))
        config[place][number].update(settings)
        path = tmp_path / "config.yml"
        path.write_text(yaml.safe_dump(config), encoding="utf-8")
        return check_config(path)

    return check_with


def test_ours_is_in_order():
    assert check() == []


def test_a_misspelt_setting_is_named_with_the_choices(faults_of):
    faults = faults_of("policies", 0, core_fallback_treshold=0.3)

    assert len(faults) == 1
    assert faults[0].startswith('config.yml: RulePolicy has no setting "core_fallback_treshold". Settings: ')
    assert "core_fallback_threshold" in faults[0]


def test_a_component_without_settings_says_so(faults_of):
    assert faults_of("pipeline", 0, min_confidence=0.6) == [
        'config.yml: LanguageDetector has no setting "min_confidence". It has none.'
    ]


def test_an_unknown_component_is_named(faults_of):
    faults = faults_of("pipeline", 1, name="nlu.no.Such")

    assert faults[0].startswith("config.yml: nlu.no.Such cannot be loaded")


def test_a_component_that_needs_what_is_left_out_is_refused(faults_of):
    faults = faults_of("pipeline", 1, name="DIETClassifier")

    assert "DIETClassifier needs tensorflow" in faults[0]


def test_an_intent_that_the_domain_does_not_know_is_named():
    content = load_content(Path(os.environ["KILOTSE_CONTENT"]))
    strange = dataclasses.replace(content.entries["life.housing"], intent="wohnen")
    changed = dataclasses.replace(content, entries={**content.entries, "life.housing": strange})

    assert list(check_domain(PROJECT, changed, ACTIONS)) == [
        'domain.yml: the intent "wohnen" of the entry life.housing is missing. Add it under `intents`.'
    ]


def test_an_action_without_a_class_and_a_class_without_an_action_are_named():
    content = load_content(Path(os.environ["KILOTSE_CONTENT"]))

    assert list(check_domain(PROJECT, content, ACTIONS - {"action_choose"} | {"action_new"})) == [
        "domain.yml: no class in actions/ has the name action_choose. Write it, or remove the line.",
        "domain.yml: the action action_new is missing. Add it under `actions`.",
    ]
