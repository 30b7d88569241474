"""Accounts, links that work once, guesses that are counted, and a log that nobody can change."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from bot import clock
from bot.conversation.retention import delete_expired
from bot.staff import accounts
from bot.staff.accounts import AccountError, LinkSpent
from bot.staff.models import AuditEntry, Invitation, Staff, record
from bot.staff.signing_in import MOST_OF_ACCOUNT, TooManyGuesses, identify

GOOD = "Wolke Hafen Tinte 7"

pytestmark = pytest.mark.django_db


def new(name: str = "m.kaya") -> Staff:
    accounts.set_password(accounts.add(name, "Meral Kaya", "counsellor"), GOOD)
    return Staff.objects.get(name=name)


def test_there_is_no_account_until_one_is_made():
    assert not Staff.objects.exists()


def test_a_link_sets_a_password_once():
    secret = accounts.add("m.kaya", "Meral Kaya", "counsellor")
    assert identify("m.kaya", "", "192.0.2.1") is None

    accounts.set_password(secret, GOOD)

    assert identify("M.Kaya ", GOOD, "192.0.2.1") == Staff.objects.get()
    assert Staff.objects.get().password.startswith("argon2$argon2id$")
    with pytest.raises(LinkSpent):
        accounts.set_password(secret, "Anderes Wort Tisch 8")


def test_only_a_links_hash_is_stored():
    secret = accounts.add("m.kaya", "Meral Kaya", "counsellor")

    assert secret not in str(list(Invitation.objects.values()))


def test_a_link_ends_after_a_day_and_with_the_next_one(monkeypatch):
    first = accounts.add("m.kaya", "", "counsellor")
    second = accounts.invite(Staff.objects.get())
    with pytest.raises(LinkSpent):
        accounts.invited(first)
    assert accounts.invited(second).name == "m.kaya"

    monkeypatch.setattr(clock, "OFFSET_S", 24 * 3600 + 1)

    with pytest.raises(LinkSpent):
        accounts.invited(second)


@pytest.mark.parametrize("password", ["kurz", "Meral Kaya 1", "123456789abc"])
def test_weak_passwords_are_refused_and_the_link_stays(password):
    secret = accounts.add("m.kaya", "Meral Kaya", "counsellor")

    with pytest.raises(ValidationError):
        accounts.set_password(secret, password)

    assert accounts.invited(secret).name == "m.kaya"


@pytest.mark.parametrize(("name", "role"), [("M Kaya", "counsellor"), ("m", "counsellor"), ("m.kaya", "boss")])
def test_what_is_no_name_or_role_is_refused(name, role):
    with pytest.raises(AccountError):
        accounts.add(name, "", role)

    assert not Staff.objects.exists()


def test_a_name_is_given_once():
    new()

    with pytest.raises(AccountError, match="already"):
        accounts.add("m.kaya", "", "counsellor")


def test_a_locked_account_cannot_sign_in_until_it_is_unlocked():
    staff = new()
    accounts.lock(staff)
    assert identify("m.kaya", GOOD, "192.0.2.1") is None
    staff.refresh_from_db()
    with pytest.raises(AccountError):
        accounts.invite(staff)

    accounts.unlock(staff)

    assert identify("m.kaya", GOOD, "192.0.2.1") == staff


def test_guesses_at_an_account_end_and_begin_again_after_a_quarter_of_an_hour(monkeypatch):
    staff = new()
    for number in range(MOST_OF_ACCOUNT):
        assert identify("m.kaya", f"guess {number}", f"192.0.2.{number}") is None
    with pytest.raises(TooManyGuesses):
        identify("m.kaya", GOOD, "198.51.100.1")

    monkeypatch.setattr(clock, "OFFSET_S", 15 * 60 + 1)

    assert identify("m.kaya", GOOD, "198.51.100.1") == staff


def test_an_unknown_name_takes_as_long_as_a_wrong_password():
    new()
    identify("warm", "up", "192.0.2.1")

    def spent(name: str) -> float:
        begin = time.process_time()
        assert identify(name, "wrong", "192.0.2.1") is None
        return time.process_time() - begin

    known, unknown = (min(spent(name) for _ in range(3)) for name in ("m.kaya", "nobody"))
    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_audit_log_cannot_be_changed(change):
    record(AuditEntry.Action.SIGNED_IN, None, 7)
    entries = AuditEntry.objects.filter(subject_id=7)

    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        entries.update(subject_id=8) if change == "update" else entries.delete()

    assert entries.count() == 1


def test_the_audit_log_ends_after_its_days():
    old = clock.now() - timedelta(days=365, minutes=1)
    AuditEntry.objects.create(action="signed_in", retention="audit", created_at=old)
    record(AuditEntry.Action.SIGNED_IN, None)

    delete_expired()

    assert AuditEntry.objects.count() == 1


def test_the_audit_log_holds_ids_alone():
    new()

    (columns,) = {frozenset(row) for row in AuditEntry.objects.values()}
    assert columns == {"id", "staff_id", "action", "subject_id", "retention", "created_at"}
