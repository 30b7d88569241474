"""The engine keeps no conversation: every turn brings its context with it, and its sender is its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class StatelessTrackerStore(TrackerStore):
    """Forgets each tracker; within a turn Rasa hands it on by itself. Keeps nothing: `keys` is always empty."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Nothing is kept."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        return None

    async def keys(self) -> list[str]:
        return []


class NoLock(LockStore):
    """Lets every turn through at once: no two share a sender, and Rasa's own lock polls in steps of a second."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        super().__init__()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncIterator[TicketLock]:
        yield TicketLock(conversation_id)
