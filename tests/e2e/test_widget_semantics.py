"""What a screen reader is told: rules A5, A7 and A17, and who speaks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_steps import (
    LANGUAGES,
    QUESTIONS,
    RIGHT_TO_LEFT,
    SLOW_MS,
    answers,
    ask,
    ask_for_course,
    ask_for_person,
    field,
    launcher,
    log,
    open_chat,
    own,
    panel,
)

# What begins an answer that no human gives, as each language says it (faq/texts, greeting).
AUTOMATIC = {
    "de": "automatisch",
    "en": "automatic",
    "tr": "otomatik",
    "ar": "الآلي",
    "fa": "خودکار",
    "uk": "автоматичн",
}
UNNAMED = """() => [...document.querySelector('ki-lotse').shadowRoot.querySelectorAll('.message')]
    .filter(node => !node.lang || !node.dir || node.querySelector('.text:not([dir])'))
    .map(node => node.outerHTML)"""


def test_open_panel_is_told_as_it_is_meant(chat):
    expect(panel(chat)).to_match_aria_snapshot("""
        - dialog "Fragen? Wir helfen.":
          - heading "Fragen? Wir helfen." [level=2]
          - button "Deutsch, Sprache"
          - button "Mehr"
          - button "Chat schließen"
          - log "Fragen? Wir helfen.":
            - paragraph: "Assistent:"
            - paragraph: /Ich bin der automatische Assistent/
            - paragraph: /speichern wir nichts/
            - button "Angebote"
            - button "Beratung"
            - button "Kontakt"
            - button "Mit einem Menschen sprechen"
          - status
          - alert
          - button "Mit einem Menschen sprechen"
          - button "Notruf"
          - text: Ihre Nachricht
          - textbox "Ihre Nachricht"
          - button "Senden"
          - paragraph: /keine Namen/
          - button "Barriere melden"
          - button "Datenschutz"
    """)
    expect(launcher(chat)).to_be_hidden()


def test_answer_is_told_with_speaker_links_sources_and_tools(chat):
    ask_for_course(chat, "de")

    expect(log(chat)).to_match_aria_snapshot("""
        - log:
          - paragraph: "Sie:"
          - paragraph: Wo kann ich Deutsch lernen?
          - paragraph: "Assistent:"
          - paragraph:
            - strong: Integrationskurs
          - list:
            - listitem:
              - link "mbeon.de"
          - paragraph:
            - link "0241 432-0"
          - paragraph: "Quelle:"
          - list:
            - listitem:
              - link "bamf.de"
          - paragraph: /Stand/
          - link "Zettel zum Drucken"
          - button "Kopieren"
          - button "Teilen"
          - group "Hat das geholfen?":
            - button "Ja"
            - button "Nein"
          - group "Passt auch dazu":
            - button "Persönliche Beratung"
    """)


def test_closed_chat_is_one_button_that_says_what_it_opens(visit):
    page = visit()

    expect(page.locator("ki-lotse")).to_match_aria_snapshot('- button "Chat öffnen"')
    expect(launcher(page)).to_have_attribute("aria-haspopup", "dialog")


def test_numbers_that_unfold_are_told_with_what_they_are_for(chat):
    button = chat.locator("ki-lotse [data-action=emergency]")
    button.press("Enter")

    expect(panel(chat)).to_match_aria_snapshot("""
        - dialog:
          - button "Notruf" [expanded]
          - list:
            - listitem:
              - link "112"
              - text: /Feuerwehr/
            - listitem:
              - link "110"
              - text: Polizei
    """)


def test_there_is_one_log_before_anything_is_said_and_it_stays(visit):
    page = visit()
    page.route("**/api/words*", lambda route: None)  # the words do not come yet
    launcher(page).click()
    expect(panel(page)).to_be_visible(timeout=SLOW_MS)

    assert log(page).count() == 1
    assert log(page).get_attribute("aria-live") is None
    assert log(page).locator(".message").count() == 0
    page.evaluate("window.log = document.querySelector('ki-lotse').shadowRoot.querySelector('[role=log]')")
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    open_chat(page)
    page.evaluate("window.log = document.querySelector('ki-lotse').shadowRoot.querySelector('[role=log]')")
    ask(page, QUESTIONS["de"])
    assert log(page).evaluate("node => node === window.log")


@pytest.mark.parametrize("language", LANGUAGES)
def test_automatic_system_is_named_before_the_input_in_the_language(visit, language):
    page = visit(language)
    open_chat(page)

    greeting = answers(page).first
    assert AUTOMATIC[language] in greeting.inner_text()
    assert greeting.get_attribute("lang") == language
    assert greeting.evaluate("node => node.compareDocumentPosition(node.getRootNode().getElementById('input')) & 4")
    expect(greeting).to_be_in_viewport()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_and_the_chat_itself_carry_language_and_direction(visit, language):
    page = visit(language)
    open_chat(page)
    ask_for_course(page, language)
    ask_for_person(page)

    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    assert page.evaluate(UNNAMED) == []
    for answer in answers(page).all():
        assert (answer.get_attribute("lang"), answer.get_attribute("dir")) == (language, direction)
        assert answer.locator(".who").get_attribute("lang") == language
    assert own(page).first.get_attribute("lang") == language
    expect(page.locator("ki-lotse .ui")).to_have_attribute("lang", language)
    expect(page.locator("ki-lotse .ui")).to_have_attribute("dir", direction)


def test_speakers_are_told_but_not_seen(chat):
    ask(chat, "Hallo")
    for message, name in ((own(chat).first, "Sie:"), (answers(chat).first, "Assistent:")):
        speaker = message.locator(".who")

        assert speaker.text_content() == name
        assert speaker.bounding_box()["width"] <= 1
        assert speaker.evaluate("node => getComputedStyle(node).display") != "none"


def test_german_original_says_that_it_is_german(visit):
    page = visit("ar")
    open_chat(page)
    answer = ask_for_course(page, "ar")
    answer.locator(".tool[aria-expanded]").press("Enter")

    original = answer.locator(".original")
    expect(original).to_contain_text("Integrationskurs", timeout=SLOW_MS)
    assert (original.get_attribute("lang"), original.get_attribute("dir")) == ("de", "ltr")
    expect(answer.locator(".tool[aria-expanded=true]")).to_be_focused()


def test_button_in_another_language_says_so(visit):
    page = visit("uk")
    open_chat(page)
    page.locator("ki-lotse [data-action=language]").press("Enter")
    turkish = page.locator("ki-lotse .languages").get_by_role("button", name="Türkçe")

    expect(turkish).to_have_attribute("lang", "tr", timeout=SLOW_MS)
    expect(page.locator("ki-lotse .languages [aria-current=true]")).to_have_attribute("lang", "uk")
    expect(field(page)).to_have_attribute("dir", "auto")
