from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models

from bot import clock
from bot.conversation.leases import hold
from bot.conversation.models import Conversation, Lease, Message
from bot.conversation.retention import Retained, delete_expired, retained_models
from bot.handoff.models import Case, open_case
from bot.staff.models import Staff

DAY_S = 86_400


def test_every_dated_table_has_a_retention_class():
    dated = [
        model
        for model in apps.get_models()
        if any(isinstance(field, models.DateTimeField) for field in model._meta.get_fields())
    ]

    ending_otherwise = {Lease, Session, Staff}  # by themselves; an account ends when it is removed
    assert {model for model in dated if not issubclass(model, Retained)} == ending_otherwise
    assert all(model.DATED_BY for model in retained_models())


@pytest.mark.django_db(transaction=True)
def test_conversation_ends_after_its_days_and_not_before(start, monkeypatch):
    start()
    days = settings.RETENTION_DAYS["conversation"]
    monkeypatch.setattr(clock, "OFFSET_S", days * DAY_S - 60)
    assert delete_expired() == 0

    monkeypatch.setattr(clock, "OFFSET_S", days * DAY_S + 60)
    delete_expired()

    assert not Conversation.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_conversation_with_a_case_is_kept_as_long_as_the_case(start, monkeypatch):
    logged, _ = start()
    open_case(logged.message, "de", "asked")
    Conversation.objects.update(retention="case")
    Message.objects.update(retention="case")
    monkeypatch.setattr(clock, "OFFSET_S", settings.RETENTION_DAYS["conversation"] * DAY_S + 60)
    assert delete_expired() == 0

    monkeypatch.setattr(clock, "OFFSET_S", settings.RETENTION_DAYS["case"] * DAY_S + 60)
    delete_expired()

    assert not Case.objects.exists()
    assert not Conversation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_conversation_that_goes_on_keeps_its_beginning(start, monkeypatch):
    start()
    Conversation.objects.update(active_at=clock.now() + timedelta(days=20))
    monkeypatch.setattr(clock, "OFFSET_S", settings.RETENTION_DAYS["conversation"] * DAY_S + 60)

    delete_expired()

    assert Conversation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rows_know_their_class(start):
    logged, _ = start()
    hold("worker", "a/1")

    assert logged.conversation.retention in settings.RETENTION_DAYS
    assert logged.message.retention in settings.RETENTION_DAYS
