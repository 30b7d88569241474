"""The web channel's one table: counts for the limits."""

from __future__ import annotations

from django.db import models

from bot.conversation.retention import Retained


class Count(Retained):
    """How often something came in one minute. The key tells neither what nor from where, see `channels.address`."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["retention", "created_at"], name="count_retention")]
