"""The page's styles and ids stay out of the widget, the widget's out of the page (rule W6)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hosting import STYLE
from tests.e2e.visiting import TURKISH, ask, open_chat, visiting, widget

WORSE = """
html { color: lime; text-transform: uppercase; letter-spacing: 9px; word-spacing: 1em }
body, ki-lotse { font: italic 700 30px/4 serif; visibility: collapse; text-align: right; overflow-wrap: anywhere }
ki-lotse { visibility: visible; columns: 3; hyphens: auto }
* { text-transform: uppercase !important; cursor: crosshair;
    text-indent: 4em !important; white-space: pre !important; user-select: none; text-align: justify !important; z-index: 1 }
button, textarea, a, ul { background: lime !important; border: 9px solid red !important; opacity: .5 }
.ui, .panel, .launcher, .message, .bubble, #panel, #input { position: static !important; width: 1px !important }
"""
BODY = '<p id="panel">Absatz</p><form><label for="input">Suche</label><input id="input"><button id="title">Los</button></form>'
# Every computed style of some nodes, sorted: Chromium lists variables now in one order, now in another.
LOOK = """nodes => [...nodes].map(node => {
    const style = getComputedStyle(node)
    return [node.tagName, node.getAttribute('class'), ...[...style].sort().map(name => `${name}: ${style.getPropertyValue(name)}`)]
})"""
INSIDE = f"() => ({LOOK})(document.querySelector('ki-lotse').shadowRoot.querySelectorAll('.ui, .ui *'))"
OUTSIDE = f"() => ({LOOK})(document.querySelectorAll('html, body, main, main *'))"


@pytest.fixture
def styled(host, whole):
    """Puts up the page with a style sheet of the city; its address."""

    def build(style: str, path: str, lang: str = "tr", script: bool = True) -> str:
        url = host.page(whole.address, path, lang=lang, body=BODY)
        html, kind, headers = host.pages[path]
        html = html.replace("/host.css", f"{path}.css")
        html = html if script else re.sub("<script.*?</script>|<ki-lotse.*</ki-lotse>", "", html)
        host.pages[path] = (html, kind, headers)
        host.pages[f"{path}.css"] = (style, "text/css", {})
        return url

    return build


def differences(before, after):
    """The nodes whose styles differ: tag and class, and what they are `before` and `after`."""
    pairs = zip(before, after, strict=True)
    return [
        (one[:2], sorted(set(one) - set(other)), sorted(set(other) - set(one))) for one, other in pairs if one != other
    ]


def look_after_an_answer(browser, url):
    """Computed styles inside the widget: closed, and open with an answer."""
    with visiting(browser, url, locale="tr", reduced_motion="reduce") as visit:
        expect(widget(visit.page, ".launcher")).to_be_attached()
        closed = visit.page.evaluate(INSIDE)
        visit.page.evaluate("document.querySelector('ki-lotse').setAttribute('open', '')")
        ask(visit.page, TURKISH)
        expect(widget(visit.page, ".actions")).to_be_attached()
        return closed + visit.page.evaluate(INSIDE)


@pytest.mark.parametrize("style", [STYLE, WORSE], ids=["hostile", "worse"])
def test_styles_of_the_page_do_not_reach_the_widget(browser, styled, style):
    plain = look_after_an_answer(browser, styled("", "/plain"))
    hostile = look_after_an_answer(browser, styled(style, "/hostile"))

    assert len(plain) > 60
    assert differences(plain, hostile) == []


def test_styles_of_the_widget_do_not_reach_the_page(browser, styled):
    style = "main { color: teal; font: 14px serif } button { padding: 3px }"
    with visiting(browser, styled(style, "/without", script=False)) as visit:
        without = visit.page.evaluate(OUTSIDE)
    with visiting(browser, styled(style, "/with")) as visit:
        closed = visit.page.evaluate(OUTSIDE)
        open_chat(visit.page)
        ask(visit.page, TURKISH)
        opened = visit.page.evaluate(OUTSIDE)

    assert differences(without, closed) == []
    assert differences(without, opened) == []


def test_ids_of_the_page_and_of_the_widget_do_not_meet(browser, styled):
    with visiting(browser, styled("", "/ids")) as visit:
        open_chat(visit.page)

        visit.page.get_by_text("Suche", exact=True).click()

        assert visit.page.evaluate("document.activeElement.matches('main #input')")
        assert visit.page.locator("main #panel").inner_text() == "Absatz"
        assert visit.page.evaluate("document.getElementById('panel').tagName") == "P"
        widget(visit.page, "form label").click()
        expect(widget(visit.page, "textarea")).to_be_focused()
