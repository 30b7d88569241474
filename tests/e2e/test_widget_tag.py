"""The tag as the page's API: its attributes, several of it, taking it away and putting it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import wait_for
from tests.e2e.visiting import ask, open_chat, visiting, widget

QUESTION = "Wo kann ich Deutsch lernen?"
TAG = "document.querySelector('ki-lotse')"
BLUE = "rgb(11, 82, 119)"
# Counts what hangs on the page and would outlive the tag: listeners, channels to other tabs, requests under way.
COUNTING = """
window.__open = {listeners: [], channels: 0, streams: 0}
const once = (target, type, listener) => [target.constructor.name, type, listener]
const same = (one, other) => one.every((part, place) => part === other[place])
const {addEventListener: add, removeEventListener: remove} = EventTarget.prototype
const shared = target => [undefined, null, window, document, visualViewport].includes(target)
EventTarget.prototype.addEventListener = function (type, listener, ...rest) {
    if (shared(this) && window.__counting) __open.listeners.push(once(this || window, type, listener))
    return add.call(this || window, type, listener, ...rest)
}
EventTarget.prototype.removeEventListener = function (type, listener, ...rest) {
    const place = __open.listeners.findIndex(each => same(each, once(this || window, type, listener)))
    if (shared(this) && place >= 0) __open.listeners.splice(place, 1)
    return remove.call(this || window, type, listener, ...rest)
}
window.BroadcastChannel = class extends BroadcastChannel {
    constructor(name) { super(name); __open.channels++ }
    close() { __open.channels--; super.close() }
}
const request = window.fetch
window.fetch = (url, {signal, ...init}) => {
    if (url.includes('/api/stream')) {
        __open.streams++
        add.call(signal, 'abort', () => { __open.streams-- }, {once: true})
    }
    return request(url, {signal, ...init})
}
window.__counting = true
"""
OPEN = "({...window.__open, listeners: window.__open.listeners.map(([target, type]) => `${target} ${type}`)})"
NOTHING = {"listeners": [], "channels": 0, "streams": 0}


def launcher_style(page, name):
    return widget(page, ".launcher").evaluate(f"node => getComputedStyle(node)['{name}']")


@pytest.mark.parametrize(
    ("lang", "attributes", "side"),
    [
        ("de", "", "right"),
        ("de", 'position="end"', "right"),
        ("de", 'position="start"', "left"),
        ("de", 'position="top; left: 0"', "right"),
        ("ar", "", "left"),
        ("ar", 'position="start"', "right"),
    ],
)
def test_position_is_a_corner(browser, host, whole, lang, attributes, side):
    with visiting(browser, host.page(whole.address, "/corner", lang=lang, attributes=attributes)) as visit:
        width = visit.page.evaluate("innerWidth")
        for selector in (".launcher", ".panel"):
            if selector == ".panel":
                open_chat(visit.page)
            box = widget(visit.page, selector).bounding_box()
            near = box["x"] if side == "left" else width - box["x"] - box["width"]
            assert 0 <= near < 40


@pytest.mark.parametrize(
    ("accent", "colour"),
    [
        ("#7a1f5c", "rgb(122, 31, 92)"),
        ("#a05", "rgb(170, 0, 85)"),
        ("", BLUE),
        ("red", BLUE),
        ("#12", BLUE),
        ("#7a1f5c; background: url(http://127.0.0.1:9/)", BLUE),
        ("var(--bad)", BLUE),
    ],
)
def test_accent_is_a_colour_or_nothing(browser, host, whole, accent, colour):
    with visiting(browser, host.page(whole.address, "/accent", attributes=f'accent="{accent}"')) as visit:
        assert launcher_style(visit.page, "backgroundColor") == colour
        assert visit.wrong() == []


def test_accent_too_light_to_be_read_is_darkened_and_follows_changes(browser, host, whole):
    with visiting(browser, host.page(whole.address, "/accent", attributes='accent="#ffff00"')) as visit:
        red, green, blue = map(int, re.findall(r"\d+", launcher_style(visit.page, "backgroundColor")))
        assert red == green < 140 and blue == 0

        visit.page.evaluate(f"{TAG}.setAttribute('accent', '#7a1f5c')")

        assert launcher_style(visit.page, "backgroundColor") == "rgb(122, 31, 92)"
        visit.page.evaluate(f"{TAG}.removeAttribute('accent')")
        assert launcher_style(visit.page, "backgroundColor") == BLUE


def test_open_attribute_opens_without_taking_the_focus_and_closes_again(browser, host, whole):
    with visiting(browser, host.page(whole.address, "/open", attributes="open")) as visit:
        expect(widget(visit.page, "textarea")).to_be_visible()
        assert visit.page.evaluate("document.activeElement === document.body")

        visit.page.evaluate(f"{TAG}.removeAttribute('open')")
        expect(widget(visit.page, ".panel")).to_be_hidden()
        visit.page.evaluate(f"{TAG}.open = true; {TAG}.setAttribute('open', 'open')")
        expect(widget(visit.page, ".panel")).to_be_visible()
        visit.page.keyboard.press("Escape")
        expect(widget(visit.page, ".panel")).to_be_hidden()

        assert visit.page.evaluate(f"{TAG}.hasAttribute('open')") is False
        assert [kind.removeprefix("ki-lotse-") for kind, _ in visit.heard()] == ["open", "close", "open", "close"]


def test_open_and_closed_at_once_ends_closed(browser, host, whole):
    with visiting(browser, host.page(whole.address, "/quick")) as visit:
        visit.page.evaluate(f"{TAG}.setAttribute('open', ''); {TAG}.removeAttribute('open')")
        visit.page.wait_for_load_state("networkidle")

        expect(widget(visit.page, ".panel:visible")).to_have_count(0)
        expect(widget(visit.page, ".launcher")).to_be_visible()
        assert visit.wrong() == []


def test_endpoint_is_where_the_answers_come_from(browser, host, whole):
    """The script lies with the host here, the service elsewhere."""
    script = whole.address.replace("127.0.0.1", "localhost")
    url = host.page(script, "/endpoint", attributes=f'endpoint="{whole.address}/some/path"')
    html, kind, headers = host.pages["/endpoint"]
    policy = headers["Content-Security-Policy"].replace(script, f"{script} {whole.address}")
    host.pages["/endpoint"] = (html, kind, {"Content-Security-Policy": policy})
    with visiting(browser, url) as visit:
        open_chat(visit.page)
        expect(ask(visit.page, QUESTION)).to_contain_text("Integrationskurs")

        asked = [url for url in visit.requests if "/api/" in url]
        assert asked and all(url.startswith(f"{whole.address}/api/") for url in asked)


@pytest.mark.parametrize("endpoint", ["http://[", "http://127.0.0.1:9", "javascript:alert(1)"])
def test_bad_endpoint_shows_the_pages_own_link(browser, host, whole, endpoint):
    with visiting(browser, host.page(whole.address, "/bad", attributes=f'endpoint="{endpoint}"')) as visit:
        visit.page.clock.install()
        widget(visit.page, ".launcher").click()

        link = visit.page.locator("ki-lotse > a")
        wait_for(lambda: visit.page.clock.fast_forward(4_000) or link.is_visible(), what="the link")
        assert visit.exceptions == []


def test_several_tags_and_scripts_do_no_harm(browser, host, whole):
    again = f'<script type="module" src="{whole.address}/widget.js?again"></script>'
    again += f'<script type="module" src="{whole.address}/widget/0.1.0/widget.js"></script>'
    body = '<section><ki-lotse lang="tr"></ki-lotse></section><ki-lotse open></ki-lotse>'
    with visiting(browser, host.page(whole.address, "/many", body=body, head=again)) as visit:
        expect(widget(visit.page, ".launcher")).to_have_count(1)
        widget(visit.page, ".launcher").click()
        expect(widget(visit.page, ".panel")).to_have_count(1)
        expect(widget(visit.page, ".ui")).to_have_attribute("lang", "tr")
        expect(ask(visit.page, "Almanca nerede öğrenebilirim?")).to_be_visible()

        assert [kind for kind, _ in visit.heard()].count("ki-lotse-open") == 1
        assert visit.wrong() == []


def test_tag_moved_while_it_is_open_goes_on(browser, host, whole):
    with visiting(browser, host.page(whole.address, "/moved")) as visit:
        open_chat(visit.page)
        ask(visit.page, QUESTION)

        visit.page.evaluate(f"document.querySelector('main').append({TAG})")

        expect(widget(visit.page, ".panel")).to_be_visible()
        expect(widget(visit.page, ".message.resident")).to_have_count(1)
        ask(visit.page, "Was kostet der Integrationskurs?")
        expect(widget(visit.page, ".message.resident")).to_have_count(2)
        assert visit.wrong() == []


@pytest.mark.parametrize("wide", [True, False], ids=["desktop", "phone"])
def test_tag_taken_away_leaves_nothing_behind_and_comes_back(browser, host, whole, wide):
    """Both while it is open, with a stream under way; and the page behind it is free again."""
    screen = {"viewport": {"width": 1280 if wide else 390, "height": 800}}
    with visiting(browser, **screen) as visit:
        visit.context.add_init_script(COUNTING)
        visit.page.goto(host.page(whole.address, "/away"))
        open_chat(visit.page)
        ask(visit.page, QUESTION)
        wait_for(lambda: visit.page.evaluate(OPEN)["streams"] == 1, what="the stream")
        assert len(visit.page.evaluate(OPEN)["listeners"]) >= 2

        visit.page.evaluate(f"window.__tag = {TAG}; __tag.remove()")

        wait_for(lambda: visit.page.evaluate(OPEN) == NOTHING, 10, f"nothing left ({visit.page.evaluate(OPEN)})")
        assert visit.page.evaluate("document.documentElement.style.overflow") == ""
        assert visit.page.evaluate("document.querySelectorAll('[inert], [aria-hidden]').length") == 0

        visit.page.evaluate("document.body.append(__tag)")
        expect(widget(visit.page, ".message.resident")).to_have_count(1)
        ask(visit.page, "Was kostet der Integrationskurs?")
        wait_for(lambda: visit.page.evaluate(OPEN)["streams"] == 1, what="the stream")
        assert visit.wrong() == []


def test_tag_taken_away_before_its_app_has_come_stays_quiet(browser, host, whole):
    with visiting(browser) as visit:
        visit.context.add_init_script(COUNTING)
        visit.page.goto(host.page(whole.address, "/early"))
        widget(visit.page, ".launcher").wait_for()
        with visit.page.expect_request_finished(lambda request: request.url.endswith("/app.js")):
            visit.page.evaluate(f"window.__tag = {TAG}; __tag.setAttribute('open', ''); __tag.remove()")
        visit.page.wait_for_load_state("networkidle")

        assert visit.page.evaluate(OPEN) == NOTHING
        visit.page.evaluate("document.body.append(__tag)")
        expect(widget(visit.page, "textarea")).to_be_visible()
        expect(ask(visit.page, QUESTION)).to_be_visible()
        assert visit.wrong() == []


def test_tag_made_by_a_script_works(browser, host, whole):
    with visiting(browser, host.page(whole.address, "/made")) as visit:
        widget(visit.page, ".launcher").wait_for()
        visit.page.evaluate(f"{TAG}.remove()")
        visit.page.evaluate("document.body.append(Object.assign(document.createElement('ki-lotse'), {lang: 'tr'}))")

        open_chat(visit.page)

        expect(widget(visit.page, ".ui")).to_have_attribute("lang", "tr")
        assert visit.wrong() == []
