"""A real browser, a right-to-left language, a conversation on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import wait_for

QUESTION = "أين يمكنني أن أتعلم اللغة الألمانية؟"
STORED = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])"


@pytest.fixture
def phone(browser, whole):
    """The page at / on a phone; what went wrong or elsewhere is collected in `faults`."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ar", has_touch=True)
    page = context.new_page()
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith(whole.address) else page.faults.append(request.url)
    )
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('CSP', e.blockedURI))"
    )
    page.goto(f"{whole.address}/?lang=ar")
    expect(answers(page)).to_have_count(1)  # the greeting: all that is needed is there
    yield page
    context.close()


def ask(page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")


def answers(page):
    return page.locator("ki-lotse .message.bot")


def test_arabic_question_is_answered_from_right_to_left(phone):
    before = answers(phone).count()
    ask(phone, QUESTION)

    expect(answers(phone)).to_have_count(before + 1)
    answer = answers(phone).last
    assert answer.get_attribute("lang") == "ar"
    assert answer.get_attribute("dir") == "rtl"
    assert answer.evaluate("node => getComputedStyle(node).direction") == "rtl"
    expect(answer).to_contain_text("0241 432-0")
    assert phone.faults == []


def test_greeting_says_that_no_human_writes_before_anything_is_typed(phone):
    expect(answers(phone).first).to_be_visible()

    assert "الآلي" in answers(phone).first.inner_text()  # "automatic"


def test_nothing_is_stored_before_the_first_message_and_one_token_after_it(phone):
    expect(answers(phone).first).to_be_visible()
    before = phone.evaluate(STORED)
    count = answers(phone).count()
    ask(phone, QUESTION)
    expect(answers(phone)).to_have_count(count + 1)

    after = phone.evaluate(STORED)

    assert before == '[[],[],""]'
    assert QUESTION not in after
    assert phone.evaluate("sessionStorage.length + localStorage.length") == 1


def test_reload_keeps_the_conversation(phone):
    count = answers(phone).count()
    ask(phone, QUESTION)
    expect(answers(phone)).to_have_count(count + 1)
    said = answers(phone).last.inner_text()

    phone.reload()

    expect(answers(phone).filter(has_text="0241 432-0")).to_have_count(1)
    assert said.splitlines()[1] in phone.locator("ki-lotse").locator("[role=log]").inner_text()


def test_button_leads_to_the_answer_behind_it(phone):
    phone.locator("ki-lotse .message.bot button").first.click()

    expect(phone.locator("ki-lotse .message.resident")).to_have_count(1)
    expect(phone.locator("ki-lotse .message.bot").last.locator("button").first).to_be_visible()


def test_lost_connection_loses_and_doubles_no_message(phone):
    phone.context.set_offline(True)
    ask(phone, QUESTION)
    expect(phone.locator("ki-lotse .message.resident")).to_have_count(1)

    phone.context.set_offline(False)

    expect(answers(phone).filter(has_text="0241 432-0")).to_have_count(1, timeout=30_000)
    expect(phone.locator("ki-lotse .message.resident")).to_have_count(1)


def test_killed_gateway_loses_and_doubles_no_message(phone, whole):
    count = answers(phone).count()
    ask(phone, QUESTION)
    expect(answers(phone)).to_have_count(count + 1)

    whole.child("gateway").kill()
    ask(phone, "كم يكلف ذلك؟")
    wait_for(whole.ready, what="engine and gateway")

    expect(answers(phone)).to_have_count(count + 2, timeout=40_000)
    expect(phone.locator("ki-lotse .message.resident")).to_have_count(2)


def test_description_of_the_api_needs_no_other_host(phone, whole):
    phone.goto(f"{whole.address}/api/docs")

    expect(phone.get_by_text("Start a conversation with its first message")).to_be_visible()
    assert phone.faults == []


def test_page_without_javascript_says_whom_to_call(browser, whole):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{whole.address}/?lang=uk")

    expect(page.locator('noscript a[href^="tel:"]')).to_be_visible()
    context.close()


HIDDEN = """() => {
    Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})
    Object.defineProperty(document, 'hidden', {value: true, configurable: true})
    document.dispatchEvent(new Event('visibilitychange'))
}"""
FETCH_MS = "async () => { const start = performance.now(); await fetch('/healthz'); return performance.now() - start }"


def test_eight_tabs_leave_the_page_its_connections(browser, whole):
    """Rule T3: a browser has six connections to a host over HTTP/1.1, and a hidden tab must not keep one."""
    context = browser.new_context(locale="de")
    tabs = []
    for number in range(1, 9):
        for tab in tabs[-1:]:
            tab.evaluate(HIDDEN)
        page = context.new_page()
        with page.expect_request("**/api/stream*"):
            page.goto(f"{whole.address}/?lang=de")
            expect(answers(page)).not_to_have_count(0)
            ask(page, "Wo kann ich Deutsch lernen?")
        expect(page.locator("ki-lotse .message.resident")).to_have_count(number)  # the tabs share one conversation
        expect(answers(page)).to_have_count(number + 1)
        tabs.append(page)

    times = [tab.evaluate(FETCH_MS) for tab in tabs]

    context.close()
    assert max(times) < 1000
