"""Copying, sharing, reading aloud, larger text, and leaving in one tap."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.talking import QUESTION, conversation, token_of
from tests.e2e.visiting import LEFT_FOR, TURKISH, ask, open_chat, press, visiting, widget

VIOLENCE = "Mein Mann schlägt mich"
LEAVING = """() => {
    const root = document.querySelector('ki-lotse').shadowRoot
    root.querySelector('.leave').click()
    return {
        open: !root.querySelector('.panel').hidden, said: root.querySelectorAll('.message.resident').length,
        typed: root.querySelector('textarea').value, stored: sessionStorage.length + localStorage.length,
        spoken: (window.__spoken || []).length,
    }
}"""
COPIED = "navigator.clipboard.readText()"
SHARING = """
window.__shared = []
Object.defineProperty(navigator, 'share', {value: async data => { __shared.push(data) }, configurable: true})
"""
# A device that speaks German itself and Turkish only by a service; Arabic comes late, as in most browsers.
SPEECH = """
window.__spoken = []
const voices = [{lang: 'tr-TR', localService: false, name: 'Cloud'}, {lang: 'de_DE', localService: true, name: 'Anna'}]
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
const speaking = {get: () => __spoken.length > 0, configurable: true}
Object.defineProperty(speechSynthesis, 'speaking', speaking)
Object.assign(speechSynthesis, {
    getVoices: () => voices, speak: utterance => __spoken.push(utterance), cancel: () => { __spoken.length = 0 },
})
window.__install = voice => { voices.push(voice); speechSynthesis.dispatchEvent(new Event('voiceschanged')) }
"""


@pytest.fixture
def visit(browser, host, whole):
    """A page of the city with the widget; whatever goes wrong on it fails the test."""
    with visiting(browser) as visit:
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.page.goto(host.page(whole.address, "/tools"))
        yield visit
        assert visit.wrong() == []


def test_copied_answer_is_the_whole_text_with_its_addresses(visit):
    open_chat(visit.page)
    answer = ask(visit.page, QUESTION)

    answer.get_by_text("Kopieren", exact=True).click()

    expect(answer.get_by_text("Kopiert.", exact=True)).to_be_visible()
    copied = visit.page.evaluate(COPIED)
    first = answer.locator(".bubble > :is(p, ul):not(.who)").first.inner_text()
    assert copied.startswith(first.split("\n")[0][:40])
    assert "https://" in copied
    expect(answer.get_by_text("Kopieren", exact=True)).to_be_visible()  # and can be copied again


def test_answer_that_may_not_be_copied_is_selected_instead(visit):
    open_chat(visit.page)
    answer = ask(visit.page, QUESTION)
    visit.page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('refused') } }")

    answer.get_by_text("Kopieren", exact=True).click()

    visit.page.wait_for_function("getSelection().rangeCount === 1")
    visit.page.keyboard.press("Control+c")
    first = answer.locator(".bubble > p:not(.who)").first.inner_text()
    assert first.split("\n")[0] in visit.page.evaluate(COPIED)


def test_answer_is_shared_by_the_device_where_it_can(visit, host, whole):
    visit.context.add_init_script(SHARING)
    visit.page.goto(host.page(whole.address, "/share") + "?from=mail#top")
    open_chat(visit.page)

    ask(visit.page, QUESTION).get_by_text("Teilen", exact=True).click()

    shared = f"{host.address}/share?from=mail#ki-lotse=life.german-course"
    assert visit.page.evaluate("window.__shared") == [{"url": shared}]


def test_shared_link_is_copied_elsewhere_and_opens_the_answer_for_whoever_gets_it(visit, browser):
    visit.page.evaluate("delete Navigator.prototype.share")
    open_chat(visit.page)
    answer = ask(visit.page, QUESTION)

    answer.get_by_text("Teilen", exact=True).click()

    expect(answer.get_by_text("Kopiert.", exact=True)).to_be_visible()
    link = visit.page.evaluate(COPIED)
    assert token_of(visit.page) not in link
    with visiting(browser, link) as friend:
        expect(widget(friend.page, ".message.bot")).to_have_count(2)
        expect(widget(friend.page, ".message.bot").last.locator(".sources")).to_be_visible()
        assert token_of(friend.page) is None


def test_answer_is_read_aloud_by_a_voice_of_the_device(visit, host, whole):
    visit.context.add_init_script(SPEECH)
    visit.page.goto(host.page(whole.address, "/speech"))
    open_chat(visit.page)
    answer = ask(visit.page, QUESTION)

    answer.get_by_text("Vorlesen", exact=True).click()

    spoken = visit.page.evaluate("window.__spoken.map(({text, lang, voice}) => [text, lang, voice.name])")
    assert {tuple(each[1:]) for each in spoken} == {("de_DE", "Anna")}
    assert max(len(text) for text, *_ in spoken) <= 200
    assert "Deutsch" in " ".join(text for text, *_ in spoken)
    answer.get_by_text("Vorlesen beenden", exact=True).click()
    assert visit.page.evaluate("window.__spoken.length") == 0
    expect(answer.get_by_text("Vorlesen", exact=True)).to_be_visible()


def test_reading_that_is_over_can_begin_again(visit, host, whole):
    visit.context.add_init_script(SPEECH)
    visit.page.goto(host.page(whole.address, "/speech"))
    open_chat(visit.page)
    answer = ask(visit.page, QUESTION)
    answer.get_by_text("Vorlesen", exact=True).click()

    visit.page.evaluate("window.__spoken.splice(0).pop().onend()")

    expect(answer.get_by_text("Vorlesen", exact=True)).to_be_visible()


def reading_about_violence(visit, host, whole):
    """A page on which an answer is being read aloud that nobody else should hear."""
    visit.context.add_init_script(SPEECH)
    visit.page.goto(host.page(whole.address, "/speech"))
    open_chat(visit.page)
    ask(visit.page, VIOLENCE).get_by_text("Vorlesen", exact=True).click()
    assert visit.page.evaluate("window.__spoken.length") > 0
    return visit.page


def test_reading_ends_with_the_panel_that_could_end_it(visit, host, whole):
    page = reading_about_violence(visit, host, whole)

    widget(page, '[data-action="close"]').click()

    page.wait_for_function("window.__spoken.length === 0")


def test_reading_ends_before_another_page_comes(visit, host, whole):
    page = reading_about_violence(visit, host, whole)

    assert page.evaluate(LEAVING)["spoken"] == 0

    page.wait_for_url(f"{LEFT_FOR}/**")


def test_nothing_is_read_aloud_by_a_service_and_a_voice_that_comes_late_is_used(visit, host, whole):
    visit.context.add_init_script(SPEECH)
    visit.page.goto(host.page(whole.address, "/speech", lang="tr"))
    open_chat(visit.page)
    words = visit.page.request.get(f"{whole.address}/api/words?language=tr").json()["texts"]
    read = ask(visit.page, TURKISH).get_by_text(words["read"], exact=True)
    expect(read).to_be_hidden()  # text would leave the device

    visit.page.evaluate("window.__install({lang: 'tr-TR', localService: true, name: 'Yelda'})")

    read.click()
    assert visit.page.evaluate("window.__spoken[0].voice.name") == "Yelda"


def test_text_grows_in_steps_and_is_as_before_after_the_largest(visit):
    page = visit.page
    open_chat(page)
    ask(page, QUESTION)
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    sizes = []
    for _ in range(5):
        sizes.append(widget(page, ".message.resident .text").evaluate(size))
        widget(page, '[data-action="more"]').click()
        press(page, "Größere Schrift")
        page.keyboard.press("Escape")

    assert [each / sizes[0] for each in sizes] == pytest.approx([1, 1.25, 1.5, 2, 1], abs=0.02)
    assert widget(page, "textarea").evaluate(size) > sizes[0] * 1.2


def test_leaving_quickly_leaves_nothing_behind_but_what_the_help_says(visit, host, whole):
    page, other = visit.page, visit.context.new_page()
    other.goto(host.page(whole.address, "/other"))
    open_chat(other)
    open_chat(page)
    answer = ask(page, VIOLENCE)
    expect(widget(other, ".message.resident")).to_have_count(1)
    expect(answer.locator(".away")).to_contain_text("Der Browser kann sich trotzdem merken")
    history = page.evaluate("history.length")
    number = conversation(whole, token_of(page))

    answer.get_by_text("Schnell verlassen", exact=True).click()

    page.wait_for_url(f"{LEFT_FOR}/**")
    assert page.evaluate("history.length") == history
    expect(widget(other, ".message.resident")).to_have_count(0)
    expect(widget(other, ".message.bot")).to_have_count(1)
    assert token_of(other) is None
    assert number is not None
    assert page.go_back() is None or page.url == "about:blank"
    assert VIOLENCE not in page.content()


def test_leaving_empties_the_panel_and_the_storage_before_the_other_page_comes(visit):
    """On a slow network the page stays for a while after the tap."""
    open_chat(visit.page)
    ask(visit.page, VIOLENCE)
    widget(visit.page, "textarea").fill("Er kommt gleich")

    left = visit.page.evaluate(LEAVING)

    assert left == {"open": False, "said": 0, "typed": "", "stored": 0, "spoken": 0}
    visit.page.wait_for_url(f"{LEFT_FOR}/**")


def test_answer_that_is_not_about_danger_offers_no_leaving(visit):
    open_chat(visit.page)

    expect(ask(visit.page, QUESTION).locator(".leave")).to_have_count(0)


def test_linked_violence_answer_can_be_left_too(visit, host, whole):
    visit.page.goto(host.page(whole.address, "/tools") + "#ki-lotse=safety.violence-women")

    widget(visit.page, ".leave").click()

    visit.page.wait_for_url(f"{LEFT_FOR}/**")
