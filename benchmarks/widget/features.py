"""One conversation that opens every feature of the widget once, but leaving the page."""

from __future__ import annotations

from playwright.sync_api import Locator

from benchmarks.widget.visits import Visit

QUESTION = "Almanca nerede öğrenebilirim?"
VIOLENCE = "Kocam beni dövüyor, yardım edin"
DROPPED = """() => {
    const data = new DataTransfer()
    data.items.add(new File(['x'], 'brief.jpg', {type: 'image/jpeg'}))
    return data
}"""


def use_everything(visit: Visit, texts: dict[str, str]) -> None:
    """A page that embeds the widget is open, in Turkish; `texts` are the widget's own in that language."""
    visit.widget(".launcher").click()
    visit.mark("usable")
    visit.send(QUESTION)
    use_answer(visit, texts)
    use_head(visit, texts)
    for action in ("emergency", "barrier", "privacy"):
        visit.widget(f'[data-action="{action}"]').first.click()
    visit.widget(".panel").dispatch_event("drop", {"dataTransfer": visit.page.evaluate_handle(DROPPED)})
    visit.widget(".message.bot").filter(has_text=texts["files"]).wait_for()
    visit.widget('.help [data-action="person"]').click()
    named(visit.widget(".question"), texts["yes"]).click()
    erase(visit, texts)
    visit.send(VIOLENCE)
    visit.widget(".leave").first.wait_for()


def use_answer(visit: Visit, texts: dict[str, str]) -> None:
    """Everything below an answer."""
    actions = visit.widget(".actions").last
    named(actions, texts["original"]).click()
    visit.widget('.original[lang="de"]').wait_for()
    for name in ("copy", "share", "no"):
        named(actions, texts[name]).click()
    named(actions, texts["reason_unclear"]).click()
    visit.widget('.helped [data-action="person"]').wait_for()


def use_head(visit: Visit, texts: dict[str, str]) -> None:
    """The list of languages with its search; the menu with larger text and the conversation as a file."""
    visit.widget("button.language").click()
    visit.widget(".drawer input").fill("turk")
    visit.page.keyboard.press("Escape")
    visit.widget('[data-action="more"]').click()
    named(visit.widget(".drawer"), texts["larger"]).click()
    with visit.page.expect_download():
        named(visit.widget(".drawer"), texts["download"]).click()


def erase(visit: Visit, texts: dict[str, str]) -> None:
    """Has the conversation deleted."""
    visit.widget('[data-action="more"]').click()
    for name in ("delete", "delete_sure"):
        named(visit.widget(".drawer"), texts[name]).click()
    visit.widget(".message.resident").first.wait_for(state="detached")


def named(within: Locator, text: str) -> Locator:
    return within.get_by_text(text, exact=True)
