"""`kilotse widget release`: the web channel's own command, called by its name."""

from __future__ import annotations

import argparse

from django.core.management import CommandError, call_command

import bot.ready  # noqa: F401  (first)
from bot.environment import SettingError


def run(options: argparse.Namespace) -> int:
    """SettingError: the widget's sources have a fault, or the version is taken."""
    try:
        call_command("widget_release", list=options.list)
    except CommandError as error:
        raise SettingError(str(error)) from None
    return 0
