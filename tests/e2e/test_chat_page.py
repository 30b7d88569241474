"""/chat in a real browser that runs no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import check

QUESTION = "أين يمكنني أن أتعلم اللغة الألمانية؟"


@pytest.fixture
def open_page(browser, whole):
    """Open /chat with a query, without scripts unless told; what goes elsewhere or is blocked is in `faults`."""
    contexts = []

    def run(query: str, width: int = 390, **more):
        settings = {"java_script_enabled": False, "viewport": {"width": width, "height": 844}, **more}
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda said: page.faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda sent: None if sent.url.startswith(whole.address) else page.faults.append(sent.url))
        page.goto(f"{whole.address}/chat{query}")
        return page

    yield run
    for context in contexts:
        context.close()


def ask(page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.locator("button[value=send]").click()


def said_by(page, author: str):
    return page.locator(f".message.{author}")


def test_arabic_question_is_answered_without_any_script(open_page):
    page = open_page("?lang=ar")

    ask(page, QUESTION)

    answer = said_by(page, "bot").last
    expect(answer).to_contain_text("0241 432-0")
    assert (answer.get_attribute("lang"), answer.get_attribute("dir")) == ("ar", "rtl")
    assert page.url.endswith("/chat#end")
    assert page.context.cookies() == []
    assert page.faults == []


def test_reload_shows_the_same_page_and_says_nothing_twice(open_page):
    page = open_page("?lang=ar")
    ask(page, QUESTION)
    expect(said_by(page, "bot")).to_have_count(2)

    page.reload()

    expect(said_by(page, "resident")).to_have_count(1)
    expect(said_by(page, "bot")).to_have_count(2)


def test_going_back_and_asking_again_starts_anew_or_goes_on_but_never_fails(open_page):
    page = open_page("?lang=tr")
    ask(page, "Almanca kursu nerede?")
    expect(said_by(page, "resident")).to_have_count(1)

    page.go_back()
    ask(page, "Bana tercüman lazım")

    expect(said_by(page, "resident")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_new_answer_is_in_view_after_sending(open_page):
    page = open_page("?lang=de")
    ask(page, "Wo kann ich Deutsch lernen?")
    ask(page, "Wer hilft mir mit einer Wohnung?")

    question = said_by(page, "resident").last.bounding_box()

    assert -1 <= question["y"] < 400


def test_keyboard_alone_leads_from_the_page_to_a_person(open_page):
    page = open_page("?lang=de")
    page.get_by_role("textbox").focus()

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(said_by(page, "resident")).to_have_count(1)
    expect(said_by(page, "bot").last).to_contain_text("0241 432-0")


def test_typed_text_stays_when_a_button_is_pressed(open_page):
    page = open_page("?lang=de")
    page.get_by_role("textbox").fill("halb geschrieben")

    said_by(page, "bot").first.get_by_role("button").first.click()

    expect(page.get_by_role("textbox")).to_have_value("halb geschrieben")


def test_conversation_is_deleted_after_a_second_press(open_page):
    page = open_page("?lang=de")
    ask(page, "Wo kann ich Deutsch lernen?")

    page.locator("button[value=delete]").click()
    page.locator("button[value=forget]").click()

    expect(said_by(page, "resident")).to_have_count(0)
    assert page.locator("input[name=token]").get_attribute("value") == ""


def test_home_page_without_scripts_leads_here_in_its_language(open_page, whole):
    page = open_page("")
    page.goto(f"{whole.address}/?lang=uk")

    page.locator("noscript a[href^='/chat']").click()

    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page.get_by_role("textbox")).to_be_visible()


@pytest.mark.parametrize("query", ["?lang=de", "?lang=ar", "?lang=ti"])
@pytest.mark.parametrize("text_size", [100, 200])
def test_nothing_is_wider_than_the_narrowest_screen(open_page, whole, query, text_size):
    page = open_page(query, width=320, java_script_enabled=True, bypass_csp=True)
    ask(page, "Wo kann ich Deutsch lernen?")
    page.add_style_tag(content=f"html {{ font-size: {text_size}% }}")

    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")

    assert widths == [320, 320]


@pytest.mark.parametrize("query", ["?lang=de", "?lang=ar"])
def test_everything_to_press_is_large_enough(open_page, query):
    page = open_page(query)
    ask(page, "Wo kann ich Deutsch lernen?")

    small = [
        control.inner_text()
        for control in page.locator("button, .languages a, .ways a, .emergency a, .slip").all()
        if min(control.bounding_box()["height"], control.bounding_box()["width"]) < 24
    ]
    boxes = [control.bounding_box()["height"] for control in page.locator("button").all()]

    assert small == []
    assert min(boxes) >= 43.9


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_axe_finds_nothing_in_any_state(open_page, language, look):
    page = open_page(f"?lang={language}", java_script_enabled=True, bypass_csp=True, **look)

    states = {"start": check(page)}
    ask(page, QUESTION)
    states["answer"] = check(page)
    page.locator("button[value$=':no']").first.click()
    states["reason"] = check(page)
    ask(page, " ")
    states["fault"] = check(page)
    page.locator("button[value=delete]").click()
    states["delete"] = check(page)
    page.goto(re.sub(r"\?.*|#.*", "", page.url) + f"?lang={language}&entry=safety.violence-women")
    states["leave"] = check(page)

    if "forced_colors" in look:  # axe takes the page's own colours for those of the system that are in force
        states = {state: [each for each in found if "equalRatio" not in each] for state, found in states.items()}
    assert states == dict.fromkeys(states, [])
