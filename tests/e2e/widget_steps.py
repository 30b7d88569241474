"""Steps that tests of the widget share: a city's page, opening, asking, and the states that a chat goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.hosting import POLICY, Host

# Each is answered with links, sources and buttons (faq/entries/life.german-course.yml).
QUESTIONS = {
    "de": "Wo kann ich Deutsch lernen?",
    "en": "Where can I learn German?",
    "tr": "Nerede Almanca öğrenebilirim?",
    "ar": "أين يمكنني تعلّم الألمانية؟",
    "fa": "کجا می\u200cتوانم آلمانی یاد بگیرم؟",
    "uk": "Де я можу вивчати німецьку?",
}
LANGUAGES = list(QUESTIONS)
RIGHT_TO_LEFT = ["ar", "fa"]
LIMIT = 1000  # characters of a message
SLOW_MS = 20_000  # two cores, and other tests beside this one

MODES: dict[str, dict[str, str]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
}
CITY_STYLE = ":root { color-scheme: light dark } body { background: Canvas; color: CanvasText; min-height: 150vh } a { color: LinkText }"
CITY = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Stadt</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/city.css">
<script type="module" src="{widget}/widget.js"></script></head><body>
<header><a href="#content" id="first">Stadt</a></header>
<main id="content"><h1>Stadt</h1><p><label>Suche <input id="search" name="search"></label></p></main>
<footer><a href="/imprint" id="last">Impressum</a></footer>
<ki-lotse {attributes}><a href="{widget}/chat">Chat</a></ki-lotse></body></html>"""


def city(host: Host, widget_address: str, language: str = "de", attributes: str = "") -> str:
    """Put up a page with landmarks and a form of its own; returns its address."""
    path = f"/city-{language}"
    host.pages["/city.css"] = (CITY_STYLE, "text/css", {})
    html = CITY.format(lang=language, widget=widget_address, attributes=attributes)
    host.pages[path] = (html, "text/html", {"Content-Security-Policy": POLICY.format(widget=widget_address)})
    return host.address + path


def visits(browser: Browser, host: Host, widget_address: str, **always: Any) -> Iterator[Callable[..., Page]]:
    """For a fixture: yields what opens the city's page in a language, each in a browser of its own until the end."""
    contexts: list[BrowserContext] = []

    def visit(language: str = "de", fragment: str = "", attributes: str = "", **more: Any) -> Page:
        contexts.append(browser.new_context(**{"locale": language, **always, **more}))
        page = contexts[-1].new_page()
        page.goto(city(host, widget_address, language, attributes) + fragment)
        return page

    yield visit
    for context in contexts:
        context.close()


def widget(page: Page) -> Locator:
    return page.locator("ki-lotse")


def launcher(page: Page) -> Locator:
    return page.locator("ki-lotse .launcher")


def panel(page: Page) -> Locator:
    return page.locator("ki-lotse .panel")


def field(page: Page) -> Locator:
    return page.locator("ki-lotse #input")


def log(page: Page) -> Locator:
    return page.locator("ki-lotse [role=log]")


def status(page: Page) -> Locator:
    return page.locator("ki-lotse p[role=status]")


def alert(page: Page) -> Locator:
    return page.locator("ki-lotse p[role=alert]")


def answers(page: Page) -> Locator:
    """What the assistant said, the greeting included."""
    return page.locator("ki-lotse .message.bot")


def own(page: Page) -> Locator:
    """What the resident said."""
    return page.locator("ki-lotse .message.resident")


FOCUSED = """() => {
    let node = document.activeElement
    while (node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement
    return node.id || node.dataset.action || node.className || node.tagName
}"""


def focused(page: Page) -> str:
    """What has the focus, in the widget too: its id, action, class or tag, the first there is."""
    return page.evaluate(FOCUSED)


def open_chat(page: Page) -> None:
    """Open by the launcher, and wait for the greeting."""
    launcher(page).click()
    expect(answers(page)).to_have_count(1, timeout=SLOW_MS)
    expect(field(page)).to_be_focused()


def send(page: Page, text: str) -> None:
    field(page).fill(text)
    field(page).press("Enter")


def ask(page: Page, text: str) -> Locator:
    """Ask and wait for the next answer; returns it."""
    before = answers(page).count()
    send(page, text)
    expect(answers(page)).to_have_count(before + 1, timeout=SLOW_MS)
    return answers(page).last


def ask_for_course(page: Page, language: str) -> Locator:
    """Ask for what has links, sources and buttons, and wait for all of it; returns the answer."""
    answer = ask(page, QUESTIONS[language])
    expect(answer.locator(".actions")).to_be_visible(timeout=SLOW_MS)
    expect(answer.locator(".choice").first).to_be_visible()
    return answer


def slow_down(page: Page, latency_ms: int) -> None:
    """From now on each reply takes so long; what a stream brings that is open already does not."""
    conditions = {"offline": False, "latency": latency_ms, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)


def be_refused(page: Page) -> None:
    """An error: the message is too long for the server."""
    send(page, "x" * (LIMIT + 1))
    expect(alert(page)).not_to_be_empty(timeout=SLOW_MS)


def ask_for_person(page: Page) -> None:
    """The case is with the team, and the resident is asked whose phone it is."""
    before = answers(page).count()
    page.locator("ki-lotse .help .person").click()
    expect(answers(page)).to_have_count(before + 1, timeout=SLOW_MS)
    expect(page.locator("ki-lotse .question .choice").first).to_be_visible(timeout=SLOW_MS)


def states(page: Page, language: str) -> Iterator[str]:
    """Goes through a chat on a page that is there; yields the name of each state when it has come."""
    expect(launcher(page)).to_be_visible(timeout=SLOW_MS)
    yield "closed"
    open_chat(page)
    yield "open"
    ask_for_course(page, language)
    yield "answer"
    be_refused(page)
    yield "error"
    field(page).fill("")
    ask_for_person(page)
    yield "handoff"
