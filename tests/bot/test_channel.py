"""The channel contract and the registry."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from django.conf import settings

import bot.ready  # noqa: F401  (first)
from bot import channel as channels
from bot.channel import DeliveryError, Outgoing, Undeliverable, channel, register


class Pigeon:
    """A channel that keeps what it was given to carry."""

    pushes = True

    def __init__(self, name="pigeon"):
        self.name = name
        self.carried = []

    async def deliver(self, outgoing):
        self.carried.append(outgoing)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(channels, "_channels", dict(channels._channels))


def test_a_registered_channel_is_known_by_its_name():
    pigeon = Pigeon()
    register(pigeon)

    assert channel("pigeon") is pigeon


def test_the_last_registration_of_a_name_counts():
    first, second = Pigeon(), Pigeon()
    register(first)
    register(second)

    assert channel("pigeon") is second


def test_a_channel_that_is_not_installed_is_an_error():
    with pytest.raises(KeyError, match="smoke"):
        channel("smoke")


@pytest.mark.parametrize("name", settings.CHANNELS)
def test_every_channel_of_the_settings_registers_itself(name):
    found = channel(name)

    assert found.name == name
    assert isinstance(found.pushes, bool)


def test_the_webs_clients_read_for_themselves():
    assert channel("web").pushes is False


async def test_a_channel_gets_the_message_as_it_is():
    pigeon = Pigeon()
    register(pigeon)
    outgoing = Outgoing(7, 3, {"text": "Merhaba"})

    await channel("pigeon").deliver(outgoing)

    assert pigeon.carried == [outgoing]


def test_a_message_on_its_way_does_not_change():
    with pytest.raises(FrozenInstanceError):
        Outgoing(7, 3, {}).id = 8


def test_a_channel_may_say_when_to_try_again():
    assert DeliveryError("busy", retry_after_s=30.0).retry_after_s == 30.0
    assert DeliveryError("busy").retry_after_s is None


def test_what_is_undeliverable_is_a_delivery_error_too():
    with pytest.raises(DeliveryError, match="blocked"):
        raise Undeliverable("blocked")
