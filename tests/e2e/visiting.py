"""Visits to a page that embeds the widget: what the browser asked of whom, what went wrong, what the page heard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.hosting import FAULTS

HEARD = """
window.__heard = []
for (const name of ['open', 'close', 'answer', 'error'])
    document.addEventListener(`ki-lotse-${name}`, ({type, detail}) => __heard.push([type, detail]))
"""
STORED = """async () => ({
    cookies: document.cookie, session: {...sessionStorage}, local: {...localStorage},
    databases: (await indexedDB.databases()).map(({name}) => name), caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
EMPTY = {"cookies": "", "session": {}, "local": {}, "databases": [], "caches": [], "workers": 0}
DROPPED = """() => {
    const data = new DataTransfer()
    data.items.add(new File(['x'], 'brief.jpg', {type: 'image/jpeg'}))
    return data
}"""
TURKISH = "Almanca nerede öğrenebilirim?"
LEFT_FOR = "https://www.aachen.de"  # where "leave quickly" goes; no test asks the real one
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


class Visit:
    """A browser's window of its own. `requests` are all URLs asked for; `faults` errors of scripts and the console."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.exceptions: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        context.on("weberror", lambda fault: self.exceptions.append(str(fault.error)))
        context.add_init_script(FAULTS + HEARD)
        context.route(f"{LEFT_FOR}/**", lambda route: route.fulfill(body="elsewhere"))
        self.context = context
        context.set_default_timeout(15_000)
        self.page = context.new_page()

    @property
    def origins(self) -> set[str]:
        """Whom the browser has asked for something; files that the page made itself are nobody's."""
        return {f"{url.scheme}://{url.netloc}" for url in map(urlsplit, self.requests) if url.scheme != "blob"}

    def wrong(self) -> list[str]:
        """Everything that went wrong so far, violations of the policy included."""
        return [*self.faults, *self.exceptions, *self.page.evaluate("window.__faults")]

    def stored(self) -> dict[str, Any]:
        """What the page and the browser have kept for the host's origin; equal to EMPTY for nothing."""
        kept: dict[str, Any] = self.page.evaluate(STORED)
        return kept | {"cookies": kept["cookies"] or "".join(each["name"] for each in self.context.cookies())}

    def heard(self, kind: str = "") -> list[Any]:
        """The details of the events of a kind, such as "open"; of no kind: all events as [type, detail]."""
        events: list[list[Any]] = self.page.evaluate("window.__heard")
        return [detail for name, detail in events if name == f"ki-lotse-{kind}"] if kind else events


@contextmanager
def visiting(browser: Browser, url: str = "", **options: Any) -> Iterator[Visit]:
    """A visit to a page, in German if nothing else is said; `options` are the browser context's."""
    context = browser.new_context(**{"locale": "de-DE", **options})
    try:
        visit = Visit(context)
        if url:
            visit.page.goto(url)
        yield visit
    finally:
        context.close()


def widget(page: Page, selector: str) -> Locator:
    """Nodes in the widget's shadow root."""
    return page.locator(f"ki-lotse {selector}")


def open_chat(page: Page) -> None:
    """Click the launcher and wait for the greeting."""
    widget(page, ".launcher").click()
    expect(widget(page, ".message.bot").first).to_be_visible()


def ask(page: Page, question: str) -> Locator:
    """Type and send a question; its answer's node."""
    answers = widget(page, ".message.bot")
    before = answers.count()
    widget(page, "textarea").fill(question)
    page.keyboard.press("Enter")
    expect(answers).to_have_count(before + 1, timeout=20_000)
    return answers.nth(before)


def press(page: Page, name: str, within: str = ".panel") -> None:
    """Click the button (or link) with that text in the widget."""
    page.locator(f"ki-lotse {within}").get_by_text(name, exact=True).click()


def use_everything(visit: Visit, phone: bool = False) -> None:
    """One conversation in Turkish, on a page in Turkish, that opens every feature; ends with "leave quickly"."""
    page = visit.page
    words = page.request.get(f"{widget_origin(page)}/api/words?language=tr").json()["texts"]
    open_chat(page)
    widget(page, ".choice.topic").first.click()
    expect(widget(page, ".message.bot")).to_have_count(2)
    answer = ask(page, TURKISH)
    use_answer(visit, answer, words)
    use_head(visit, words)
    for action in ("emergency", "barrier", "privacy"):
        count = widget(page, ".message.bot").count()
        widget(page, f'[data-action="{action}"]').first.click()
        expect(widget(page, ".message.bot")).to_have_count(count + (action != "emergency"))
    widget(page, ".panel").dispatch_event("drop", {"dataTransfer": page.evaluate_handle(DROPPED)})
    expect(widget(page, ".message.bot").filter(has_text=words["files"])).to_have_count(1)
    widget(page, '.help [data-action="person"]').click()
    expect(widget(page, ".question")).to_be_visible()
    press(page, words["yes"], ".question")
    erase(visit, words)
    violence = ask(page, "Kocam beni dövüyor, yardım edin")
    expect(violence.locator(".leave")).to_be_visible()


def widget_origin(page: Page) -> str:
    source: str = page.evaluate("document.querySelector('script[src*=\"/widget\"]').src")
    return "{0.scheme}://{0.netloc}".format(urlsplit(source))


def use_answer(visit: Visit, answer: Locator, words: dict[str, str]) -> None:
    """Everything below an answer."""
    answer.get_by_text(words["original"], exact=True).click()
    expect(answer.locator('.original[lang="de"]')).to_be_visible()
    for name in ("copy", "share"):
        answer.get_by_text(words[name], exact=True).click()
    with visit.context.expect_page() as opened:
        answer.get_by_text(words["slip"], exact=True).click()
    opened.value.close()
    answer.get_by_text(words["no"], exact=True).click()
    answer.get_by_text(words["reason_unclear"], exact=True).click()
    expect(answer.locator('.helped [data-action="person"]')).to_be_visible()


def use_head(visit: Visit, words: dict[str, str]) -> None:
    """The list of languages, and the menu with larger text and the conversation as a file."""
    page = visit.page
    widget(page, "button.language").click()
    widget(page, ".drawer input").fill("turk")
    expect(widget(page, ".drawer li")).to_have_count(1)
    page.keyboard.press("Escape")
    widget(page, '[data-action="more"]').click()
    press(page, words["larger"])
    with page.expect_download():
        press(page, words["download"])


def erase(visit: Visit, words: dict[str, str]) -> None:
    """Has the conversation deleted."""
    widget(visit.page, '[data-action="more"]').click()
    press(visit.page, words["delete"])
    press(visit.page, words["delete_sure"])
    expect(widget(visit.page, ".message.resident")).to_have_count(0)
