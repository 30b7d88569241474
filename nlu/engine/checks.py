"""`check`: all that can be wrong with the engine's configuration, said before anybody chats.

Rasa itself notices a bad value only when the model loads, and a misspelt key never by name.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import RasaException

from faq.faults import FaqError
from faq.model import Content
from faq.store import load_content
from nlu import paths
from nlu.engine import log
from nlu.engine.action_endpoint import InProcessActions
from nlu.engine.tensorflow_stub import NOT_SERVING, STUBBED, StubModule

# Rasa reads these beside a component's own settings.
COMMON_SETTINGS = frozenset({"name", "priority", "max_history"})


def check() -> list[str]:
    """A line a fault: `place: what. remedy.`; empty when all is in order."""
    log.hush_rasa()
    try:
        content = load_content(paths.content())
    except FaqError as error:
        return [str(fault) for fault in error.faults]
    faults = check_config(paths.PROJECT / "config.yml")
    return [*faults, *check_domain(paths.PROJECT, content, InProcessActions().names)]


def check_config(config: Path) -> list[str]:
    """Each component of the pipeline and each policy: known, its settings known, and it can be made."""
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    listed = [*(settings.get("pipeline") or []), *(settings.get("policies") or [])]
    if not listed:
        return [f"{config.name}: there is no pipeline. Restore the file from the repository."]
    return [fault for each in listed for fault in _check_component(config.name, each)]


def _check_component(file: str, given: Mapping[str, Any]) -> Iterator[str]:
    name = str(given.get("name"))
    try:
        component = DefaultV1Recipe._from_registry(name).clazz
    except (RasaException, ImportError, AttributeError) as error:
        yield f"{file}: {name} cannot be loaded ({type(error).__name__}: {error}). Correct its `name`."
        return
    known = component.get_default_config()
    short = component.__name__
    choices = f"Settings: {', '.join(known)}." if known else "It has none."
    unknown = [key for key in given if key not in known and key not in COMMON_SETTINGS]
    yield from (f'{file}: {short} has no setting "{key}". {choices}' for key in unknown)
    if missing := _left_out(component):
        yield f"{file}: {short} needs {', '.join(sorted(missing))}, which the engine leaves out. Use another component."
    elif not unknown and (problem := _make(component, {**known, **given})):
        yield f"{file}: {short} cannot be made: {problem} Correct its settings."


def _left_out(component: type[GraphComponent]) -> set[str]:
    """The packages that it says it needs, or that its module has imported, and that are stubs here."""
    imported = vars(sys.modules[component.__module__]).values()
    stubs = {module.__name__ for module in imported if isinstance(module, StubModule)}
    return stubs | ((STUBBED | NOT_SERVING) & set(component.required_packages()))


def _make(component: type[GraphComponent], config: dict[str, Any]) -> str | None:
    """Why the component cannot be made with these settings; None: it can."""
    with tempfile.TemporaryDirectory() as directory:
        try:
            context = ExecutionContext(GraphSchema({}))
            component.create(config, LocalModelStorage(Path(directory)), Resource(component.__name__), context)
        except Exception as error:  # whatever a component's own code raises is what the check is for
            return str(error) or type(error).__name__
    return None


def check_domain(project: Path, content: Content, actions: set[str]) -> Iterator[str]:
    """domain.yml names every intent of the entries and every action; a rule leads from each intent to one."""
    domain = yaml.safe_load((project / "domain.yml").read_text(encoding="utf-8"))
    intents = {name for each in domain["intents"] for name in ([each] if isinstance(each, str) else each)}
    for entry in content.entries.values():
        for name in {entry.intent, entry.category} - intents:
            yield f'domain.yml: the intent "{name}" of the entry {entry.id} is missing. Add it under `intents`.'
    for name in sorted(set(domain["actions"]) - actions):
        yield f"domain.yml: no class in actions/ has the name {name}. Write it, or remove the line."
    for name in sorted(actions - set(domain["actions"])):
        yield f"domain.yml: the action {name} is missing. Add it under `actions`."
    rules = yaml.safe_load((project / "nlu" / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    ruled = {step["intent"] for rule in rules for step in rule["steps"] if "intent" in step}
    for name in sorted(intents - ruled):
        yield f'nlu/data/rules.yml: no rule begins with the intent "{name}". Add one that ends in an action.'
    for name in sorted(ruled - intents):
        yield f'nlu/data/rules.yml: the intent "{name}" is not in domain.yml. Add it there, or correct the rule.'
