"""The page works without the widget, and what it says instead is seen (rule W7)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import free_port, wait_for
from tests.e2e.visiting import PHONE, ask, open_chat, visiting, widget

QUESTION = "Wo kann ich Deutsch lernen?"
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}
OWN = "ki-lotse > a"  # what stands between the tags


def the_page_works(page) -> bool:
    page.evaluate("document.querySelector('h1').textContent = 'geändert'")
    return page.locator("h1").is_visible() and page.locator("h1").inner_text() == "geändert"


def test_script_that_is_missing_leaves_the_pages_own_link(browser, host, whole):
    url = host.page(host.address, "/missing")  # the host itself has no widget.js: a true 404
    with visiting(browser, url) as visit:
        expect(visit.page.locator(OWN)).to_be_visible()
        assert the_page_works(visit.page)
        assert visit.exceptions == []


def test_service_that_cannot_be_reached_leaves_the_pages_own_link(browser, host):
    url = host.page(f"http://127.0.0.1:{free_port()}", "/unreachable")
    with visiting(browser, url) as visit:
        expect(visit.page.locator(OWN)).to_be_visible()
        assert the_page_works(visit.page)
        assert visit.exceptions == []


def test_link_is_not_seen_as_long_as_the_widget_works(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        expect(widget(visit.page, ".launcher")).to_be_visible()
        expect(visit.page.locator(OWN)).to_be_hidden()
        open_chat(visit.page)
        expect(visit.page.locator(OWN)).to_be_hidden()


def trouble_then_help(visit, pattern, fail):
    """Fail the requests, click; then let them pass and click again."""
    page = visit.page
    page.route(pattern, fail)
    widget(page, ".launcher").click()
    alert = widget(page, "[role=alert].trouble")
    expect(alert).to_be_visible()
    expect(page.locator(OWN)).to_be_visible()
    assert page.locator(OWN).evaluate("node => node.assignedSlot.closest('[role=alert]') !== null")
    expect(widget(page, ".launcher")).to_be_visible()
    expect(widget(page, ".panel:visible")).to_have_count(0)
    assert visit.heard("error")[0].keys() == {"code"}
    assert page.evaluate("document.querySelector('ki-lotse').hasAttribute('open')") is False
    assert visit.exceptions == []

    page.unroute(pattern)
    open_chat(page)

    expect(alert).to_be_hidden()
    expect(page.locator(OWN)).to_be_hidden()
    expect(ask(page, QUESTION)).to_contain_text("Integrationskurs")
    assert visit.exceptions == []


@pytest.mark.parametrize("how", ["cut", "status 503", "no script", "half a script"])
def test_app_that_fails_after_the_click_shows_the_link_and_a_second_click_works(browser, host, whole, how):
    with visiting(browser, host.page(whole.address)) as visit:
        fail = {
            "cut": lambda route: route.abort(),
            "status 503": lambda route: route.fulfill(status=503),
            "no script": lambda route: route.fulfill(body="<p>Wartung", content_type="text/html", headers=ANY_ORIGIN),
            "half a script": lambda route: route.fulfill(
                body="export class App {", content_type="text/javascript", headers=ANY_ORIGIN
            ),
        }[how]
        trouble_then_help(visit, "**/widget/*/app.js*", fail)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_refused_words_show_the_link_and_a_second_click_works(browser, host, whole, options):
    with visiting(browser, host.page(whole.address), **options) as visit:
        trouble_then_help(visit, "**/api/words*", lambda route: route.fulfill(status=404, body="no JSON"))
        assert the_page_works(visit.page)


def test_api_that_stays_away_shows_the_link_after_some_retries(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        visit.page.clock.install()
        visit.page.route("**/api/**", lambda route: route.abort())
        widget(visit.page, ".launcher").click()
        expect(widget(visit.page, ".status")).not_to_be_empty()

        wait_for(lambda: visit.page.clock.fast_forward(4_000) or visit.page.locator(OWN).is_visible(), what="the link")

        assert visit.heard("error") == [{"code": "network"}]
        assert visit.exceptions == []


def test_style_that_fails_keeps_nobody_from_an_answer(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        visit.page.route("**/style.css", lambda route: route.abort())
        open_chat(visit.page)

        expect(ask(visit.page, QUESTION)).to_contain_text("Integrationskurs")


@pytest.mark.parametrize("module", ["follow.js", "extras.js", "answer.js"])
def test_module_that_is_not_needed_for_an_answer_may_fail(browser, host, whole, module):
    with visiting(browser, host.page(whole.address)) as visit:
        visit.page.route(f"**/widget/*/{module}", lambda route: route.abort())
        open_chat(visit.page)

        expect(ask(visit.page, QUESTION)).to_contain_text("Integrationskurs")
        expect(ask(visit.page, "Was kostet das?")).to_be_visible()
        assert visit.exceptions == []


def test_extras_that_failed_once_come_at_the_next_click(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        open_chat(visit.page)
        visit.page.route("**/extras.js*", lambda route: route.abort())
        widget(visit.page, "button.language").click()
        expect(widget(visit.page, ".alert")).not_to_be_empty()

        visit.page.unroute("**/extras.js*")
        widget(visit.page, "button.language").click()

        expect(widget(visit.page, ".drawer li").first).to_be_visible()
