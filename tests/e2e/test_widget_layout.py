"""Size, room and order: rules A9, A10 and A13."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_steps import (
    LANGUAGES,
    LIMIT,
    RIGHT_TO_LEFT,
    SLOW_MS,
    answers,
    ask_for_course,
    field,
    launcher,
    log,
    open_chat,
    panel,
    states,
)

SMALLEST = {"width": 320, "height": 256}
# Targets that are smaller than so many pixels, by a selector. `[hidden]` and clipped ones are no targets.
SMALL_TARGETS = """([selector, pixels]) => [...document.querySelector('ki-lotse').shadowRoot.querySelectorAll(selector)]
    .filter(node => node.checkVisibility())
    .flatMap(node => {
        const {width, height} = node.getBoundingClientRect()
        const small = Math.min(width, height) < pixels - 0.01
        return small ? [`${node.className || node.tagName} ${width.toFixed(1)} x ${height.toFixed(1)} ${node.textContent}`] : []
    })"""
PRIMARY = ".launcher, textarea, .send, .head button, .choice, .leave, .again button, .numbers a, input"
# What does not fit into its own box although it may not scroll, and what sticks out of the panel sideways.
CLIPPED = """() => {
    const root = document.querySelector('ki-lotse').shadowRoot
    const panel = root.querySelector('.panel').getBoundingClientRect()
    const faults = []
    for (const node of root.querySelectorAll('.panel, .panel *')) {
        if (!node.checkVisibility() || node.closest('svg') || getComputedStyle(node).clipPath !== 'none') continue
        const part = node.getBoundingClientRect()
        const {overflowX, overflowY} = getComputedStyle(node)
        const wide = node.clientWidth && node.scrollWidth > node.clientWidth + 1
        const high = node.clientHeight && node.scrollHeight > node.clientHeight + 1
        const name = `${node.id || node.className || node.tagName}: ${node.textContent.slice(0, 40)}`
        if (wide && overflowX !== 'visible') faults.push(`wide ${name}`)
        if (high && /hidden|clip/.test(overflowY)) faults.push(`high ${name}`)
        if (part.left < panel.left - 1 || part.right > panel.right + 1) faults.push(`out ${name}`)
    }
    return faults
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.2, 1.4.12: nobody may lose anything by these.
SPACING = """() => {
    const style = document.createElement('style')
    style.textContent = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-bottom: 2em !important }`
    document.querySelector('ki-lotse').shadowRoot.append(style)
}"""
# The horizontal places of a text's characters, in the order in which it is written.
PLACES = """([selector, text]) => {
    const root = document.querySelector('ki-lotse').shadowRoot
    const texts = document.createTreeWalker(root.querySelector(selector), NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
        const at = texts.currentNode.data.indexOf(text)
        if (at < 0) continue
        return [...text].map((_, more) => {
            const range = document.createRange()
            range.setStart(texts.currentNode, at + more)
            range.setEnd(texts.currentNode, at + more + 1)
            return range.getClientRects()[0].left
        })
    }
    return []
}"""


# Whether what has the focus can be seen: a point of it at least lies on top (WCAG 2.2, 2.4.11).
SEEN = """() => {
    const root = document.querySelector('ki-lotse').shadowRoot
    const node = root.activeElement
    if (!node) return 'outside'
    const {left, top, width, height} = node.getBoundingClientRect()
    for (const across of [0.1, 0.5, 0.9]) for (const down of [0.1, 0.3, 0.5, 0.7, 0.9]) {
        const there = root.elementFromPoint(left + width * across, top + height * down)
        if (there && (node.contains(there) || there.contains(node) && there.closest('button, a'))) return ''
    }
    return `${node.id || node.className || node.tagName} at ${top.toFixed()}: ${node.textContent.slice(0, 40)}`
}"""


def whole_on_screen(page, locator) -> bool:
    box, size = locator.bounding_box(), page.viewport_size
    inside = box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    return inside and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 720}, SMALLEST])
def test_all_targets_are_large_enough_for_a_finger(visit, language, viewport):
    page = visit(language, viewport=viewport)
    found = []
    for state in states(page, language):
        if state == "answer":
            answers(page).last.locator(".helped .tool").last.click()
            expect(answers(page).last.locator(".helped .tool")).to_have_count(4, timeout=SLOW_MS)
            for action in ("emergency", "more", "language"):
                page.locator(f"ki-lotse [data-action={action}]").click()
            expect(page.locator("ki-lotse .languages .choice").first).to_be_visible()
        for selector, pixels in (("button, a, input, textarea", 24), (PRIMARY, 44)):
            found += [f"{state}: {fault}" for fault in page.evaluate(SMALL_TARGETS, [selector, pixels])]

    assert found == []


def test_targets_of_a_violence_answer_are_large_enough(visit):
    page = visit("de", "#ki-lotse=safety.violence-women")
    expect(page.locator("ki-lotse .leave")).to_be_visible(timeout=SLOW_MS)
    expect(answers(page).last.locator(".actions")).to_be_visible(timeout=SLOW_MS)

    assert page.evaluate(SMALL_TARGETS, ["button, a", 24]) == []
    assert page.evaluate(SMALL_TARGETS, [PRIMARY, 44]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_smallest_screen_has_the_input_and_nothing_sideways(visit, language):
    page = visit(language, viewport=SMALLEST)
    for state in states(page, language):
        assert page.evaluate(SIDEWAYS) <= 0, state
        if state == "closed":
            assert whole_on_screen(page, launcher(page))
            continue
        if state == "error":
            field(page).fill("")
        assert page.evaluate(CLIPPED) == [], state
        assert whole_on_screen(page, field(page)), state
        assert whole_on_screen(page, page.locator("ki-lotse .send")), state
        assert log(page).bounding_box()["height"] >= 40, state
        if state == "open":
            assert whole_on_screen(page, page.locator("ki-lotse [data-action=close]"))


@pytest.mark.parametrize("viewport", [SMALLEST, {"width": 360, "height": 640}])
def test_what_has_the_focus_is_never_hidden(visit, viewport):
    page = visit("uk", viewport=viewport)
    open_chat(page)
    ask_for_course(page, "uk")
    page.locator("ki-lotse [data-action=emergency]").press("Enter")
    page.locator("ki-lotse [data-action=language]").press("Enter")
    expect(page.locator("ki-lotse input")).to_be_focused(timeout=SLOW_MS)
    hidden = []
    for key in ["Tab"] * 60 + ["Shift+Tab"] * 60:
        page.keyboard.press(key)
        hidden.append(page.evaluate(SEEN))

    assert [each for each in hidden if each not in ("", "outside")] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 720}, {"width": 390, "height": 844}])
def test_text_of_double_size_is_not_clipped(visit, language, viewport):
    page = visit(language, viewport=viewport)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for state in states(page, language):
        assert page.evaluate(SIDEWAYS) <= 0, state
        if state != "closed":
            assert page.evaluate(CLIPPED) == [], state
            assert whole_on_screen(page, field(page)), state
            assert whole_on_screen(page, page.locator("ki-lotse .send")), state
    assert float(page.locator("ki-lotse .ui").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) == 32


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 720}, {"width": 360, "height": 640}])
def test_wider_spacing_of_text_clips_nothing(visit, language, viewport):
    page = visit(language, viewport=viewport)
    expect(launcher(page)).to_be_visible(timeout=SLOW_MS)
    page.evaluate(SPACING)
    for state in states(page, language):
        if state != "closed":
            assert page.evaluate(CLIPPED) == [], state


def test_larger_text_of_the_menu_fits(visit):
    page = visit("tr", viewport={"width": 360, "height": 640})
    open_chat(page)
    ask_for_course(page, "tr")
    page.locator("ki-lotse [data-action=more]").click()
    larger = page.locator("ki-lotse .menu .choice").first
    for _ in range(3):
        larger.click()
    page.keyboard.press("Escape")

    assert page.locator("ki-lotse .ui").evaluate("node => getComputedStyle(node).fontSize") == "32px"
    assert page.evaluate(CLIPPED) == []
    assert whole_on_screen(page, field(page))


def test_long_message_leaves_room_for_the_log_and_the_send_button(visit):
    page = visit("de", viewport={"width": 360, "height": 640})
    open_chat(page)
    field(page).fill("Wort " * (LIMIT // 5))

    assert page.evaluate(CLIPPED) == []
    assert whole_on_screen(page, page.locator("ki-lotse .send"))
    assert log(page).bounding_box()["height"] >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_side_is_the_end_of_the_line(visit, language):
    page = visit(language)
    expect(launcher(page)).to_be_visible(timeout=SLOW_MS)
    closed = launcher(page).bounding_box()["x"]
    open_chat(page)
    opened = panel(page).bounding_box()["x"]
    send = page.locator("ki-lotse .send").bounding_box()["x"]

    middle = page.viewport_size["width"] / 2
    left = language in RIGHT_TO_LEFT
    assert (closed < middle, opened < middle, send < field(page).bounding_box()["x"]) == (left, left, left)


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_numbers_and_addresses_keep_their_order_in_lines_from_right_to_left(visit, language):
    page = visit(language)
    open_chat(page)
    ask_for_course(page, language)
    page.locator("ki-lotse [data-action=emergency]").click()

    for selector, text in (
        (".message.bot:last-child .bubble", "0241 432-0"),
        (".message.bot:last-child .bubble", "mbeon.de"),
        (".message.bot:last-child .bubble", "jmd4you.de"),
        (".sources", "bamf.de"),
        (".numbers", "112"),
    ):
        places = page.evaluate(PLACES, [selector, text])
        assert len(places) == len(text), text
        assert places == sorted(places), text
    answer = answers(page).last.locator(".text, p, li").first
    assert answer.evaluate("node => getComputedStyle(node).direction") == "rtl"


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_own_number_and_its_question_mark_stand_as_they_were_written(visit, language):
    page = visit(language)
    open_chat(page)
    field(page).fill("Wo ist das?")
    field(page).press("Enter")
    expect(answers(page)).to_have_count(2, timeout=SLOW_MS)

    places = page.evaluate(PLACES, [".message.resident", "Wo ist das?"])

    assert places == sorted(places)


def test_minus_stays_before_the_characters_that_are_too_many(visit):
    page = visit("ar")
    open_chat(page)
    field(page).fill("x" * (LIMIT + 7))

    places = page.evaluate(PLACES, [".count", "-7"])

    assert len(places) == 2
    assert places == sorted(places)


def test_names_in_a_line_are_isolated(visit):
    page = visit("fa")
    open_chat(page)
    answer = ask_for_course(page, "fa")

    assert answer.locator(".bubble a").count() > 3
    assert answer.locator(".bubble a:not(:has(> bdi))").count() == 0
    assert answer.locator("a[href^='tel:'] > bdi").first.get_attribute("dir") == "ltr"
