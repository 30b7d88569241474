"""Everything has an end date: each dated row has a retention class, and a class has a number of days."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models

from bot import clock


class Retained(models.Model):
    """A dated table. `DATED_BY` names the time that the days count from."""

    DATED_BY: ClassVar[str] = "created_at"

    retention = models.CharField(max_length=20)  # a key of settings.RETENTION_DAYS
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


def retained_models() -> list[type[Retained]]:
    """All dated tables, those that hang on others first."""
    found = [model for model in apps.get_models() if issubclass(model, Retained)]
    return sorted(found, key=_references, reverse=True)


def _references(model: type[models.Model]) -> int:
    return sum(isinstance(field, models.ForeignKey) for field in model._meta.get_fields())


def delete_expired() -> int:
    """Delete the rows whose days are over, and sessions of staff that have ended. Returns how many, with dependents."""
    deleted = Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
    for model in retained_models():
        for retention, days in settings.RETENTION_DAYS.items():
            cutoff = clock.now() - timedelta(days=days)
            rows = model._default_manager.filter(retention=retention, **{f"{model.DATED_BY}__lt": cutoff})
            deleted += rows.delete()[0]
    return deleted
