"""Without what newer browsers alone have, the widget opens, looks like itself and answers.

The syntax is held by the widget's lint; here the names that Chrome 80, Safari 14 or Firefox 78 do not know are taken away.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, TURKISH, ask, open_chat, use_everything, visiting, widget

ABSENT = {
    "Document.prototype": ["adoptedStyleSheets"],
    "ShadowRoot.prototype": ["adoptedStyleSheets"],
    "CSSStyleSheet.prototype": ["replace", "replaceSync"],
    "HTMLElement.prototype": ["inert", "popover", "showPopover", "hidePopover", "togglePopover"],
    "Element.prototype": ["replaceChildren", "checkVisibility", "ariaExpanded", "ariaLabel", "ariaModal"],
    "Document.prototype ": ["replaceChildren", "startViewTransition"],
    "DocumentFragment.prototype": ["replaceChildren"],
    "Crypto.prototype": ["randomUUID"],
    "Navigator.prototype": ["share", "canShare", "clipboard", "virtualKeyboard", "userAgentData"],
    "Array.prototype": ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"],
    "String.prototype": ["at", "replaceAll", "isWellFormed", "toWellFormed"],
    "Object": ["hasOwn", "groupBy"],
    "Promise": ["any", "withResolvers", "try"],
    "AbortSignal": ["timeout", "any"],
    "AbortSignal.prototype": ["reason", "throwIfAborted"],
    "ReadableStream.prototype": ["values"],
    "Intl": ["Segmenter", "DisplayNames"],
    "window": [
        "BroadcastChannel",
        "visualViewport",
        "CloseWatcher",
        "speechSynthesis",
        "structuredClone",
        "requestIdleCallback",
        "scheduler",
        "navigation",
        "trustedTypes",
        "URLPattern",
        "WeakRef",
        "FinalizationRegistry",
    ],
}
REMOVE = """absent => {
    for (const [path, names] of Object.entries(absent)) {
        const owner = path.trim().split('.').reduce((node, name) => node[name], window)
        for (const name of names) {
            delete owner[name]
            if (name in owner) Object.defineProperty(owner, name, {value: undefined, configurable: true})
        }
    }
    delete ReadableStream.prototype[Symbol.asyncIterator]
    const add = EventTarget.prototype.addEventListener // the option `signal` came with Chrome 90
    EventTarget.prototype.addEventListener = function (type, listener, options) {
        if (options && options.signal) throw new TypeError('addEventListener does not know `signal`')
        return add.call(this || window, type, listener, options)
    }
}"""
LOOKS = ["backgroundColor", "color", "position", "borderRadius", "fontSize", "fontWeight", "boxShadow"]


def without(visit, absent=ABSENT):
    visit.context.add_init_script(f"({REMOVE})({json.dumps(absent)})")


def look(page, selector):
    return widget(page, selector).first.evaluate(
        "(node, names) => { const all = getComputedStyle(node); return names.map(name => all[name]) }", LOOKS
    )


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_old_browser_has_the_same_look_and_the_same_answers(browser, host, whole, options):
    looks = []
    for absent in ({}, ABSENT):
        with visiting(browser, **options) as visit:
            if absent:
                without(visit)
            visit.page.goto(host.page(whole.address, "/old"))
            expect(widget(visit.page, ".launcher")).to_have_css("position", "fixed")
            parts = [look(visit.page, ".launcher")]
            open_chat(visit.page)
            expect(ask(visit.page, "Wo kann ich Deutsch lernen?")).to_contain_text("Integrationskurs")
            expect(widget(visit.page, ".actions")).to_be_visible()
            selectors = (".panel", ".head", ".bubble", ".choice", ".send", "textarea", ".tool")
            looks.append(parts + [look(visit.page, selector) for selector in selectors])
            assert visit.wrong() == []
            linked = [url for url in visit.requests if url.endswith("/launcher.css")]
            assert len(linked) == (1 if absent else 0)

    assert looks[1] == looks[0]


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_every_feature_works_in_an_old_browser(browser, host, whole, options):
    with visiting(browser, locale="tr", **options) as visit:
        without(visit)
        visit.page.goto(host.page(whole.address, "/old", lang="tr"))

        use_everything(visit)

        assert visit.wrong() == []


def test_page_behind_rests_without_inert_too(browser, host, whole):
    with visiting(browser, **PHONE) as visit:
        without(visit)
        visit.page.goto(host.page(whole.address, "/old"))
        open_chat(visit.page)
        expect(visit.page.locator("main")).to_have_attribute("aria-hidden", "true")

        visit.page.keyboard.press("Escape")

        expect(visit.page.locator("main")).not_to_have_attribute("aria-hidden", "true")


@pytest.mark.parametrize("refused", ["sessionStorage", "localStorage", "both"])
def test_refused_storage_keeps_nobody_from_an_answer(browser, host, whole, refused):
    names = ["sessionStorage", "localStorage"] if refused == "both" else [refused]
    with visiting(browser) as visit:
        for name in names:
            thrower = "get: () => { throw new DOMException('refused', 'SecurityError') }"
            visit.context.add_init_script(f"Object.defineProperty(window, '{name}', {{{thrower}}})")
        visit.page.goto(host.page(whole.address, "/refused", lang="tr"))
        open_chat(visit.page)

        expect(ask(visit.page, TURKISH)).to_be_visible()
        expect(ask(visit.page, "Ne kadar tutar?")).to_be_visible()

        assert visit.exceptions == []
