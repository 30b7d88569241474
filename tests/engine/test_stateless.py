from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk.interfaces import ActionExecutionRejection

from nlu.engine.action_endpoint import InProcessActions
from nlu.engine.stateless import NoLock, StatelessTrackerStore


@pytest.fixture
def endpoints():
    return AvailableEndpoints.read_endpoints("endpoints.yml")


def test_endpoints_yml_names_our_stores(endpoints):
    store = TrackerStore.create(endpoints.tracker_store)

    assert isinstance(store, StatelessTrackerStore)
    assert check_if_tracker_store_async(store)
    assert isinstance(LockStore.create(endpoints.lock_store), NoLock)


async def test_a_tracker_is_forgotten(endpoints):
    store = TrackerStore.create(endpoints.tracker_store)
    tracker = await store.get_or_create_tracker("somebody")
    await store.save(tracker)

    assert await store.retrieve("somebody") is None
    assert await store.keys() == []


async def test_two_turns_never_wait_for_each_other():
    locks = NoLock()

    async with locks.lock("somebody"), locks.lock("somebody"):
        assert locks.__dict__ == {}


async def test_an_action_that_refuses_is_told_to_rasa_as_it_expects():
    actions = InProcessActions()

    async def refuse(dispatcher, tracker, domain):
        raise ActionExecutionRejection("action_answer", "not now")

    actions.executor.actions["action_answer"] = refuse
    call = {"next_action": "action_answer", "tracker": DialogueStateTracker("x", []).current_state()}
    with pytest.raises(ClientResponseError) as told:
        await actions.request(json=call)

    assert told.value.status == 400
    assert json.loads(told.value.text) == {"action_name": "action_answer", "error": "not now"}


def test_all_actions_of_the_domain_are_there():
    domain = yaml.safe_load(Path("domain.yml").read_text(encoding="utf-8"))

    assert InProcessActions().names == set(domain["actions"])
