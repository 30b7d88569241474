"""What a resident sees of an answer, and what can be done with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.talking import QUESTION, conversation, edited, rows, token_of
from tests.e2e.visiting import TURKISH, ask, open_chat, press, visiting, widget

AMBIGUOUS = "Antrag"
AUTOMATIC = {
    "de": "automatische",
    "en": "automatic",
    "tr": "otomatik",
    "ar": "الآلي",
    "fa": "خودکار",
    "uk": "автоматичний",
}
FEEDBACK = """SELECT helpful, reason FROM conversation_feedback feedback
JOIN conversation_message message ON message.id = feedback.message_id WHERE conversation_id = ?"""


@pytest.fixture
def visit(browser, host, whole):
    """A page of the city with the widget; whatever goes wrong on it fails the test."""
    with visiting(browser) as visit:
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.page.goto(host.page(whole.address, "/answers"))
        yield visit
        assert visit.wrong() == []


@pytest.fixture
def page(visit):
    return visit.page


@pytest.fixture
def turkish(visit, host, whole):
    """The page in Turkish, with the chat open."""
    visit.page.goto(host.page(whole.address, "/tr", lang="tr"))
    open_chat(visit.page)
    return visit.page


@pytest.mark.parametrize(("language", "word"), AUTOMATIC.items())
def test_greeting_says_in_every_language_that_it_is_automatic_with_topics_below(visit, host, whole, language, word):
    visit.page.goto(host.page(whole.address, f"/{language}", lang=language))
    open_chat(visit.page)

    greeting = widget(visit.page, ".message.bot")
    expect(greeting).to_have_count(1)
    expect(greeting).to_have_attribute("lang", language)
    expect(greeting).to_contain_text(word)
    expect(greeting.locator(".choice.topic:visible")).to_have_count(5)
    expect(greeting.locator(".choice.person:visible")).to_have_count(1)
    assert not any("/api/conversations" in url for url in visit.requests)


def test_topic_with_many_entries_shows_six_and_all_when_asked_for_by_keyboard(page):
    open_chat(page)
    widget(page, ".message.bot").get_by_text("Alltag und Ämter", exact=True).click()
    choices = widget(page, ".message.bot").nth(1).locator(".choice:not(.all)")
    everything = widget(page, ".message.bot").nth(1).locator(".choice.all")
    expect(everything).to_have_text("Alle zeigen")
    expect(choices.locator("visible=true")).to_have_count(6)
    expect(choices.locator("visible=true").last).to_have_class("choice person")

    everything.focus()
    page.keyboard.press("Enter")

    assert choices.locator("visible=true").count() == choices.count() > 10
    expect(choices.nth(5)).to_be_focused()
    expect(everything).to_have_count(0)


def test_answer_has_links_a_source_with_its_day_and_says_that_nobody_checked_it(page):
    open_chat(page)
    answer = ask(page, QUESTION)

    expect(answer.locator('.bubble > :not(.sources) a[href^="https://"]').first).to_be_visible()
    expect(answer.locator(".sources li").first).to_contain_text("2026")
    expect(answer.locator('.sources a[href^="https://"]').first).to_be_visible()
    expect(answer).to_contain_text("Noch nicht vom Team geprüft. Stand:")
    assert answer.locator("a[href^=http]").evaluate_all("all => all.every(a => a.rel.includes('noopener'))")


def test_checked_answer_says_when_it_was_checked(page, whole):
    name = "entries/life.german-course.yml"
    text = (whole.content / name).read_text(encoding="utf-8")
    checked = text.replace("  de:\n", "  de:\n    checked: 2026-11-20\n", 1)
    asked = f"{whole.address}/api/answers/life.german-course?language=de"

    with edited(whole, {name: checked}, lambda: "Geprüft am" in page.request.get(asked).text()):
        open_chat(page)
        answer = ask(page, QUESTION)

    expect(answer).to_contain_text("Geprüft am 20.11.2026")
    expect(answer).not_to_contain_text("Noch nicht vom Team geprüft")


def test_translated_answer_says_so_and_its_german_original_is_one_tap_away_and_away_again(turkish):
    answer = ask(turkish, TURKISH)
    toggle = answer.locator(".tool[aria-expanded]")
    expect(answer.locator(".small").filter(has_text="bilgisayar")).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "false")

    toggle.click()

    original = answer.locator(".original")
    expect(original).to_be_visible()
    expect(original).to_have_attribute("lang", "de")
    expect(original).to_contain_text("Deutsch")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    toggle.click()
    expect(original).to_be_hidden()
    expect(toggle).to_have_attribute("aria-expanded", "false")


def test_german_answer_offers_no_german_original(page):
    open_chat(page)

    expect(ask(page, QUESTION).get_by_text("Deutscher Text", exact=True)).to_have_count(0)


def test_related_question_leads_to_its_answer_and_stays_readable(page):
    open_chat(page)
    group = ask(page, QUESTION).get_by_role("group", name="Passt auch dazu")
    related = group.locator(".choice.entry").first
    title = related.inner_text()

    related.click()

    expect(widget(page, ".message.resident")).to_have_count(2)
    expect(widget(page, ".message.resident").last).to_contain_text(title)
    expect(widget(page, ".message.bot").last.locator(".sources")).to_be_visible()
    expect(related).to_be_visible()
    expect(related).to_have_attribute("aria-disabled", "true")


def test_ambiguous_question_is_clarified_by_buttons(page):
    open_chat(page)
    question = ask(page, AMBIGUOUS)
    expect(question).to_contain_text("Was meinen Sie?")
    expect(question.locator(".choice").last).to_have_class("choice person")

    question.locator(".choice.entry").first.click()

    expect(widget(page, ".message.bot")).to_have_count(3)
    expect(widget(page, ".message.bot").last.locator(".helped")).to_be_visible()


def test_none_of_these_is_an_answer_too(page):
    open_chat(page)
    ask(page, AMBIGUOUS).get_by_text("Nichts davon", exact=True).click()

    expect(widget(page, ".message.bot")).to_have_count(3)
    expect(widget(page, ".message.bot").last.locator(".choice.person")).to_be_visible()


def test_helpful_answer_is_noted_and_thanked_for(page, whole):
    open_chat(page)
    helped = ask(page, QUESTION).locator(".helped")

    helped.get_by_text("Ja", exact=True).click()

    expect(helped).to_have_text("Danke!")
    expect(helped.locator("span")).to_be_focused()
    assert rows(whole, FEEDBACK, conversation(whole, token_of(page))) == [(1, "")]


def test_unhelpful_answer_is_noted_with_its_reason_and_offers_a_person(page, whole):
    open_chat(page)
    helped = ask(page, QUESTION).locator(".helped")
    helped.get_by_text("Nein", exact=True).click()
    expect(helped).to_contain_text("Was war das Problem?")
    number = conversation(whole, token_of(page))
    assert rows(whole, FEEDBACK, number) == [(0, "")]  # who gives no reason has said no

    helped.get_by_text("Es fehlt etwas", exact=True).click()
    helped.get_by_text("Mit einem Menschen sprechen", exact=True).click()

    expect(widget(page, ".message.bot")).to_have_count(3)
    assert rows(whole, FEEDBACK, number) == [(0, "missing")]
    assert rows(whole, "SELECT reason FROM handoff_case WHERE conversation_id = ?", number) == [("asked",)]


def test_slip_shows_both_languages_on_the_screen_and_on_paper(visit, turkish):
    answer = ask(turkish, TURKISH)
    with visit.context.expect_page() as opened:
        answer.locator("a.tool").click()
    slip = opened.value
    expect(slip.locator("article")).to_have_count(2)

    for media in ("screen", "print"):
        slip.emulate_media(media=media)
        for language in ("tr", "de"):
            expect(slip.locator(f'article[lang="{language}"] .answer')).to_be_visible()
        expect(slip.locator("main > footer a").first).to_be_visible()
        expect(slip.get_by_role("button")).to_be_visible(visible=media == "screen")
    assert slip.evaluate("window.__faults") == []
    assert token_of(turkish) not in slip.url


def test_emergency_numbers_are_one_tap_away_before_and_during_a_conversation(page):
    open_chat(page)
    for question in ("", QUESTION):
        if question:
            ask(page, question)
        expect(widget(page, ".numbers")).to_be_hidden()
        press(page, "Notruf", ".help")
        for number, name in (("112", "Rettungswagen und Feuerwehr"), ("110", "Polizei")):
            expect(widget(page, f'.numbers a[href="tel:{number}"]')).to_have_text(number)
            expect(widget(page, ".numbers")).to_contain_text(name)
        expect(widget(page, ".emergency")).to_have_attribute("aria-expanded", "true")
        press(page, "Notruf", ".help")


@pytest.mark.parametrize(("button", "words"), [("Datenschutz", "Unterhaltung"), ("Barriere melden", "Barriere")])
def test_privacy_and_barriers_are_answered_without_starting_a_conversation(visit, page, button, words):
    open_chat(page)

    widget(page, "form").get_by_text(button, exact=True).click()

    answer = widget(page, ".message.bot").last
    expect(widget(page, ".message.bot")).to_have_count(2)
    expect(answer).to_contain_text(words)
    expect(answer).to_be_in_viewport()
    expect(answer.locator(".helped")).to_have_count(0)
    assert token_of(page) is None
    assert not any("/api/conversations" in url for url in visit.requests)


DROPPED = """node => {
    const data = new DataTransfer()
    data.items.add(new File(['x'], 'brief.jpg', {type: 'image/jpeg'}))
    const options = {bubbles: true, composed: true, cancelable: true}
    const event = kind === 'paste' ? new ClipboardEvent(kind, {...options, clipboardData: data})
        : new DragEvent(kind, {...options, dataTransfer: data})
    return node.dispatchEvent(event)
}"""


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_file_is_not_taken_and_its_owner_is_told_where_to_show_the_letter(visit, page, kind):
    open_chat(page)

    let_through = widget(page, "textarea").evaluate(DROPPED.replace("kind", f"'{kind}'"))

    expect(widget(page, ".message.bot")).to_have_count(3)
    expect(widget(page, ".message.bot").nth(1)).to_contain_text("Fotos und Dateien kann ich nicht lesen.")
    expect(widget(page, ".message.bot").last.locator(".sources")).to_be_visible()
    assert not let_through
    assert token_of(page) is None
    assert not any("/api/conversations" in url for url in visit.requests)


def test_pasted_text_is_taken(page):
    open_chat(page)
    page.evaluate("navigator.clipboard.writeText('Hilfe bei einem Brief')")

    widget(page, "textarea").press("Control+v")

    expect(widget(page, "textarea")).to_have_value("Hilfe bei einem Brief")
