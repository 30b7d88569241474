"""What a page that embeds the widget pays for it: requests, other hosts, storage, its policy (rules W2-W5, W8)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import EMPTY, LEFT_FOR, PHONE, TURKISH, ask, open_chat, use_everything, visiting, widget

QUESTION = "Wo kann ich Deutsch lernen?"


@pytest.fixture
def turkish(host, whole):
    return host.page(whole.address, "/turkce", lang="tr")


def test_page_makes_one_request_for_the_widget_before_the_click(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        expect(widget(visit.page, ".launcher")).to_be_visible()
        visit.page.wait_for_load_state("networkidle")

        asked = [url for url in visit.requests if url.startswith(whole.address)]

        assert asked == [f"{whole.address}/widget.js"]
        assert visit.stored() == EMPTY
        assert visit.wrong() == []


def test_opening_and_reading_stores_nothing(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        open_chat(visit.page)
        widget(visit.page, '[data-action="privacy"]').click()
        expect(widget(visit.page, ".message.bot")).to_have_count(2)
        widget(visit.page, "textarea").fill(QUESTION)
        visit.page.wait_for_load_state("networkidle")

        assert visit.stored() == EMPTY


def test_first_message_stores_one_opaque_token_and_nothing_else(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        open_chat(visit.page)
        ask(visit.page, QUESTION)

        stored = visit.stored()

        (token,) = stored.pop("session").values()
        assert re.fullmatch("[A-Za-z0-9_-]{43}", token)
        assert stored == {name: value for name, value in EMPTY.items() if name != "session"}
        assert not [url for url in visit.requests if token in url]


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_whole_conversation_asks_no_other_host_and_raises_no_fault(browser, host, whole, turkish, options):
    with visiting(browser, turkish, locale="tr", permissions=["clipboard-write"], **options) as visit:
        use_everything(visit)

        assert visit.origins == {host.address, whole.address}
        assert visit.wrong() == []
        widget(visit.page, ".leave").click()
        visit.page.wait_for_url(f"{LEFT_FOR}/**")
        assert visit.origins == {host.address, whole.address, LEFT_FOR}


def test_leaving_quickly_forgets_the_conversation(browser, host, whole, turkish):
    with visiting(browser, turkish, locale="tr") as visit:
        open_chat(visit.page)
        ask(visit.page, "Kocam beni dövüyor, yardım edin").locator(".leave").click()
        visit.page.wait_for_url(f"{LEFT_FOR}/**")

        visit.page.goto(turkish)

        assert visit.stored() == EMPTY
        open_chat(visit.page)
        expect(widget(visit.page, ".message")).to_have_count(1)


def test_policy_of_the_host_is_strict_enough_to_notice(browser, host, whole):
    """The checks above can fail: what the widget must not do is seen where a page does it."""
    with visiting(browser, host.page(whole.address)) as visit:
        visit.page.evaluate("document.body.setAttribute('style', 'color: red')")
        visit.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => {})")
        visit.page.evaluate("sessionStorage.setItem('text', 'x')")
        visit.page.wait_for_function("window.__faults.length >= 2")

        assert {fault.split()[1] for fault in visit.page.evaluate("window.__faults")} == {
            "style-src-attr",
            "connect-src",
        }
        assert visit.stored() != EMPTY


def test_events_tell_the_page_what_happens_and_carry_no_text(browser, host, whole, turkish):
    with visiting(browser, turkish, locale="tr") as visit:
        open_chat(visit.page)
        ask(visit.page, TURKISH)
        visit.page.route("**/api/messages", lambda route: route.fulfill(status=422, json={"error": {"code": "empty"}}))
        widget(visit.page, "textarea").fill("?")
        visit.page.keyboard.press("Enter")
        expect(widget(visit.page, ".alert")).not_to_be_empty()
        widget(visit.page, '[data-action="close"]').click()

        assert visit.heard() == [
            ["ki-lotse-open", None],
            ["ki-lotse-answer", {"entry": "life.german-course"}],
            ["ki-lotse-error", {"code": "empty"}],
            ["ki-lotse-close", None],
        ]
