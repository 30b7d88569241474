"""What is being written is safe, and help stays where it is: rules A8, A15 and A18."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_steps import (
    LIMIT,
    QUESTIONS,
    SLOW_MS,
    alert,
    answers,
    ask,
    be_refused,
    field,
    launcher,
    open_chat,
    own,
    send,
    states,
)

PLACE = """node => {
    const part = node.getBoundingClientRect()
    const panel = node.closest('.panel').getBoundingClientRect()
    return [part.left - panel.left, panel.bottom - part.bottom, part.width, part.height].map(Math.round)
}"""
ORDER = """node => [...node.querySelectorAll('.help button, textarea, .send, [data-action=barrier]')]
    .map(each => each.id || each.dataset.action || each.className)"""


def test_input_has_a_label_that_is_seen_and_no_placeholder(chat):
    label = chat.locator("ki-lotse label[for=input]")

    expect(label).to_be_visible()
    expect(field(chat)).to_have_accessible_name(label.inner_text())
    assert field(chat).get_attribute("placeholder") is None


def test_characters_left_are_described_when_they_become_few(chat):
    field(chat).fill("x" * 100)
    expect(field(chat)).not_to_have_accessible_description(re.compile(r"\d"))

    field(chat).fill("x" * (LIMIT - 150))
    expect(field(chat)).to_have_accessible_description(re.compile(r"Namen.*\b150\b"))
    expect(field(chat)).to_have_attribute("aria-invalid", "false")
    field(chat).fill("x" * (LIMIT + 3))
    expect(field(chat)).to_have_accessible_description(re.compile(r"[-−]3\b"))
    expect(field(chat)).to_have_attribute("aria-invalid", "true")
    expect(chat.locator("ki-lotse .count")).to_be_visible()


def test_text_that_is_refused_comes_back_whole(chat):
    text = "Wo kann ich Deutsch lernen? " * 60
    send(chat, text)
    expect(alert(chat)).to_contain_text(str(LIMIT), timeout=SLOW_MS)

    expect(field(chat)).to_have_value(text)
    expect(field(chat)).to_be_focused()
    expect(own(chat)).to_have_count(0)


def test_text_that_is_refused_stands_before_what_was_typed_since(chat):
    with chat.expect_response("**/api/conversations"):
        send(chat, "x" * (LIMIT + 1))
        field(chat).press_sequentially("und noch etwas", delay=0)
    expect(alert(chat)).not_to_be_empty(timeout=SLOW_MS)

    assert field(chat).input_value().startswith("xxx")
    assert field(chat).input_value().endswith("und noch etwas")


def test_message_without_a_network_keeps_its_text_and_can_be_sent_again(visit):
    page = visit()
    page.clock.install()
    open_chat(page)
    page.context.set_offline(True)
    send(page, QUESTIONS["de"])
    while not own(page).locator(".again").count():  # retries, each after a longer pause
        page.clock.run_for(5_000)
    expect(own(page).locator(".text")).to_have_text(QUESTIONS["de"])

    page.context.set_offline(False)
    own(page).locator(".again button").press("Enter")

    expect(answers(page)).to_have_count(2, timeout=SLOW_MS)
    expect(own(page)).to_have_count(1)
    expect(field(page)).to_be_focused()


def test_enter_that_ends_a_composition_sends_nothing(chat):
    """As in Japanese, and in Arabic or Tigrinya on a phone."""
    session = chat.context.new_cdp_session(chat)
    session.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    expect(field(chat)).to_have_value("にほん")
    chat.keyboard.press("Enter")
    composing = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **composing})
    expect(own(chat)).to_have_count(0)

    session.send("Input.insertText", {"text": "日本"})
    chat.keyboard.press("Enter")

    expect(own(chat).locator(".text")).to_have_text("日本")


def test_shift_and_enter_begin_a_line_and_spaces_alone_are_no_message(chat):
    field(chat).press_sequentially("eins")
    field(chat).press("Shift+Enter")
    field(chat).press_sequentially("zwei")
    expect(field(chat)).to_have_value("eins\nzwei")

    send(chat, "   ")

    expect(field(chat)).to_be_focused()
    expect(own(chat)).to_have_count(0)


def test_two_hours_of_silence_end_nothing(visit):
    page = visit()
    page.clock.install()
    open_chat(page)
    ask(page, QUESTIONS["de"])
    field(page).fill("Ich schreibe langsam")

    page.clock.fast_forward("02:00:00")
    page.clock.run_for(60_000)

    expect(own(page)).to_have_count(1)
    expect(alert(page)).to_be_empty()
    expect(field(page)).to_have_value("Ich schreibe langsam")
    field(page).press("Enter")
    expect(answers(page)).to_have_count(3, timeout=SLOW_MS)


@pytest.mark.parametrize("language", ["de", "fa"])
def test_help_has_the_same_place_in_every_state(visit, language):
    page = visit(language)
    places: dict[str, list[list[int]]] = {}
    orders = []
    for state in states(page, language):
        if state == "closed":
            continue
        field(page).fill("")
        orders.append(page.locator("ki-lotse .panel").evaluate(ORDER))
        for action in ("person", "emergency", "barrier", "privacy"):
            node = page.locator(f"ki-lotse .panel > :not(.log) [data-action={action}]")
            expect(node).to_be_visible()
            places.setdefault(action, []).append(node.evaluate(PLACE))

    assert {action: len({tuple(place) for place in all}) for action, all in places.items()} == dict.fromkeys(places, 1)
    assert [orders[0]] * len(orders) == orders
    assert orders[0] == ["person", "emergency", "input", "send", "barrier"]


def test_nothing_said_must_be_said_again_for_a_person(chat):
    """WCAG 2.2, 3.3.7: neither after a refusal, nor for handing over, nor after a reload."""
    ask(chat, QUESTIONS["de"])
    be_refused(chat)
    field(chat).fill("")
    chat.locator("ki-lotse [data-action=person]").first.press("Enter")
    expect(answers(chat)).to_have_count(3, timeout=SLOW_MS)
    chat.reload()
    launcher(chat).click()

    expect(own(chat).locator(".text").first).to_have_text(QUESTIONS["de"], timeout=SLOW_MS)
    expect(own(chat)).to_have_count(2)
