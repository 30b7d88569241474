"""`kilotse staff`, as it is typed."""

from __future__ import annotations

import pytest

from bot.command.__main__ import main
from bot.staff import accounts
from bot.staff.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tables_are_there(monkeypatch):
    """The test database is migrated; the command would do it again, and close the connection."""
    monkeypatch.setattr("bot.command.staff.prepare_database", lambda: None)


def test_add_prints_a_link_that_sets_the_password(capsys):
    assert main(["staff", "add", "m.kaya", "--role", "counsellor", "--display-name", "Meral Kaya"]) == 0

    said = capsys.readouterr().out
    address, _, secret = said.strip().splitlines()[-1].rpartition("/")
    assert address == "http://127.0.0.1:8080/desk/einladung"
    accounts.set_password(secret, "Wolke Hafen Tinte 7")
    assert Staff.objects.get().display_name == "Meral Kaya"
    assert "24 hours" in said


def test_the_link_leads_to_the_desks_own_host(capsys, monkeypatch):
    monkeypatch.setenv("KILOTSE_DESK_URL", "https://desk.example.org")

    main(["staff", "add", "m.kaya", "--role", "counsellor"])

    assert "\nhttps://desk.example.org/desk/einladung/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["add", "M", "--role", "lead"], "cannot be a name"),
        (["link", "nobody"], "There is no account"),
        (["lock", "nobody"], "There is no account"),
    ],
)
def test_faults_say_what_to_do(capsys, typed, said):
    assert main(["staff", *typed]) == 1
    assert said in capsys.readouterr().err


def test_an_account_is_locked_unlocked_and_listed(capsys):
    main(["staff", "add", "m.kaya", "--role", "lead"])
    main(["staff", "lock", "m.kaya"])
    main(["staff", "list"])
    assert "locked" in capsys.readouterr().out
    assert main(["staff", "link", "m.kaya"]) == 1

    main(["staff", "unlock", "m.kaya"])

    assert main(["staff", "link", "m.kaya"]) == 0
