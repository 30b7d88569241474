"""Runs actions inside the engine's process, in place of an action server over HTTP."""

from __future__ import annotations

import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

PACKAGE = "actions"  # joined by name, as in Rasa's own files: the houses' layers do not import one another


class InProcessActions(EndpointConfig):
    """The action endpoint Rasa calls. Only actions that ask for the domain get it."""

    def __init__(self) -> None:
        super().__init__(url=None, enable_selective_domain=True)
        self.executor = ActionExecutor()
        self.executor.register_package(PACKAGE)

    @property
    def names(self) -> set[str]:
        return set(self.executor.actions)

    async def request(self, method: str = "post", subpath: str | None = None, **kwargs: Any) -> dict[str, Any] | None:
        """ClientResponseError with status 400: the action refused to run, as Rasa expects to be told."""
        try:
            result: dict[str, Any] | None = await self.executor.run(kwargs["json"])
        except ActionExecutionRejection as rejection:
            told = json.dumps({"action_name": rejection.action_name, "error": rejection.message})
            raise ClientResponseError(400, "rejected", told) from rejection
        return result
