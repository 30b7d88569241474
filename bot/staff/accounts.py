"""Makes accounts, and lets people set their password by a link that works once."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from bot import clock
from bot.staff.models import AuditEntry, Invitation, Role, Staff, record

NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,39}")
LINK_HOURS = 24


class AccountError(Exception):
    """An account cannot be made like this. The text says why and what to do."""


class LinkSpent(Exception):
    """The link was used, is too old, or never was one. Nobody is told which."""


def add(name: str, display_name: str, role: str) -> str:
    """Make an account that cannot sign in yet. Returns the secret of its link. AccountError: name or role."""
    if not NAME.fullmatch(name):
        raise AccountError(f'"{name}" cannot be a name. Use 2 to 40 small letters, digits, dots and hyphens.')
    if role not in Role.values:
        raise AccountError(f'"{role}" is no role. Choose one of: {", ".join(Role.values)}.')
    try:
        with transaction.atomic():
            staff = Staff(name=name, display_name=display_name or name, role=role)
            staff.set_unusable_password()
            staff.save()
            record(AuditEntry.Action.ACCOUNT_MADE, None, staff.pk)
            return invite(staff)
    except IntegrityError:
        raise AccountError(f'There is an account "{name}" already. Choose another name.') from None


def invite(staff: Staff) -> str:
    """A new link for the account; earlier ones end. Returns its secret (256 bit), of which only the hash is stored.

    AccountError: the account is locked.
    """
    if not staff.is_active:
        raise AccountError(f'The account "{staff.name}" is locked. Unlock it first.')
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(staff=staff, used_at=None).update(used_at=clock.now())
        Invitation.objects.create(
            staff=staff,
            secret_hash=_hashed(secret),
            until=clock.now() + timedelta(hours=LINK_HOURS),
            retention="invitation",
        )
    return secret


def invited(secret: str) -> Staff:
    """Whose link it is. LinkSpent: nobody's now."""
    return _open(secret).staff


def set_password(secret: str, password: str) -> Staff:
    """Set the password, end the link and all sessions. LinkSpent, ValidationError: the password is too weak."""
    staff = invited(secret)
    validate_password(password, staff)
    staff.set_password(password)  # slow by design; before the transaction
    with transaction.atomic():
        used = Invitation.objects.filter(secret_hash=_hashed(secret), used_at=None, until__gt=clock.now())
        if not used.update(used_at=clock.now()):
            raise LinkSpent
        staff.save(update_fields=["password"])
        record(AuditEntry.Action.PASSWORD_SET, staff, staff.pk)
    return staff


def lock(staff: Staff) -> None:
    """End the account's sessions and links; it cannot sign in."""
    with transaction.atomic():
        Staff.objects.filter(pk=staff.pk).update(is_active=False)
        Invitation.objects.filter(staff=staff, used_at=None).update(used_at=clock.now())
        record(AuditEntry.Action.ACCOUNT_LOCKED, None, staff.pk)


def unlock(staff: Staff) -> None:
    """Let the account sign in again, with the password it had."""
    with transaction.atomic():
        Staff.objects.filter(pk=staff.pk).update(is_active=True)
        record(AuditEntry.Action.ACCOUNT_UNLOCKED, None, staff.pk)


def _open(secret: str) -> Invitation:
    found = Invitation.objects.select_related("staff").filter(
        secret_hash=_hashed(secret), used_at=None, until__gt=clock.now(), staff__is_active=True
    )
    try:
        return found.get()
    except Invitation.DoesNotExist:
        raise LinkSpent from None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
