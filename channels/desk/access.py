"""What guards every page of the desk: the session, the sign-in, the cover, and that forms come from the desk itself.

A page is a plain function; the session and the form token are opened around it in one database thread, so that
requests of residents meet neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeAlias, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect

from bot.database import in_database
from bot.staff.models import Staff

Page: TypeAlias = Callable[..., HttpResponseBase]
IDLE_S = 30 * 60  # after so long without input, what residents wrote is covered
LIVE = "X-Desk-Live"  # a refresh by the page itself is no input
SEEN_AT = "seen_at"


def page(view: Page) -> Callable[..., Any]:
    """A page for everyone: `view(request, …)`, with a session. Others' forms are refused."""

    @csrf_protect
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        try:
            return view(request, **arguments)
        except Http404:
            return render(request, "desk/missing.html", {"staff": signed_in(request)}, status=404)

    @wraps(view)
    async def respond(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        if settings.DESK_HOST not in ("", request.get_host()):
            return HttpResponseNotFound()
        if request.method not in ("GET", "HEAD", "OPTIONS") and _from_elsewhere(request):
            return HttpResponseForbidden("Diese Anfrage kam von einer anderen Seite.")
        opened = cast(Page, SessionMiddleware(partial(guarded, **arguments)))
        response = await in_database(opened, request)
        response["Referrer-Policy"] = "same-origin"  # without a referrer browsers hide a form's origin from us, too
        return response

    return respond


def staff_page(view: Page) -> Callable[..., Any]:
    """A page for staff: `view(request, staff, …)`. Others are asked to sign in, and then come back here."""

    @wraps(view)
    def entered(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        staff = signed_in(request)
        if staff is None:
            return _ask(request, "desk-login")
        if covered(request):
            return _ask(request, "desk-cover")
        if LIVE not in request.headers:
            request.session[SEEN_AT] = int(time.time())
        return view(request, staff, **arguments)

    return page(entered)


def signed_in(request: HttpRequest) -> Staff | None:
    """Whose session it is. None: nobody's, or the account was locked or has a new password since."""
    found = get_user(request)
    return found if isinstance(found, Staff) else None


def covered(request: HttpRequest) -> bool:
    """Whether nobody has touched the desk for IDLE_S. It stays covered until the password is given."""
    return time.time() - int(request.session.get(SEEN_AT, 0)) > IDLE_S


def own_path(path: str) -> str:
    """The path if it is one of the desk's, else the inbox: nobody is sent elsewhere after signing in."""
    inbox = reverse("desk-inbox")
    return path if path.startswith(inbox) and "\\" not in path and "//" not in path else inbox


def _ask(request: HttpRequest, name: str) -> HttpResponse:
    if LIVE in request.headers:
        raise Http404  # a refresh; the page asks when somebody touches it
    wanted = request.get_full_path() if request.method == "GET" else ""
    return redirect(f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else reverse(name))


def _from_elsewhere(request: HttpRequest) -> bool:
    """What the browser itself says of a form's origin; old browsers say nothing, and the form token decides."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
