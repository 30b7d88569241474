"""What the widget remembers, where, for whom and until when."""

from __future__ import annotations

import threading
import uuid

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.talking import KEY, QUESTION, conversation, rows, said, set_mode, shown, staff_says, token_of
from tests.e2e.visiting import EMPTY, TURKISH, ask, open_chat, press, visiting, widget

PLACES = f"[sessionStorage.getItem('{KEY}') !== null, localStorage.getItem('{KEY}') !== null]"
IN_TAB, ON_DEVICE, NOWHERE = [True, False], [False, True], [False, False]
PERSON = "Mit einem Menschen sprechen"
GONE = "Diese Unterhaltung gibt es nicht mehr. Bitte beginnen Sie neu."
OLD = "UPDATE conversation_message SET created_at = datetime('now', '-2 minutes') WHERE conversation_id = ?"


@pytest.fixture
def visit(browser, host, whole):
    """A page of the city with the widget; whatever goes wrong on it fails the test."""
    with visiting(browser, host.page(whole.address, "/state")) as visit:
        yield visit
        assert visit.exceptions == visit.page.evaluate("window.__faults") == []


@pytest.fixture
def page(visit):
    return visit.page


@pytest.fixture
def another(visit, host, whole):
    """Opens another tab of the site, with the chat open."""

    def build(path: str = "/other"):
        page = visit.context.new_page()
        page.goto(host.page(whole.address, path))
        open_chat(page)
        return page

    return build


def post(whole, token: str, text: str) -> httpx.Response:
    """Sends a message as the widget does, from a Turkish page."""
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "tr"}
    body = {"client_id": str(uuid.uuid4()), "text": text}
    return httpx.post(f"{whole.address}/api/messages", json=body, headers=headers, timeout=20)


def begin(whole, questions: list[str]) -> str:
    """The token of a new conversation in Turkish in which these questions were asked."""
    token = whole.start(questions[0], language="tr").json()["token"]
    for question in questions[1:]:
        post(whole, token, question).raise_for_status()
    return token


def texts(page) -> list[str]:
    """All messages as they are read, without what can be done with them."""
    return widget(page, ".log .message .bubble").all_inner_texts()


def ask_for_a_person(page) -> None:
    press(page, PERSON, ".help")
    expect(widget(page, ".question")).to_be_visible()


def test_reload_shows_the_whole_conversation_in_its_order(page):
    open_chat(page)
    for question in (QUESTION, "Antrag"):
        ask(page, question)
    before = texts(page)

    page.reload()
    open_chat(page)

    expect(widget(page, ".message")).to_have_count(len(before))
    assert texts(page) == before


def test_new_tab_goes_on_with_the_conversation(page, another):
    open_chat(page)
    ask(page, QUESTION)

    tab = another()

    expect(widget(tab, ".message.bot")).to_have_count(2)
    assert shown(tab) == [QUESTION]
    assert token_of(tab) == token_of(page)


def test_conversation_that_begins_in_one_tab_appears_in_those_that_are_open_and_goes_on_in_both(page, another, whole):
    open_chat(page)
    tab = another()

    ask(page, QUESTION)
    expect(widget(tab, ".message.bot")).to_have_count(2)
    ask(tab, "Antrag")

    expect(widget(page, ".message.bot")).to_have_count(3)
    assert shown(page) == shown(tab) == [QUESTION, "Antrag"]
    assert [author for author, _ in said(whole, page)] == ["resident", "bot"] * 2
    assert tab.evaluate(PLACES) == IN_TAB


def test_tab_of_another_browser_hears_nothing(page, browser, host, whole):
    open_chat(page)
    ask(page, QUESTION)

    with visiting(browser, host.page(whole.address, "/other")) as stranger:
        open_chat(stranger.page)
        expect(widget(stranger.page, ".message.resident")).to_have_count(0)
        assert stranger.stored() == EMPTY


def test_nobody_is_asked_whose_phone_it_is_as_long_as_no_case_is_open(page):
    open_chat(page)
    ask(page, QUESTION)

    expect(widget(page, ".question")).to_be_hidden()
    assert page.evaluate(PLACES) == IN_TAB


def test_token_stays_in_the_tab_when_the_phone_is_not_ones_own(page):
    open_chat(page)
    ask_for_a_person(page)
    assert page.evaluate(PLACES) == IN_TAB  # asking is no consent

    press(page, "Nein", ".question")

    expect(widget(page, ".question")).to_be_hidden()
    expect(widget(page, "textarea")).to_be_focused()
    ask(page, QUESTION)
    expect(widget(page, ".question")).to_be_hidden()  # once is enough
    assert page.evaluate(PLACES) == IN_TAB


def test_token_stays_on_ones_own_phone_until_the_case_ends(visit, page, another, whole):
    open_chat(page)
    ask_for_a_person(page)
    press(page, "Ja", ".question")
    assert page.evaluate(PLACES) == ON_DEVICE
    number = conversation(whole, token_of(page))
    page.goto("about:blank")  # the tab is closed

    tab = another("/state")
    expect(widget(tab, ".message.resident")).to_have_count(1)
    expect(widget(tab, ".question")).to_be_hidden()
    set_mode(whole, number, "bot")
    staff_says(whole, number, "Das ist erledigt.")

    expect(widget(tab, ".message.staff")).to_have_count(1)
    tab.wait_for_function(f"{PLACES}[0]")
    assert tab.evaluate(PLACES) == IN_TAB
    visit.page = tab


def test_token_on_ones_own_phone_stays_there_in_a_new_tab_whose_words_come_before_the_conversation(
    visit, page, another
):
    open_chat(page)
    ask_for_a_person(page)
    press(page, "Ja", ".question")
    page.goto("about:blank")
    words = threading.Event()
    visit.context.on("requestfinished", lambda request: words.set() if "/api/words" in request.url else None)
    visit.context.route("**/api/messages?*", lambda route: (page.wait_for_timeout(500), route.continue_()))

    tab = another("/state")

    expect(widget(tab, ".message.resident")).to_have_count(1)
    assert words.is_set()
    expect(widget(tab, ".question")).to_be_hidden()
    assert tab.evaluate(PLACES) == ON_DEVICE
    visit.page = tab


def test_case_that_ends_while_nobody_looks_takes_the_token_off_the_phone(visit, page, another, whole):
    open_chat(page)
    ask_for_a_person(page)
    press(page, "Ja", ".question")
    number = conversation(whole, token_of(page))
    page.goto("about:blank")
    set_mode(whole, number, "bot")

    tab = another("/state")

    expect(widget(tab, ".message.resident")).to_have_count(1)
    tab.wait_for_function(f"{PLACES}[0]")
    assert tab.evaluate(PLACES) == IN_TAB
    visit.page = tab


def test_deleting_takes_two_presses_and_empties_server_storage_and_every_tab(visit, page, another, whole):
    open_chat(page)
    ask(page, QUESTION)
    tab = another()
    expect(widget(tab, ".message.resident")).to_have_count(1)
    token = token_of(page)
    widget(page, '[data-action="more"]').click()
    press(page, "Unterhaltung löschen")
    assert conversation(whole, token) is not None

    press(page, "Wirklich löschen?")

    for each in (page, tab):
        expect(widget(each, ".message.resident")).to_have_count(0)
        expect(widget(each, ".message.bot")).to_have_count(1)
    expect(widget(page, ".status")).to_have_text("Die Unterhaltung ist gelöscht.")
    assert conversation(whole, token) is None
    assert visit.stored() == EMPTY
    assert tab.evaluate(PLACES) == NOWHERE
    answer = httpx.get(f"{whole.address}/api/messages", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 404


def deleted_elsewhere(whole, page) -> None:
    headers = {"Authorization": f"Bearer {token_of(page)}"}
    httpx.delete(f"{whole.address}/api/conversation", headers=headers).raise_for_status()


def test_conversation_that_was_deleted_elsewhere_is_over_and_keeps_what_is_being_typed(page, whole):
    open_chat(page)
    with page.expect_response("**/api/stream*"):
        ask(page, QUESTION)
    widget(page, "textarea").fill("Und der Preis?")

    deleted_elsewhere(whole, page)

    expect(widget(page, ".alert")).to_have_text(GONE)
    expect(widget(page, ".message.resident")).to_have_count(0)
    expect(widget(page, "textarea")).to_have_value("Und der Preis?")
    assert page.evaluate(PLACES) == NOWHERE


def test_message_to_a_conversation_that_was_deleted_elsewhere_goes_back_to_its_writer(page, whole):
    for reading in ("**/api/stream*", "**/api/messages?*"):
        page.route(reading, lambda route: route.abort())  # the message is the first to find out
    open_chat(page)
    ask(page, QUESTION)
    deleted_elsewhere(whole, page)

    widget(page, "textarea").fill("Und der Preis?")
    page.keyboard.press("Enter")

    expect(widget(page, ".alert")).to_have_text(GONE)
    expect(widget(page, "textarea")).to_have_value("Und der Preis?")
    assert page.evaluate(PLACES) == NOWHERE


def test_downloaded_conversation_is_readable_and_has_both_sides(page, whole):
    open_chat(page)
    answer = ask(page, QUESTION).locator(".bubble > p:not(.who)").first.inner_text()
    staff_says(whole, conversation(whole, token_of(page)), "Kommen Sie vorbei.")
    expect(widget(page, ".message.staff")).to_have_count(1)
    widget(page, '[data-action="more"]').click()

    with page.expect_download() as download:
        press(page, "Unterhaltung herunterladen")

    text = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename == "ki-lotse.txt"
    assert text.index(QUESTION) < text.index(answer) < text.index("Kommen Sie vorbei.")
    assert text.index("Sie,") < text.index("Assistent,") < text.index("Team,")
    assert "<" not in text


def test_menu_has_nothing_to_delete_or_to_download_before_the_first_message(page):
    open_chat(page)
    widget(page, '[data-action="more"]').click()

    expect(widget(page, ".menu button:visible")).to_have_text(["Größere Schrift"])


def test_too_many_messages_are_refused_in_ones_language_and_the_last_one_is_sent_later(visit, host, whole):
    page = visit.page
    questions = [f"{TURKISH} {number}" for number in range(1, 21)]
    token = begin(whole, questions)
    page.clock.install()
    page.goto(host.page(whole.address, "/state", lang="tr"))
    page.evaluate("([key, token]) => sessionStorage.setItem(key, token)", [KEY, token])
    open_chat(page)
    expect(widget(page, ".message.resident")).to_have_count(20)
    refusal = post(whole, token, "Bir soru daha")
    assert refusal.status_code == 429

    widget(page, "textarea").fill("Bir soru daha")
    page.keyboard.press("Enter")

    expect(widget(page, ".status")).to_have_text(refusal.json()["error"]["text"])
    expect(widget(page, ".message.resident").last).to_contain_text("Bir soru daha")
    assert "mesaj" in refusal.json()["error"]["text"]
    assert said(whole, page)[-1][1] != "Bir soru daha"
    rows(whole, OLD, conversation(whole, token))  # two minutes pass
    page.clock.fast_forward(int(refusal.headers["Retry-After"]) * 1000 + 1000)
    expect(widget(page, ".status")).to_have_text("", timeout=20_000)
    assert shown(page) == [*questions, "Bir soru daha"]
    assert [text for author, text in said(whole, page) if author == "resident"] == shown(page)
