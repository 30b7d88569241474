"""The tables of staff. There is no default account: `kilotse staff add` makes the first one."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from bot import clock
from bot.conversation.retention import Retained


class Role(models.TextChoices):
    """What an account may do. German labels: staff read them."""

    COUNSELLOR = "counsellor", "Beratung"
    EDITOR = "editor", "Redaktion"
    LEAD = "lead", "Leitung"
    ADMINISTRATOR = "administrator", "Administration"


class Staff(AbstractBaseUser):
    """One person's account. It is locked, not deleted: what it did stays told apart from others."""

    name = models.CharField(max_length=40, unique=True)  # to sign in with: small letters, digits, . and -
    display_name = models.CharField(max_length=80)  # what colleagues see
    role = models.CharField(max_length=20, choices=Role)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "role"]

    class Meta:
        ordering: ClassVar[list[str]] = ["display_name"]

    def __str__(self) -> str:
        return self.display_name


class Invitation(Retained):
    """A link that sets the password of an account, once."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["retention", "created_at"], name="invitation_retention")]


class Attempt(Retained):
    """A failed sign-in. The key is a keyed hash of the account's name or of the address, different each day."""

    key = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["key", "created_at"], name="attempt_key"),
            models.Index(fields=["retention", "created_at"], name="attempt_retention"),
        ]


class AuditEntry(Retained):
    """What somebody did: ids only. The database refuses changes, and deletion before the retention ends."""

    class Action(models.TextChoices):
        SIGNED_IN = "signed_in"
        SIGNED_OUT = "signed_out"
        ACCOUNT_MADE = "account_made"
        ACCOUNT_LOCKED = "account_locked"
        ACCOUNT_UNLOCKED = "account_unlocked"
        PASSWORD_SET = "password_set"  # noqa: S105  # an event
        CASE_VIEWED = "case_viewed"
        CASE_CLAIMED = "case_claimed"
        CASE_ANSWERED = "case_answered"
        CASE_RELEASED = "case_released"
        CASE_CLOSED = "case_closed"

    staff_id = models.BigIntegerField(null=True)  # null: the command line
    action = models.CharField(max_length=20, choices=Action)
    subject_id = models.BigIntegerField(null=True)  # of the case or the account

    class Meta:
        indexes = [models.Index(fields=["retention", "created_at"], name="audit_retention")]


def record(action: AuditEntry.Action, staff: Staff | None, subject_id: int | None = None) -> None:
    """Write to the audit log. Call inside the transaction of what is recorded."""
    AuditEntry.objects.create(
        action=action, staff_id=staff.pk if staff else None, subject_id=subject_id, retention="audit"
    )
