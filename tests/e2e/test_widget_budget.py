"""What the widget weighs on the wire (rule W1): JS and CSS that the page has asked for, each packed by gzip -9."""

from __future__ import annotations

import gzip

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, ask, open_chat, use_everything, visiting, widget

BEFORE_THE_CLICK = 4_000
TO_THE_FIRST_ANSWER = 15_000
EVERYTHING = 30_000
TEXTS = 8_000
SCREENS = pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
# When the first answer is in the page. What had come until then is counted; what the answer itself asks for is not.
NOTING = """addEventListener('ki-lotse-open', ({target}) => {
    const log = target.shadowRoot.querySelector('[role=log]')
    new MutationObserver(() => {
        if (log.querySelector('.resident ~ .bot')) window.__answered = window.__answered || performance.now()
    }).observe(log, {childList: true})
})"""
COME = """() => performance.getEntriesByType('resource')
    .filter(({responseEnd}) => responseEnd <= window.__answered).map(({name}) => name)"""


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def weight(urls, origin):
    """Bytes of the scripts and styles of that origin, by name."""
    files = {url.split("?")[0] for url in urls if url.startswith(f"{origin}/widget")}
    return {url.rpartition("/")[2]: packed(httpx.get(url).raise_for_status().content) for url in sorted(files)}


@SCREENS
def test_before_the_click(browser, host, whole, options):
    with visiting(browser, host.page(whole.address), **options) as visit:
        expect(widget(visit.page, ".launcher")).to_be_visible()
        visit.page.wait_for_load_state("networkidle")

        weights = weight(visit.requests, whole.address)

    assert list(weights) == ["widget.js"]
    assert sum(weights.values()) <= BEFORE_THE_CLICK, weights


@SCREENS
def test_to_the_first_answer(browser, host, whole, options):
    with visiting(browser, **options) as visit:
        visit.context.add_init_script(NOTING)
        visit.page.goto(host.page(whole.address))
        open_chat(visit.page)
        ask(visit.page, "Wo kann ich Deutsch lernen?")
        visit.page.wait_for_function("window.__answered")

        weights = weight(visit.page.evaluate(COME), whole.address)

    assert {"widget.js", "app.js", "style.css"} <= set(weights)
    assert sum(weights.values()) <= TO_THE_FIRST_ANSWER, weights


@SCREENS
def test_with_every_feature_opened(browser, host, whole, options):
    with visiting(browser, host.page(whole.address, "/all", lang="tr"), locale="tr", **options) as visit:
        asked = []
        visit.page.on("request", lambda request: asked.append(request.url))  # of this page; the slip is one of its own
        visit.page.reload()
        use_everything(visit)

        weights = weight(asked, whole.address)

    assert {"menu.js", "languages.js", "answer.js", "speech.js"} <= set(weights)
    assert sum(weights.values()) <= EVERYTHING, weights


def test_texts_of_each_language(whole):
    words = httpx.get(f"{whole.address}/api/words").json()
    codes = [each["code"] for each in words["languages"]]
    weights = {code: packed(httpx.get(f"{whole.address}/api/words?language={code}").content) for code in codes}

    assert len(codes) >= 15
    assert {code: bytes_ for code, bytes_ in weights.items() if bytes_ > TEXTS} == {}
