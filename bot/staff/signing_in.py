"""Who is who: name and password, with a limit on guesses. A wrong name and a wrong password look and last the same.

django-axes would count too, but it stores addresses and names as they are.
"""

from __future__ import annotations

import hmac
import threading
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from bot import clock
from bot.staff.models import Attempt, Staff

WINDOW = timedelta(minutes=15)
MOST_OF_ACCOUNT = 10  # failures in the window
MOST_OF_ADDRESS = 50  # an office has one address
_hashing = threading.BoundedSemaphore(2)  # argon2 takes 100 MB for each
_no_ones: list[str] = []  # a password to compare with when there is no such account


class TooManyGuesses(Exception):
    """Come back in a quarter of an hour."""


def identify(name: str, password: str, network: str) -> Staff | None:
    """The account, None for a wrong name or password or a locked account. TooManyGuesses: of this name or address."""
    name = name.strip().lower()[:200]
    keys = {_key(f"name {name}"): MOST_OF_ACCOUNT, _key(f"address {network}"): MOST_OF_ADDRESS}
    since = clock.now() - WINDOW
    for key, most in keys.items():
        if Attempt.objects.filter(key=key, created_at__gt=since).count() >= most:
            raise TooManyGuesses
    staff = Staff.objects.filter(name=name, is_active=True).first()
    if matches(staff, password):
        return staff
    Attempt.objects.bulk_create(Attempt(key=key, retention="attempt") for key in keys)
    return None


def matches(staff: Staff | None, password: str) -> bool:
    """Whether it is the password. Takes as long when there is no account, or one without a password."""
    with _hashing:
        if staff is not None and staff.has_usable_password():
            return check_password(password, staff.password)
        if not _no_ones:
            _no_ones.append(make_password("nobody's"))
        check_password(password, _no_ones[0])
        return False


def _key(what: str) -> str:
    secret = hmac.digest(settings.TOKEN_KEY.encode(), f"guess:{clock.today()}".encode(), "sha256")
    return hmac.digest(secret, what.encode("utf-8", "replace"), "sha256").hex()
