"""The keyboard alone is enough: rules A2, A14 and A16, and the whole way from the page's load to a person."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_steps import (
    LANGUAGES,
    QUESTIONS,
    SLOW_MS,
    answers,
    ask_for_course,
    be_refused,
    field,
    focused,
    launcher,
    log,
    open_chat,
    own,
    panel,
)

MOST_STOPS = 120
# What can be pressed or typed into and is to be seen: each by what tells it from the others.
CONTROLS = """() => [...document.querySelector('ki-lotse').shadowRoot.querySelectorAll('button, a, input, textarea, [tabindex]')]
    .filter(node => node.checkVisibility() && node.tabIndex >= 0)
    .map((node, at) => { node.dataset.control = at; return String(at) })"""
CONTROL = """() => {
    const {activeElement} = document.querySelector('ki-lotse').shadowRoot
    return activeElement ? activeElement.dataset.control : ''
}"""
NOT_NATIVE = """() => [...document.querySelector('ki-lotse').shadowRoot.querySelectorAll('*')].filter(node =>
    node.tabIndex > 0
    || /^(button|link|checkbox|menuitem|option|tab)$/.test(node.getAttribute('role'))
    || (node.dataset.action || node.onclick && node.getAttribute('role') !== 'dialog') && node.tagName !== 'BUTTON'
    || node.tabIndex === 0 && !/^(BUTTON|A|INPUT|TEXTAREA)$/.test(node.tagName) && node.getAttribute('role') !== 'log',
).map(node => node.outerHTML.slice(0, 80))"""


def stops(page, key: str = "Tab") -> list[str]:
    """What has the focus after each Tab, until it is where it began."""
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        found.append(focused(page))
        if found[-1] == found[0] and len(found) > 1:
            break
    return found


def tab_to(page, name: str, key: str = "Tab") -> int:
    """Tab until this has the focus; returns how many stops it took."""
    for count in range(1, MOST_STOPS):
        page.keyboard.press(key)
        if focused(page) == name:
            return count
    raise AssertionError(f"no {key} leads to {name}")


def test_tab_never_enters_a_chat_that_is_closed(visit):
    page = visit()
    expect(launcher(page)).to_be_visible(timeout=SLOW_MS)
    way = ["first", "search", "last", "launcher"]

    assert [each for each in stops(page) if each != "BODY"][:4] == way
    open_chat(page)
    ask_for_course(page, "de")
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    page.locator("#last").focus()
    assert stops(page)[0] == "launcher"
    assert set(stops(page)) <= {*way, "BODY"}


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_launcher_and_openers_work_with_both_keys(visit, key):
    page = visit()
    expect(launcher(page)).to_be_visible(timeout=SLOW_MS)
    launcher(page).focus()
    page.keyboard.press(key)
    expect(field(page)).to_be_focused(timeout=SLOW_MS)

    for action in ("language", "more", "emergency"):
        opener = page.locator(f"ki-lotse [data-action={action}]")
        opener.press(key)
        expect(opener).to_have_attribute("aria-expanded", "true", timeout=SLOW_MS)
        assert opener.evaluate(
            "node => node.getRootNode().getElementById(node.getAttribute('aria-controls')).offsetHeight"
        )
        opener.press(key)
        expect(opener).to_have_attribute("aria-expanded", "false")


def test_every_control_is_native_and_tab_leads_to_all(visit):
    page = visit(language="tr")
    open_chat(page)
    ask_for_course(page, "tr")
    page.locator("ki-lotse [data-action=emergency]").press("Enter")
    page.locator("ki-lotse [data-action=more]").press("Enter")
    expect(page.locator("ki-lotse .menu .choice").first).to_be_focused(timeout=SLOW_MS)
    controls = page.evaluate(CONTROLS)
    page.locator("#last").focus()
    visited = []
    while len(visited) < MOST_STOPS and (not visited or page.evaluate(CONTROL)):
        page.keyboard.press("Tab")
        visited.append(page.evaluate(CONTROL))

    assert page.evaluate(NOT_NATIVE) == []
    assert len(controls) > 25
    assert visited == [*controls, ""]  # all, and in the order in which they stand


def test_person_is_reached_from_the_page_by_tab_and_enter_alone(visit):
    page = visit()
    expect(launcher(page)).to_be_visible(timeout=SLOW_MS)
    tab_to(page, "launcher")
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused(timeout=SLOW_MS)
    page.keyboard.type(QUESTIONS["de"])
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2, timeout=SLOW_MS)

    tab_to(page, "person", "Shift+Tab")
    page.keyboard.press("Enter")

    expect(answers(page)).to_have_count(3, timeout=SLOW_MS)
    expect(answers(page).last).to_contain_text("Mensch")
    expect(page.locator("ki-lotse .question")).to_be_visible(timeout=SLOW_MS)
    tab_to(page, "choice", "Shift+Tab")  # "No": not my own phone
    page.keyboard.press("Enter")
    expect(page.locator("ki-lotse .question")).to_be_hidden()
    expect(field(page)).to_be_focused()
    page.keyboard.type("Danke")
    tab_to(page, "send")
    page.keyboard.press("Enter")
    expect(own(page)).to_have_count(3)


def test_language_is_chosen_by_keyboard(visit):
    page = visit()
    open_chat(page)
    tab_to(page, "language", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("ki-lotse #search")).to_be_focused(timeout=SLOW_MS)
    page.keyboard.type("turkce")

    page.keyboard.press("Enter")

    expect(page.locator("ki-lotse .ui")).to_have_attribute("lang", "tr")
    assert focused(page) == "language"


def test_button_that_was_pressed_stays_to_be_read_and_does_nothing_more(visit):
    page = visit()
    open_chat(page)
    choice = answers(page).first.locator(".choice").first
    title = choice.inner_text()
    choice.press("Enter")
    expect(answers(page)).to_have_count(2, timeout=SLOW_MS)

    expect(choice).to_have_attribute("aria-disabled", "true")
    expect(choice).to_be_visible()
    assert choice.inner_text() == title
    assert choice.evaluate("node => node === node.getRootNode().activeElement")
    assert own(page).last.locator(".text").inner_text() == title
    assert own(page).last.evaluate("node => node.parentElement.getAttribute('role')") == "log"
    choice.press("Space")
    expect(own(page)).to_have_count(1)


def test_button_that_shows_the_rest_hands_the_focus_on(visit):
    page = visit()
    open_chat(page)
    choices = answers(page).first.locator(".choice:visible")
    before = choices.count()
    answers(page).first.locator(".choice.all").press("Enter")

    assert choices.count() > before
    assert page.evaluate(CONTROL.replace(".dataset.control", ".tagName")) == "BUTTON"


@pytest.mark.parametrize("language", LANGUAGES)
def test_barrier_is_reported_two_stops_from_the_input(visit, language):
    page = visit(language)
    open_chat(page)
    for _ in range(2):
        field(page).focus()
        assert tab_to(page, "barrier") <= 2
        be_refused(page)
    field(page).fill("")
    page.locator("ki-lotse [data-action=barrier]").press("Enter")

    expect(answers(page)).to_have_count(2, timeout=SLOW_MS)
    assert answers(page).last.get_attribute("lang") == language
    expect(answers(page).last.locator("a[href^='mailto:'], a[href^='http'], a[href^='tel:']").first).to_be_visible()


def test_barrier_is_reported_without_javascript(visit):
    page = visit(java_script_enabled=False)
    page.locator("ki-lotse a").click()

    expect(page.get_by_role("link", name="Barriere melden")).to_be_visible(timeout=SLOW_MS)


def test_log_is_read_again_by_keyboard(visit):
    page = visit()
    open_chat(page)
    ask_for_course(page, "de")
    tab_to(page, "log", "Shift+Tab")

    for key, there in {
        "End": "node.scrollTop + node.clientHeight > node.scrollHeight - 2",
        "PageUp": "node.scrollTop + node.clientHeight < node.scrollHeight - 50",
        "Home": "node.scrollTop === 0",
        "PageDown": "node.scrollTop > 50",
    }.items():
        page.keyboard.press(key)
        page.wait_for_function(f"node => {there}", arg=log(page).element_handle())
    expect(panel(page)).to_be_visible()
