"""Rule A6: one announcement for each thing that happens, and what was said is not drawn again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.widget_steps import (
    QUESTIONS,
    SLOW_MS,
    answers,
    ask,
    ask_for_course,
    ask_for_person,
    be_refused,
    open_chat,
    own,
    send,
    slow_down,
    status,
)

ANNOUNCED = """() => {
    const root = document.querySelector('ki-lotse').shadowRoot
    window.announced = {log: [], status: [], alert: [], rerendered: []}
    const log = root.querySelector('[role=log]')
    new MutationObserver(records => {
        for (const {target, addedNodes, removedNodes} of records) {
            if (target === log) for (const node of addedNodes) announced.log.push(node.className)
            else for (const node of [...addedNodes, ...removedNodes]) {
                const own = node.nodeType === 1 ? node : target
                if (!own.closest('[aria-live=off]')) announced.rerendered.push(node.textContent)
            }
            if (target === log) for (const node of removedNodes) announced.rerendered.push(node.className)
        }
    }).observe(log, {childList: true, characterData: true, subtree: true})
    for (const role of ['status', 'alert']) {
        const region = root.querySelector(`p[role=${role}]`)
        new MutationObserver(() => {
            if (region.textContent) announced[role].push(region.textContent)
        }).observe(region, {childList: true, characterData: true, subtree: true})
    }
}"""


def announced(page):
    """Since `page.evaluate(ANNOUNCED)`: what was put into log, status and alert, and what changed in the log."""
    return page.evaluate("announced")


def test_each_message_is_one_new_child_and_old_ones_are_not_drawn_again(chat):
    chat.evaluate(ANNOUNCED)
    for text in ("Hallo", QUESTIONS["de"], "Danke"):
        ask(chat, text)
    expect(answers(chat).nth(2).locator(".actions")).to_be_visible(timeout=SLOW_MS)

    said = announced(chat)

    assert said["log"] == ["message resident", "message bot"] * 3
    assert said["rerendered"] == []
    assert len(said["status"]) <= 3  # "please wait", where an answer took long
    assert said["alert"] == []


def test_number_that_the_server_masks_is_masked_in_the_log(chat):
    chat.evaluate(ANNOUNCED)

    send(chat, "Meine Nummer ist 0170 1234567, wo kann ich Deutsch lernen?")

    expect(answers(chat)).to_have_count(3, timeout=SLOW_MS)  # that it was masked, and the answer
    expect(own(chat).last.locator(".text")).not_to_contain_text("1234567")
    assert announced(chat)["log"] == ["message resident", "message bot", "message bot"]


def test_waiting_is_said_once_and_ends_silently(chat):
    chat.evaluate(ANNOUNCED)
    slow_down(chat, 1_500)

    ask(chat, QUESTIONS["de"])

    assert announced(chat)["status"] == ["Antwort kommt …"]
    assert announced(chat)["alert"] == []
    expect(status(chat)).to_be_empty()


def test_error_is_said_once_as_an_alert_in_its_language(chat):
    chat.evaluate(ANNOUNCED)

    be_refused(chat)

    said = announced(chat)
    assert len(said["alert"]) == 1
    assert said["status"] == []
    expect(chat.locator("ki-lotse p[role=alert]")).to_have_attribute("lang", "de")
    ask(chat, "Hallo")
    assert len(announced(chat)["alert"]) == 1
    expect(chat.locator("ki-lotse p[role=alert]")).to_be_empty()


def test_lost_network_is_said_once_and_so_is_that_nothing_was_sent(visit):
    page = visit()
    page.clock.install()
    open_chat(page)
    page.evaluate(ANNOUNCED)
    page.context.set_offline(True)
    send(page, "Hallo")
    while not own(page).locator(".again").count():  # retries, each after a longer pause
        page.clock.run_for(5_000)

    said = announced(page)

    assert [text for text in said["status"] if "Verbindung" in text] == ["Keine Verbindung. Wir versuchen es weiter."]
    assert said["alert"] == ["Nicht gesendet. Bitte noch einmal versuchen."]
    assert said["log"] == ["message resident"]
    assert len(said["status"]) <= 2  # "please wait" came first


def test_handing_over_is_said_in_the_log_and_the_question_is_announced_too(chat):
    chat.evaluate(ANNOUNCED)

    ask_for_person(chat)

    said = announced(chat)
    assert said["log"] == ["message resident", "message bot"]
    assert said["alert"] == []
    question = chat.get_by_role("group", name=re.compile("Ihr eigenes"))
    expect(question).to_have_attribute("aria-live", "polite")
    expect(question.get_by_role("button")).to_have_count(2)


def test_copying_is_said_once_and_its_button_gets_its_name_back(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    open_chat(page)
    answer = ask_for_course(page, "de")
    page.evaluate(ANNOUNCED)

    copy = answer.get_by_role("button", name="Kopieren")
    copy.press("Enter")

    expect(status(page)).to_have_text("Kopiert.")
    expect(copy).to_be_visible(timeout=SLOW_MS)
    expect(status(page)).to_be_empty()
    assert announced(page)["status"] == ["Kopiert."]
