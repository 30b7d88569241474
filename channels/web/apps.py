"""Registers the web channel."""

from __future__ import annotations

from django.apps import AppConfig

from bot.channel import Outgoing, Undeliverable, register
from bot.static import provide
from channels.web.folders import served


class WebChannel:
    """Its clients read the numbered log themselves, so nothing is pushed."""

    name = "web"
    pushes = False

    async def deliver(self, outgoing: Outgoing) -> None:
        raise Undeliverable("the web channel is read, not pushed to")


class WebConfig(AppConfig):
    name = "channels.web"
    label = "web"

    def ready(self) -> None:
        register(WebChannel())
        provide(served)
