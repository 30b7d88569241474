"""Where the focus goes: rules A3, A4 and A6. On opening and closing only, and never because something was said."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_steps import (
    QUESTIONS,
    SLOW_MS,
    answers,
    ask,
    field,
    focused,
    launcher,
    open_chat,
    own,
    panel,
    send,
)

PHONE = {"width": 360, "height": 640}
RESTING = "[...document.body.children].filter(node => node.inert).map(node => node.tagName)"


def close_by_button(page):
    page.locator("ki-lotse [data-action=close]").click()


def close_by_escape(page):
    page.keyboard.press("Escape")


def close_by_escape_from_the_log(page):
    page.locator("ki-lotse [role=log]").focus()
    page.keyboard.press("Escape")


@pytest.mark.parametrize("close", [close_by_button, close_by_escape, close_by_escape_from_the_log])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 720}, PHONE])
def test_opening_leads_to_the_input_and_closing_back_to_the_launcher(visit, viewport, close):
    page = visit(viewport=viewport)
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    open_chat(page)  # expects the focus in the input
    assert launcher(page).get_attribute("aria-expanded") == "true"
    assert launcher(page).evaluate("node => node.getRootNode().getElementById(node.getAttribute('aria-controls')).id")

    close(page)

    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    expect(panel(page)).to_be_hidden()


def test_opening_again_leads_to_the_input_again(visit):
    page = visit()
    open_chat(page)
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()

    page.keyboard.press("Enter")

    expect(field(page)).to_be_focused()


def test_chat_that_the_page_opens_leaves_the_focus_to_the_page(visit):
    page = visit(attributes="open")
    page.locator("#search").focus()

    expect(answers(page)).to_have_count(1, timeout=SLOW_MS)
    expect(field(page)).to_be_visible()
    assert focused(page) == "search"


def test_escape_takes_away_what_is_unfolded_before_it_closes(visit):
    page = visit()
    open_chat(page)
    opener = page.locator("ki-lotse [data-action=language]")
    opener.press("Enter")
    expect(page.locator("ki-lotse input[type=search]")).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("Escape")

    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(panel(page)).to_be_visible()


def test_wide_panel_is_a_named_dialog_that_holds_nobody(visit):
    page = visit()
    open_chat(page)

    assert panel(page).get_attribute("aria-modal") is None
    expect(page.get_by_role("dialog")).to_have_accessible_name("Fragen? Wir helfen.")
    assert page.evaluate(RESTING) == []
    visited = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        visited.add(focused(page))
    assert {"first", "search", "last", "input", "close"} <= visited


def test_panel_that_covers_a_small_screen_lets_the_page_rest_until_it_is_closed(visit):
    page = visit(viewport=PHONE)
    open_chat(page)

    expect(panel(page)).to_have_attribute("aria-modal", "true")
    assert page.evaluate(RESTING) == ["HEADER", "MAIN", "FOOTER"]
    assert page.evaluate("document.documentElement.style.overflow") == "hidden"
    page.keyboard.press("Escape")
    expect(panel(page)).not_to_have_attribute("aria-modal", "true")
    assert page.evaluate(RESTING) == []
    assert page.evaluate("document.documentElement.style.overflow") == ""


def test_what_rested_before_rests_afterwards(visit):
    page = visit(viewport=PHONE)
    page.evaluate("document.querySelector('footer').inert = true")
    open_chat(page)
    expect(panel(page)).to_have_attribute("aria-modal", "true")

    page.keyboard.press("Escape")

    expect(launcher(page)).to_be_focused()
    assert page.evaluate(RESTING) == ["FOOTER"]


def test_tab_stays_on_a_covered_screen(visit):
    page = visit(viewport=PHONE)
    open_chat(page)
    expect(panel(page)).to_have_attribute("aria-modal", "true")
    visited = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        visited.add(focused(page))

    assert {"input", "close", "barrier"} <= visited
    assert not {"first", "search", "last"} & visited


def test_turned_phone_changes_between_beside_and_over_the_page(visit):
    page = visit(viewport={"width": 800, "height": 700})
    open_chat(page)
    assert panel(page).get_attribute("aria-modal") is None

    page.set_viewport_size({"width": 400, "height": 700})
    expect(panel(page)).to_have_attribute("aria-modal", "true")
    page.set_viewport_size({"width": 800, "height": 700})

    expect(panel(page)).not_to_have_attribute("aria-modal", "true")
    assert page.evaluate(RESTING) == []


def test_focus_stays_in_the_input_while_an_answer_comes(visit):
    page = visit()
    open_chat(page)

    ask(page, QUESTIONS["de"])

    expect(answers(page).last.locator(".actions")).to_be_visible(timeout=SLOW_MS)
    assert focused(page) == "input"


def test_focus_that_has_gone_to_the_page_is_not_called_back_by_an_answer(visit):
    page = visit()
    open_chat(page)
    before = answers(page).count()
    send(page, QUESTIONS["de"])
    page.locator("#search").focus()

    expect(answers(page)).to_have_count(before + 1, timeout=SLOW_MS)
    expect(answers(page).last.locator(".actions")).to_be_visible(timeout=SLOW_MS)
    assert focused(page) == "search"


def test_message_from_another_tab_moves_no_focus_and_takes_no_text(visit):
    page = visit()
    open_chat(page)
    ask(page, "Hallo")
    other = page.context.new_page()
    other.goto(page.url)
    launcher(other).click()
    expect(own(other)).to_have_count(1, timeout=SLOW_MS)
    field(other).fill("Ich schreibe gerade")

    ask(page, QUESTIONS["de"])

    expect(own(other)).to_have_count(2, timeout=SLOW_MS)
    assert focused(other) == "input"
    assert field(other).input_value() == "Ich schreibe gerade"
