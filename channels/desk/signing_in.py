"""Sign in, set a password by a link, uncover, sign out."""

from __future__ import annotations

import time

from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bot.staff import accounts
from bot.staff.models import AuditEntry, record
from bot.staff.signing_in import TooManyGuesses, identify
from channels.address import client_network
from channels.desk.access import SEEN_AT, own_path, page, signed_in

BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG = "Name oder Passwort stimmt nicht."
TOO_MANY = "Zu viele Versuche. Bitte warten Sie eine Viertelstunde."
SPENT = "Dieser Link gilt nicht mehr. Bitten Sie Ihre Administration um einen neuen."
UNEQUAL = "Die beiden Passwörter sind nicht gleich."
OTHER_FAULT = "Dieses Passwort ist zu schwach. Bitte wählen Sie ein anderes."
GERMAN_FAULTS = {
    "password_too_short": "Das Passwort braucht mindestens 12 Zeichen.",
    "password_too_similar": "Das Passwort ist Ihrem Namen zu ähnlich.",
    "password_too_common": "Dieses Passwort ist zu bekannt. Bitte wählen Sie ein anderes.",
}
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page
@get_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and what it sends. A new session begins; the one before is not taken over."""
    name = request.POST.get("name", "")
    wanted = own_path(request.POST.get("next") or request.GET.get("next", ""))
    fault = ""
    if request.method == "POST":
        try:
            staff = identify(name, request.POST.get("password", ""), client_network(request))
        except TooManyGuesses:
            staff, fault = None, TOO_MANY
        if staff is not None:
            login(request, staff, BACKEND)
            request.session[SEEN_AT] = int(time.time())
            record(AuditEntry.Action.SIGNED_IN, staff, staff.pk)
            return redirect(wanted)
        fault = fault or WRONG
    context = {"name": name[:40], "next": wanted, "fault": fault}
    return render(request, "desk/login.html", context, status=_status(fault))


@page
@get_or_post
def cover(request: HttpRequest) -> HttpResponse:
    """After a while without input: the password again, for the same account."""
    staff = signed_in(request)
    if staff is None:
        return redirect("desk-login")
    wanted = own_path(request.POST.get("next") or request.GET.get("next", ""))
    fault = ""
    if request.method == "POST":
        try:
            found = identify(staff.name, request.POST.get("password", ""), client_network(request))
            fault = "" if found == staff else "Das Passwort stimmt nicht."
        except TooManyGuesses:
            fault = TOO_MANY
        if not fault:
            request.session[SEEN_AT] = int(time.time())
            return redirect(wanted)
    context = {"staff": staff, "next": wanted, "fault": fault}
    return render(request, "desk/cover.html", context, status=_status(fault))


@page
@get_or_post
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page of a link: choose a password. The link stays good until one is chosen."""
    try:
        staff = accounts.invited(secret)
    except accounts.LinkSpent:
        return render(request, "desk/invitation.html", {"spent": SPENT}, status=404)
    faults: list[str] = []
    if request.method == "POST":
        password = request.POST.get("password", "")
        faults = [] if password == request.POST.get("again") else [UNEQUAL]
        try:
            if not faults:
                accounts.set_password(secret, password)
                return redirect("desk-login")
        except ValidationError as error:
            faults = [GERMAN_FAULTS.get(each.code or "", OTHER_FAULT) for each in error.error_list]
        except accounts.LinkSpent:
            return render(request, "desk/invitation.html", {"spent": SPENT}, status=404)
    context = {"invited": staff, "faults": faults}
    return render(request, "desk/invitation.html", context, status=_status(bool(faults)))


@page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, here and in the database."""
    staff = signed_in(request)
    if staff is not None:
        record(AuditEntry.Action.SIGNED_OUT, staff, staff.pk)
    logout(request)
    return redirect("desk-login")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit: its page is older than the sign-in, or cookies are off."""
    return render(request, "desk/stale.html", status=403)


def _status(fault: object) -> int:
    return 422 if fault else 200
