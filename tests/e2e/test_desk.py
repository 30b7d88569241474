"""Residents in the widget, staff at the desk, real browsers: a question, a person, an answer in the same chat."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.axe import check
from tests.e2e.conftest import ROOT, Served
from tests.e2e.widget_steps import SLOW_MS, answers, ask_for_person, field, open_chat, send, widget

PASSWORD = "Wolke Hafen Tinte 7"


class Seat:
    """A counsellor's browser."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page = context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def sign_in(self, name: str) -> None:
        self.page.goto(f"{self.address}/desk/")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Passwort").fill(PASSWORD)
        self.page.get_by_role("button", name="Anmelden").click()
        expect(self.page.get_by_role("navigation", name="Ablagen")).to_be_visible(timeout=SLOW_MS)

    def case(self, question: str) -> Any:
        return self.page.locator("a.case", has_text=question)

    def answer(self, text: str) -> None:
        self.page.get_by_label("Ihre Antwort", exact=True).fill(text)
        self.page.get_by_role("button", name="Senden", exact=True).click()


@pytest.fixture
def seat(browser: Browser, whole: Served) -> Iterator[Callable[..., Seat]]:
    """Makes an account by the command and its link, and signs in with it."""
    contexts: list[BrowserContext] = []

    def build(name: str, **more: Any) -> Seat:
        contexts.append(browser.new_context(bypass_csp=more.pop("bypass_csp", False), **more))
        opened = Seat(contexts[-1], whole.address)
        opened.page.goto(link(whole, name))
        opened.page.get_by_label("Neues Passwort").fill(PASSWORD)
        opened.page.get_by_label("Noch einmal").fill(PASSWORD)
        opened.page.get_by_role("button", name="Passwort speichern").click()
        opened.sign_in(name)
        return opened

    yield build
    for context in contexts:
        context.close()


def link(served: Served, name: str) -> str:
    """What `kilotse staff add` prints; for an account that is there already, a new link."""
    command = [sys.executable, "-m", "bot.command", "staff"]
    for action in (["add", name, "--role", "counsellor"], ["link", name]):
        run = subprocess.run([*command, *action], cwd=ROOT, env=served.environment, capture_output=True, text=True)
        if run.returncode == 0:
            return run.stdout.strip().splitlines()[-1]
    raise AssertionError(run.stderr)


def test_a_question_in_arabic_is_answered_by_a_person_in_the_same_chat(visit, seat, whole):
    counsellor = seat("a.kaya")
    resident = visit("ar")
    open_chat(resident)
    send(resident, "أريد التحدث مع موظف من فضلك رقم سبعة")
    expect(answers(resident)).to_have_count(2, timeout=SLOW_MS)
    ask_for_person(resident)
    asked_at = time.monotonic()

    case = counsellor.page.locator("a.case", has_text="Arabisch").last  # without a reload
    expect(case).to_be_visible(timeout=SLOW_MS)
    noticed_s = time.monotonic() - asked_at
    case.click()
    counsellor.page.get_by_role("button", name="Übernehmen").click()
    expect(answers(resident).last).to_contain_text("يقرأ الآن شخص من فريقنا", timeout=SLOW_MS)

    counsellor.page.get_by_label("Arabisch", exact=True).check()
    counsellor.answer("مرحبا، كيف يمكنني المساعدة؟")
    staff = widget(resident).locator(".message.staff")
    expect(staff).to_contain_text("مرحبا، كيف يمكنني المساعدة؟", timeout=SLOW_MS)

    bot_before = answers(resident).count()
    send(resident, "متى تفتحون؟")
    expect(counsellor.page.locator(".line.resident").last).to_contain_text("متى تفتحون؟", timeout=SLOW_MS)
    assert answers(resident).count() == bot_before  # the assistant is silent

    counsellor.page.get_by_label("Ich antworte auf Deutsch").check()
    counsellor.page.get_by_label("Deutsch", exact=True).check()
    counsellor.answer("Wir schreiben Ihnen morgen.")
    expect(staff.last).to_contain_text("هذا الجواب باللغة الألمانية", timeout=SLOW_MS)

    counsellor.page.get_by_role("button", name="Abschließen").click()
    expect(answers(resident).last).to_contain_text("انتهت المحادثة مع الفريق", timeout=SLOW_MS)
    send(resident, "أين يمكنني تعلم الألمانية؟")
    expect(answers(resident)).to_have_count(bot_before + 2, timeout=SLOW_MS)
    assert counsellor.faults == []
    assert noticed_s < 10


def test_two_residents_and_two_counsellors_do_not_meet_each_others_words(visit, seat):
    counsellors = [seat("b.eins"), seat("b.zwei")]
    residents = [visit("de"), visit("tr")]
    for number, resident in enumerate(residents):
        open_chat(resident)
        send(resident, ("Ich habe eine Frage an das Team", "Merhaba, ekibinize bir sorum var")[number])
        expect(answers(resident)).to_have_count(2, timeout=SLOW_MS)
        ask_for_person(resident)
    for counsellor, language in zip(counsellors, ("Deutsch", "Türkisch"), strict=True):
        row = counsellor.page.locator("a.case", has_text=f"· {language} ·").last
        expect(row).to_be_visible(timeout=SLOW_MS)
        row.click()
        counsellor.page.get_by_role("button", name="Übernehmen").click()
        expect(counsellor.page.get_by_role("heading", name="Antworten", exact=True)).to_be_visible(timeout=SLOW_MS)

    counsellors[0].answer("Antwort an Nummer 0")
    counsellors[1].page.get_by_label("Türkisch", exact=True).check()
    counsellors[1].answer("Antwort an Nummer 1")

    for number, resident in enumerate(residents):
        staff = widget(resident).locator(".message.staff")
        expect(staff).to_have_count(1, timeout=SLOW_MS)
        expect(staff).to_contain_text(f"Antwort an Nummer {number}")


def test_the_desk_works_without_javascript(visit, seat):
    counsellor = seat("c.ohne", java_script_enabled=False)
    resident = visit("de")
    open_chat(resident)
    ask_for_person(resident)

    counsellor.page.reload()
    counsellor.page.locator("a.case").last.click()
    counsellor.page.get_by_role("button", name="Übernehmen").click()
    counsellor.answer("Guten Tag, hier ist das Team.")

    expect(widget(resident).locator(".message.staff")).to_contain_text("hier ist das Team", timeout=SLOW_MS)
    expect(field(resident)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 320, "height": 640}])
def test_axe_finds_nothing_on_any_page_of_the_desk(visit, seat, browser, whole, scheme, viewport):
    resident = visit("de")
    open_chat(resident)
    ask_for_person(resident)
    counsellor = seat(f"d.{scheme}{viewport['width']}", bypass_csp=True, color_scheme=scheme, viewport=viewport)
    page = counsellor.page
    found = check(page, "inbox")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("a.case").last.click()
    expect(page.get_by_role("button", name="Übernehmen")).to_be_visible(timeout=SLOW_MS)
    found += check(page, "open case")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_role("heading", name="Antworten", exact=True)).to_be_visible(timeout=SLOW_MS)
    found += check(page, "own case")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_label("Passwort")).to_be_visible(timeout=SLOW_MS)
    found += check(page, "sign in")

    assert found == []
