"""Rule A1: axe finds nothing, in every state, language and colour mode."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.widget_steps import (
    LANGUAGES,
    LIMIT,
    MODES,
    SLOW_MS,
    alert,
    answers,
    ask_for_course,
    field,
    open_chat,
    own,
    panel,
    send,
    states,
    visits,
)

PHONE = {"width": 360, "height": 640}
# axe takes `-webkit-text-fill-color` for a text's colour, and that does not tell which colours are forced.
TEXT_CONTRAST = """() => {
    const parts = colour => colour.match(/[\\d.]+/g).map(Number)
    const luminance = colour => parts(colour).slice(0, 3)
        .map(each => (each /= 255) > 0.04045 ? ((each + 0.055) / 1.055) ** 2.4 : each / 12.92)
        .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0)
    const paper = node => {
        const colour = node ? getComputedStyle(node).backgroundColor : 'rgb(255, 255, 255)'
        return !node || (parts(colour)[3] ?? 1) === 1 ? colour : paper(node.parentElement)
    }
    const says = node => [...node.childNodes].some(({nodeType, data}) => nodeType === 3 && data.trim())
    const faults = []
    for (const node of document.querySelector('ki-lotse').shadowRoot.querySelectorAll('.ui *')) {
        if (!says(node) || !node.checkVisibility()) continue
        const both = [getComputedStyle(node).color, paper(node)].map(luminance).sort((one, other) => other - one)
        const ratio = (both[0] + 0.05) / (both[1] + 0.05)
        const system = getComputedStyle(node).color === 'rgb(109, 109, 109)' // GrayText is the reader's own choice
        if (ratio < 4.5 && !system) faults.push(`${node.className || node.tagName} ${ratio.toFixed(1)}: ${node.textContent}`)
    }
    return faults
}"""


def faults_in_all_modes(page: Page, state: str) -> list[str]:
    found = []
    for mode, media in MODES.items():
        page.emulate_media(**media)
        faults = axe.check(page, f"{state}, {mode}")
        if mode == "forced colours":
            faults = [fault for fault in faults if ": color-contrast:" not in fault]
            faults += [f"{state}, {mode}: contrast: {fault}" for fault in page.evaluate(TEXT_CONTRAST)]
        found += faults
    page.emulate_media(**MODES["light"])
    return found


@pytest.fixture
def visit(browser, host, whole):
    """axe needs a page without a policy."""
    yield from visits(browser, host, whole.address, bypass_csp=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_has_findings(visit, language):
    page = visit(language)

    found = [fault for state in states(page, language) for fault in faults_in_all_modes(page, state)]

    assert found == []


@pytest.mark.parametrize("language", ["de", "ar"])
def test_no_state_has_findings_on_a_phone(visit, language):
    page = visit(language, viewport=PHONE, has_touch=True)

    found = [fault for state in states(page, language) for fault in faults_in_all_modes(page, state)]

    assert found == []


def unfold(page: Page, opener: str, part: str) -> None:
    page.locator(f"ki-lotse {opener}").click()
    expect(page.locator(f"ki-lotse {part}").first).to_be_visible(timeout=SLOW_MS)


@pytest.mark.parametrize("language", ["de", "tr", "fa"])
def test_nothing_that_unfolds_has_findings(visit, language):
    page = visit(language)
    open_chat(page)
    answer = ask_for_course(page, language)
    found = []
    unfold(page, ".emergency", ".numbers a")
    unfold(page, "[data-action=language]", ".languages .choice")
    found += faults_in_all_modes(page, "languages and numbers")
    unfold(page, "[data-action=more]", ".menu .choice")
    found += faults_in_all_modes(page, "menu")
    page.keyboard.press("Escape")
    answer.locator(".helped .tool").last.click()
    expect(answer.locator(".helped .tool")).to_have_count(4, timeout=SLOW_MS)
    if language != "de":
        answer.locator(".tool[aria-expanded]").click()
        expect(answer.locator(".original")).to_be_visible(timeout=SLOW_MS)
    field(page).fill("x" * (LIMIT + 20))
    expect(page.locator("ki-lotse .count")).not_to_be_empty()
    found += faults_in_all_modes(page, "reasons, German text and too many characters")

    assert found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_way_out_of_a_violence_answer_has_no_findings(visit, language):
    page = visit(language, "#ki-lotse=safety.violence-women")
    expect(page.locator("ki-lotse .leave")).to_be_visible(timeout=SLOW_MS)
    expect(answers(page).last.locator(".actions")).to_be_visible(timeout=SLOW_MS)

    assert faults_in_all_modes(page, "violence") == []


@pytest.mark.parametrize("language", ["de", "ar"])
def test_message_that_was_not_sent_has_no_findings(visit, language):
    page = visit(language)
    page.clock.install()
    open_chat(page)
    page.context.set_offline(True)
    send(page, "Hallo")
    while not own(page).locator(".again").count():  # retries, each after a longer pause
        page.clock.run_for(5_000)
    expect(alert(page)).not_to_be_empty()

    assert panel(page).is_visible()
    assert faults_in_all_modes(page, "not sent") == []
