"""The network and the service fail at each step of a message: none is lost, none is there twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import wait_for
from tests.e2e.cutting import Network
from tests.e2e.talking import QUESTION, conversation, said, shown, staff_says, token_of
from tests.e2e.visiting import ask, open_chat, visiting, widget

SECOND = "Was kostet der Integrationskurs?"
OFFLINE = "Keine Verbindung. Wir versuchen es weiter."
LONG = {"timeout": 40_000}


@pytest.fixture
def network(whole):
    network = Network(whole.port)
    yield network
    network.close()


@pytest.fixture
def visit(browser, host, network):
    """A page with the widget behind the failing network, its clock in our hands. A script that fails is no excuse."""
    with visiting(browser) as visit:
        visit.page.clock.install()
        visit.page.goto(host.page(network.address, "/network"))
        open_chat(visit.page)
        yield visit
        assert visit.exceptions == visit.page.evaluate("window.__faults") == []


@pytest.fixture
def page(visit):
    return visit.page


def type_and_send(page, text: str) -> None:
    widget(page, "textarea").fill(text)
    page.keyboard.press("Enter")


def following(page):
    """Waits for a stream."""
    return page.expect_response("**/api/stream*")


@pytest.mark.parametrize("cut", ["request", "response", "body"])
@pytest.mark.parametrize("first", [True, False])
def test_message_that_is_cut_off_arrives_once(page, whole, network, cut, first):
    before = 0 if first else 1
    if not first:
        ask(page, QUESTION)
    network.cut = cut
    type_and_send(page, SECOND)
    wait_for(lambda: page.wait_for_timeout(20) or network.cuts, what="a cut")
    if first or cut == "request":  # else the stream, which is open, has brought the answer meanwhile
        expect(widget(page, ".status")).to_have_text(OFFLINE)
    expect(widget(page, ".message.resident")).to_have_count(before + 1)

    network.cut = ""

    expect(widget(page, ".message.bot")).to_have_count(before + 2, **LONG)
    expect(widget(page, ".message.resident")).to_have_count(before + 1)
    expect(widget(page, ".status")).to_have_text("")
    assert [author for author, _ in said(whole, page)] == ["resident", "bot"] * (before + 1)
    assert shown(page)[-1] == SECOND


def test_message_that_was_given_up_waits_for_its_sender(page, whole, network):
    network.cut = "request"
    type_and_send(page, QUESTION)
    again = widget(page, ".message.resident").get_by_text("Noch einmal senden", exact=True)

    def given_up() -> bool:
        page.clock.fast_forward(16_000)
        return again.is_visible()

    wait_for(given_up, what="giving up")
    network.cut = ""

    again.click()

    expect(widget(page, ".message.bot")).to_have_count(2, **LONG)
    expect(again).to_have_count(0)
    assert [author for author, _ in said(whole, page)] == ["resident", "bot"]


def test_messages_typed_without_a_network_arrive_in_their_order(page, whole, network):
    page.context.set_offline(True)
    for text in (QUESTION, SECOND, "Wo ist das KI?"):
        type_and_send(page, text)
    expect(widget(page, ".message.resident")).to_have_count(3)

    page.context.set_offline(False)

    expect(widget(page, ".message.bot")).to_have_count(4, **LONG)
    assert shown(page) == [QUESTION, SECOND, "Wo ist das KI?"]
    assert [text for author, text in said(whole, page) if author == "resident"] == shown(page)


def test_stream_that_is_cut_off_goes_on_where_it_was(page, whole, network):
    with following(page):
        ask(page, QUESTION)
    number = conversation(whole, token_of(page))
    staff_says(whole, number, "Vor der Störung")
    expect(widget(page, ".message.staff")).to_have_count(1)

    network.drop()
    for text in ("Mitten darin", "Gleich danach"):
        staff_says(whole, number, text)

    expect(widget(page, ".message.staff")).to_have_count(3, **LONG)
    assert shown(page) == [QUESTION, "Vor der Störung", "Mitten darin", "Gleich danach"]


def test_device_that_slept_hears_what_was_said_meanwhile(page, whole, network):
    """The connection is dead and nobody has said so: the silence is what tells."""
    with following(page):
        ask(page, QUESTION)
    network.freeze()
    staff_says(whole, conversation(whole, token_of(page)), "Während Sie weg waren")

    def heard() -> int:
        page.clock.fast_forward(10_000)  # whatever waits for an answer has waited long enough
        return widget(page, ".message.staff").count()

    assert wait_for(heard, what="the message") == 1


def test_hidden_tab_hears_nothing_and_catches_up_when_it_is_seen_again(page, whole):
    with following(page):
        ask(page, QUESTION)
    hide = """hidden => {
        Object.defineProperty(document, 'hidden', {value: hidden, configurable: true})
        document.dispatchEvent(new Event('visibilitychange'))
    }"""
    with page.expect_event("requestfailed", lambda request: "/api/stream" in request.url):
        page.evaluate(hide, True)
    staff_says(whole, conversation(whole, token_of(page)), "Während Sie weg waren")

    page.evaluate(hide, False)

    expect(widget(page, ".message.staff")).to_have_count(1, **LONG)


def test_restart_of_the_service_between_two_messages_costs_none(page, whole, network):
    with following(page):
        ask(page, QUESTION)
    gateway = whole.child("gateway")

    gateway.kill()
    type_and_send(page, SECOND)
    wait_for(lambda: (child := whole.child("gateway")) and child.pid != gateway.pid, what="a new gateway")
    wait_for(whole.ready, what="engine and gateway")

    expect(widget(page, ".message.bot")).to_have_count(3, **LONG)
    page.clock.fast_forward(20_000)  # it may wait before it reads on
    staff_says(whole, conversation(whole, token_of(page)), "Nach dem Neustart")
    expect(widget(page, ".message.staff")).to_have_count(1, **LONG)
    assert shown(page) == [QUESTION, SECOND, "Nach dem Neustart"]
    assert [author for author, _ in said(whole, page)] == ["resident", "bot", "resident", "bot", "staff"]
