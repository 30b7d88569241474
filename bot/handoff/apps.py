"""Registers the cases with Django."""

from django.apps import AppConfig


class HandoffConfig(AppConfig):
    name = "bot.handoff"
    label = "handoff"
