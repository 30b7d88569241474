"""`kilotse staff add|link|lock|unlock|list`: accounts, for whoever runs the machine."""

from __future__ import annotations

import argparse

from django.urls import reverse
from rich.console import Console
from rich.table import Table

import bot.ready  # noqa: F401  (first)
from bot import environment
from bot.command.prepare import prepare_database
from bot.environment import SettingError
from bot.handoff import cases
from bot.staff import accounts
from bot.staff.models import Staff


def run(options: argparse.Namespace) -> int:
    """SettingError: no such account, or it cannot be made."""
    prepare_database()
    try:
        match options.action:
            case "add":
                _show_link(options.name, accounts.add(options.name, options.display_name, options.role))
            case "link":
                _show_link(options.name, accounts.invite(_found(options.name)))
            case "lock":
                accounts.lock(staff := _found(options.name))
                count = cases.give_back(staff)
                print(f"{options.name}: locked, its sessions ended. Cases given back to everyone: {count}.")
            case "unlock":
                accounts.unlock(_found(options.name))
                print(f"{options.name}: unlocked.")
            case _:
                _list()
    except accounts.AccountError as error:
        raise SettingError(str(error)) from None
    return 0


def _found(name: str) -> Staff:
    staff = Staff.objects.filter(name=name).first()
    if staff is None:
        raise accounts.AccountError(f'There is no account "{name}". See `kilotse staff list`.')
    return staff


def _show_link(name: str, secret: str) -> None:
    settings = environment.read()
    address = settings.desk_url or settings.address.rstrip("/")
    print(f"{name}: open this within {accounts.LINK_HOURS} hours and choose a password. It works once.")
    print(address + reverse("desk-invitation", args=[secret]))


def _list() -> None:
    table = Table("name", "shown as", "role", "state")
    for staff in Staff.objects.all():
        state = "locked" if not staff.is_active else "in use" if staff.has_usable_password() else "no password yet"
        table.add_row(staff.name, staff.display_name, staff.role, state)
    Console().print(table)
