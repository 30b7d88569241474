"""Who gets in, for how long, and that nobody else does."""

from __future__ import annotations

import time

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session

from bot.database import in_database
from bot.staff import accounts
from bot.staff.models import AuditEntry, Staff
from channels.desk import access
from channels.desk.signing_in import SPENT, TOO_MANY, UNEQUAL, WRONG
from tests.channels.desk.conftest import BASE, PASSWORD

PAGES = ["/desk/", "/desk/eingang/meine", "/desk/fall/1"]


@pytest.mark.parametrize("path", PAGES)
async def test_without_a_sign_in_every_page_asks_for_one(browser, path):
    visitor = browser()

    await visitor.open(path)

    assert visitor.path == "/desk/anmelden"
    assert f'name="next" value="{path}"' in visitor.shown


async def test_signing_in_leads_to_the_page_that_was_wanted(browser, account):
    await account()
    visitor = browser()
    await visitor.open("/desk/eingang/meine")

    await visitor.send("/desk/anmelden", name="m.kaya", password=PASSWORD, next="/desk/eingang/meine")

    assert (visitor.status, visitor.path) == (200, "/desk/eingang/meine")
    assert "Anzeige m.kaya" in visitor.shown


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/desk/\\evil", "/", ""])
async def test_nobody_is_sent_elsewhere_after_signing_in(browser, account, wanted):
    await account()
    visitor = browser()
    await visitor.open("/desk/anmelden")

    await visitor.send("/desk/anmelden", name="m.kaya", password=PASSWORD, next=wanted)

    assert visitor.path == "/desk/"


async def test_a_wrong_name_and_a_wrong_password_look_the_same(browser, account):
    await account()
    visitor = browser()

    shown = [await visitor.sign_in(name, "wrong") for name in ("m.kaya", "nobody")]

    assert visitor.status == 422
    assert all(WRONG in page for page in shown)


async def test_many_guesses_are_told_to_wait(browser, account):
    await account()
    visitor = browser()
    for _ in range(10):
        await visitor.sign_in("m.kaya", "wrong")

    await visitor.sign_in("m.kaya")

    assert TOO_MANY in visitor.shown


async def test_the_session_is_new_at_each_sign_in_and_the_cookie_is_for_the_desk_alone(browser, account):
    await account()
    visitor = browser()
    visitor.client.cookies.set(configured.SESSION_COOKIE_NAME, "a" * 32)
    await visitor.open("/desk/anmelden")
    token = access_token(visitor)

    response = await visitor.client.post(
        "/desk/anmelden", data={"csrfmiddlewaretoken": token, "name": "m.kaya", "password": PASSWORD}
    )

    cookie = response.headers["Set-Cookie"]
    assert "a" * 32 not in cookie
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert f"Max-Age={10 * 3600}" in cookie


def access_token(visitor) -> str:
    return visitor.shown.split('csrfmiddlewaretoken" value="')[1].split('"')[0]


async def test_signing_out_ends_the_session_in_the_database(desk):
    old = dict(desk.client.cookies)

    await desk.send("/desk/abmelden")

    assert not await in_database(Session.objects.exists)
    desk.client.cookies.update(old)
    await desk.open("/desk/")
    assert desk.path == "/desk/anmelden"


async def test_a_locked_account_and_a_new_password_end_all_sessions(desk):
    staff = await in_database(Staff.objects.get)
    secret = await in_database(accounts.invite, staff)
    await in_database(accounts.set_password, secret, "Anderes Wort Tisch 8")

    await desk.open("/desk/")
    assert desk.path == "/desk/anmelden"

    await desk.sign_in("m.kaya", "Anderes Wort Tisch 8")
    assert desk.path == "/desk/"
    await in_database(accounts.lock, staff)
    await desk.open("/desk/")
    assert desk.path == "/desk/anmelden"


async def test_after_half_an_hour_without_input_the_password_is_asked_again(desk, monkeypatch):
    now = time.time()
    monkeypatch.setattr(access.time, "time", lambda: now + 31 * 60)

    await desk.open("/desk/eingang/meine")
    assert desk.path == "/desk/weiter"
    await desk.send("/desk/weiter", password="wrong")  # noqa: S106
    assert desk.status == 422
    await desk.send("/desk/weiter", password=PASSWORD, next="/desk/eingang/meine")

    assert desk.path == "/desk/eingang/meine"


async def test_a_refresh_by_the_page_itself_is_no_input(desk, monkeypatch):
    now = time.time()
    for minutes in (10, 20, 29):
        monkeypatch.setattr(access.time, "time", lambda at=now + minutes * 60: at)
        await desk.open("/desk/", **{access.LIVE: "1"})
        assert desk.status == 200

    monkeypatch.setattr(access.time, "time", lambda: now + 31 * 60)
    await desk.open("/desk/", **{access.LIVE: "1"})

    assert desk.status == 404


@pytest.mark.parametrize(
    "path", ["/desk/anmelden", "/desk/abmelden", "/desk/fall/1/uebernehmen", "/desk/fall/1/antworten"]
)
async def test_a_form_without_its_token_or_from_another_site_is_refused(desk, path):
    without = await desk.client.post(path, data={"name": "m.kaya", "password": PASSWORD})
    elsewhere = await desk.client.post(
        path, data={"csrfmiddlewaretoken": access_token(desk)}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    forged = await desk.client.post(
        path, data={"csrfmiddlewaretoken": access_token(desk)}, headers={"Origin": "https://evil.example"}
    )

    assert [without.status_code, elsewhere.status_code, forged.status_code] == [403, 403, 403]


async def test_a_residents_token_opens_no_page_of_the_desk(browser, case):
    await case()
    visitor = browser()

    await visitor.open("/desk/fall/1", Authorization="Bearer something")

    assert visitor.path == "/desk/anmelden"


async def test_a_link_sets_the_password_and_then_is_spent(browser):
    secret = await in_database(accounts.add, "m.kaya", "Meral Kaya", "counsellor")
    visitor = browser()
    path = f"/desk/einladung/{secret}"
    await visitor.open(path)
    assert "m.kaya" in visitor.shown

    assert UNEQUAL in await visitor.send(path, password=PASSWORD, again="other")
    assert "mindestens 12 Zeichen" in await visitor.send(path, password="kurz", again="kurz")  # noqa: S106
    await visitor.send(path, password=PASSWORD, again=PASSWORD)
    assert visitor.path == "/desk/anmelden"

    assert SPENT in await visitor.open(path)
    assert visitor.status == 404


async def test_what_happens_is_in_the_audit_log(desk):
    await desk.send("/desk/abmelden")

    actions = await in_database(lambda: list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)))
    assert actions == ["account_made", "password_set", "signed_in", "signed_out"]


async def test_a_desk_with_a_host_of_its_own_is_found_there_alone(desk, settings):
    settings.DESK_HOST = "desk.example.org"
    await desk.open("/desk/")
    assert desk.status == 404

    settings.DESK_HOST = "localhost"
    await desk.open("/desk/")
    assert desk.status == 200


async def test_the_desk_stores_nothing_for_residents(browser):
    response = await browser().client.get(f"{BASE}/chat?lang=tr")

    assert "Set-Cookie" not in response.headers
    assert not await in_database(Session.objects.exists)
