"""Links that open the chat, and the language that it begins in and changes to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import EMPTY, PHONE, TURKISH, ask, open_chat, visiting, widget

ENTRY = "contact.address"
SAYS = "432-0"  # the telephone number in that entry, in all languages


def entry_shown(page):
    return widget(page, ".message.bot").nth(1)


def language(page):
    return widget(page, ".ui").get_attribute("lang")


def test_hash_opens_the_chat(browser, host, whole):
    with visiting(browser, host.page(whole.address) + "#ki-lotse") as visit:
        expect(widget(visit.page, "textarea")).to_be_visible()
        expect(widget(visit.page, ".message")).to_have_count(1)


@pytest.mark.parametrize(("lang", "direction"), [("de", "ltr"), ("tr", "ltr"), ("ar", "rtl")])
def test_hash_with_an_entry_shows_its_answer_and_stores_nothing(browser, host, whole, lang, direction):
    with visiting(browser, host.page(whole.address, "/entry", lang=lang) + f"#ki-lotse={ENTRY}") as visit:
        expect(entry_shown(visit.page)).to_contain_text(SAYS)
        expect(widget(visit.page, ".message")).to_have_count(2)
        assert entry_shown(visit.page).get_attribute("lang") == lang
        assert entry_shown(visit.page).get_attribute("dir") == direction
        assert visit.stored() == EMPTY
        assert visit.heard() == [["ki-lotse-open", None], ["ki-lotse-answer", {"entry": ENTRY}]]
        assert visit.wrong() == []


def test_new_hash_shows_its_answer_while_the_page_stays(browser, host, whole):
    body = '<a id="one" href="#ki-lotse">Chat</a> <a id="two" href="#ki-lotse=contact.address">Adresse</a>'
    with visiting(browser, host.page(whole.address, "/links", body=body)) as visit:
        visit.page.click("#one")
        expect(widget(visit.page, ".message")).to_have_count(1)
        widget(visit.page, '[data-action="close"]').click()

        visit.page.click("#two")

        expect(entry_shown(visit.page)).to_contain_text(SAYS)
        visit.page.evaluate("location.hash = '#elsewhere'")
        expect(widget(visit.page, ".panel")).to_be_visible()
        expect(widget(visit.page, ".message")).to_have_count(2)


def test_answer_from_a_link_stands_after_what_was_said(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        open_chat(visit.page)
        ask(visit.page, "Wo kann ich Deutsch lernen?")

        visit.page.evaluate(f"location.hash = '#ki-lotse={ENTRY}'")

        expect(widget(visit.page, ".message")).to_have_count(4)
        expect(widget(visit.page, ".message").last).to_contain_text(SAYS)
        ask(visit.page, "Was kostet der Integrationskurs?")
        expect(widget(visit.page, ".message").nth(3)).to_contain_text(SAYS)


@pytest.mark.parametrize("entry", ["no.such-entry", "x", "privacy.chat.", "a" * 80])
def test_unknown_entry_opens_normally(browser, host, whole, entry):
    with visiting(browser, host.page(whole.address) + f"#ki-lotse={entry}") as visit:
        expect(widget(visit.page, "textarea")).to_be_visible()
        visit.page.wait_for_load_state("networkidle")

        expect(widget(visit.page, ".message")).to_have_count(1)
        expect(widget(visit.page, ".alert")).to_be_empty()
        assert visit.exceptions == []
        assert visit.heard() == [["ki-lotse-open", None]]


@pytest.mark.parametrize(
    "hash_",
    [
        "#ki-lotse=<img src=x onerror=window.__xss=1>",
        "#ki-lotse=javascript:window.__xss=1",
        "#ki-lotse=../conversations",
        "#ki-lotse=..%2f..%2fapi",
        "#ki-lotse=%00",
        "#ki-lotse=contact.address&x=1",
        "#ki-lotse=" + "a" * 81,
        "#ki-lotse=contact.address\nx",
        "#ki-lotse=widget_open",
        "#ki-lotse-",
        "#KI-LOTSE=" + ENTRY,
        "#%E0%A4%A",
    ],
)
def test_hash_that_is_no_link_of_ours_does_nothing(browser, host, whole, hash_):
    with visiting(browser, host.page(whole.address)) as visit:
        expect(widget(visit.page, ".launcher")).to_be_visible()
        visit.page.evaluate("hash => { location.hash = hash }", hash_.replace("\n", "%0A"))
        visit.page.wait_for_load_state("networkidle")

        expect(widget(visit.page, ".panel:visible")).to_have_count(0)
        assert not [url for url in visit.requests if "/api/" in url]
        assert visit.page.evaluate("window.__xss") is None
        assert visit.wrong() == []


@pytest.mark.parametrize(
    ("tag", "path", "page", "locale", "expected"),
    [
        ("tr", "/:translation/uk/seite", "ar", "fa-IR", "tr"),
        ("", "/:translation/uk/seite", "ar", "fa-IR", "uk"),
        ("", "/seite", "ar", "fa-IR", "ar"),
        ("", "/seite", "", "fa-IR", "fa"),
        ("xx", "/:translation/uk/seite", "ar", "fa-IR", "uk"),
        ("", "/:translation/xx/seite", "ar", "fa-IR", "ar"),
        ("", "/seite", "xx", "fa-IR", "fa"),
        ("", "/seite", "xx", "eo", "de"),
        ("TR-tr", "/seite", "de", "de-DE", "tr"),
        ("", "/stadt/:translation/pl/", "de-DE", "de-DE", "pl"),
        ("constructor", "/seite", "__proto__", "en-GB", "en"),
    ],
)
def test_language_is_the_tags_the_paths_the_pages_or_the_browsers(
    browser, host, whole, tag, path, page, locale, expected
):
    attributes = f'lang="{tag}"' if tag else ""
    url = host.page(whole.address, path, lang=page, attributes=attributes)
    with visiting(browser, url, locale=locale) as visit:
        expect(widget(visit.page, ".launcher")).to_be_visible()
        assert language(visit.page) == expected

        open_chat(visit.page)

        assert language(visit.page) == expected
        assert widget(visit.page, ".message.bot").get_attribute("lang") == expected
        assert widget(visit.page, ".ui").get_attribute("dir") == ("rtl" if expected in ("ar", "fa") else "ltr")


def test_interface_follows_the_language_that_the_resident_writes(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        open_chat(visit.page)
        german = widget(visit.page, ".send").inner_text()

        answer = ask(visit.page, TURKISH)

        expect(widget(visit.page, ".ui")).to_have_attribute("lang", "tr")
        expect(widget(visit.page, "button.language")).to_contain_text("Türkçe")
        assert widget(visit.page, ".send").inner_text() != german
        assert answer.get_attribute("lang") == "tr"
        expect(widget(visit.page, "textarea")).to_be_focused()

        ask(visit.page, "أين يمكنني أن أتعلم اللغة الألمانية؟")

        expect(widget(visit.page, ".ui")).to_have_attribute("lang", "ar")
        expect(widget(visit.page, ".ui")).to_have_attribute("dir", "rtl")
        assert answer.get_attribute("lang") == "tr"  # what was said keeps its own
        assert visit.page.evaluate("document.documentElement.lang") == "de"


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_switcher_finds_a_language_by_any_of_its_names(browser, host, whole, options):
    with visiting(browser, host.page(whole.address), **options) as visit:
        open_chat(visit.page)
        switcher, search = widget(visit.page, "button.language"), widget(visit.page, ".drawer input")
        shown = widget(visit.page, ".drawer li")
        switcher.click()
        expect(search).to_be_focused()
        count = shown.count()
        assert count >= 15

        for text, name in [("turk", "Türkçe"), ("ARABISCH", "العربية"), ("ru", "Русский"), ("français", "Français")]:
            search.fill(text)
            expect(shown.filter(has_text=name)).to_have_count(1)
            assert shown.count() < 5
        search.fill("klingonisch")
        expect(shown).to_have_count(0)
        expect(widget(visit.page, ".drawer [role=status]")).not_to_be_empty()
        search.fill("")
        expect(shown).to_have_count(count)
        search.fill("arabisch")
        visit.page.keyboard.press("Enter")

        expect(widget(visit.page, ".ui")).to_have_attribute("dir", "rtl")
        expect(widget(visit.page, ".message.bot")).to_have_attribute("lang", "ar")
        expect(widget(visit.page, ".drawer")).to_be_hidden()
        assert visit.stored() == EMPTY


def test_language_chosen_in_a_conversation_is_said_in_it_and_stays(browser, host, whole):
    with visiting(browser, host.page(whole.address)) as visit:
        open_chat(visit.page)
        ask(visit.page, "Wo kann ich Deutsch lernen?")
        widget(visit.page, "button.language").click()
        widget(visit.page, ".drawer li").get_by_text("Türkçe", exact=True).click()
        expect(widget(visit.page, ".message.resident")).to_have_count(2)
        expect(widget(visit.page, ".ui")).to_have_attribute("lang", "tr")

        visit.page.reload()
        open_chat(visit.page)

        expect(widget(visit.page, ".ui")).to_have_attribute("lang", "tr")
        expect(widget(visit.page, ".message.resident")).to_have_count(2)
        assert re.search("[şğıİ]", widget(visit.page, ".privacy").inner_text())
