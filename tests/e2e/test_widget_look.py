"""What can be seen: rules A11 and A12. Contrast of text is axe's; focus, edges, forced colours and motion are here."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_steps import (
    MODES,
    SLOW_MS,
    answers,
    ask_for_course,
    ask_for_person,
    field,
    launcher,
    open_chat,
    panel,
    send,
    slow_down,
    states,
)

COLOURS = """
const parts = colour => colour.match(/[\\d.]+/g).map(Number)
const alpha = colour => parts(colour)[3] ?? 1
const luminance = colour => parts(colour).slice(0, 3)
    .map(each => (each /= 255) > 0.04045 ? ((each + 0.055) / 1.055) ** 2.4 : each / 12.92)
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0)
const over = (colour, paper) => {
    const share = alpha(colour), below = parts(paper)
    return `rgb(${parts(colour).slice(0, 3).map((each, at) => each * share + below[at] * (1 - share)).join(', ')})`
}
const paperOf = node => {
    if (!node) return getComputedStyle(document.body).backgroundColor
    const colour = getComputedStyle(node).backgroundColor
    return alpha(colour) === 1 ? colour : over(colour, paperOf(node.parentElement))
}
const contrast = (one, other) => {
    const both = [one, other].map(luminance).sort((a, b) => b - a)
    return (both[0] + 0.05) / (both[1] + 0.05)
}
const named = node => node.id || node.dataset.action || node.className || node.tagName
const root = document.querySelector('ki-lotse').shadowRoot
const all = selector => [...root.querySelectorAll(selector)].filter(node => node.checkVisibility())
"""
# The outline of what has the focus, at least 2 px, against what is behind and around it; "" is good.
OUTLINE = f"""() => {{ {COLOURS}
    const node = root.activeElement
    if (!node) return 'outside'
    const {{outlineStyle, outlineWidth, outlineColor, outlineOffset}} = getComputedStyle(node)
    if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return `${{named(node)}} has no outline`
    const around = parseFloat(outlineOffset) < 0 ? paperOf(node) : paperOf(node.parentElement)
    const ratio = contrast(over(outlineColor, around), around)
    return ratio < 3 && !node.matches('.launcher') ? `${{named(node)}}: ${{ratio.toFixed(2)}}` : ''
}}"""
# Edges of what can be pressed or typed into, where they are drawn, against what is around them.
EDGES = f"""() => {{ {COLOURS}
    return all('button, input, textarea').flatMap(node => {{
        const {{borderTopColor, borderTopWidth}} = getComputedStyle(node)
        const around = paperOf(node.parentElement)
        if (!parseFloat(borderTopWidth) || !alpha(borderTopColor)) return []
        const ratio = contrast(over(borderTopColor, around), around)
        return ratio < 3 ? [`${{named(node)}} ${{ratio.toFixed(2)}}`] : []
    }})
}}"""
# In forced colours: what tells a button or a bubble from text, and nothing that keeps a colour of its own.
FORCED = f"""() => {{ {COLOURS}
    const drawn = node => {{
        const {{borderTopStyle, borderTopWidth, borderTopColor, textDecorationLine}} = getComputedStyle(node)
        return textDecorationLine.includes('underline')
            || borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0 && alpha(borderTopColor) > 0
    }}
    return [
        ...all('.panel, .launcher, .bubble, button, a, input, textarea').filter(node => !drawn(node)),
        ...all('*').filter(node => getComputedStyle(node).forcedColorAdjust === 'none'),
        ...all('svg path').filter(node => contrast(getComputedStyle(node).stroke, paperOf(node.parentElement.parentElement)) < 3),
    ].map(named)
}}"""
MOVING = """() => [document, document.querySelector('ki-lotse').shadowRoot]
    .flatMap(root => root.getAnimations()).filter(each => each.playState !== 'finished')
    .map(each => each.animationName || each.transitionProperty)"""
# Everything that ever moves, from now on.
WATCH = """() => {
    const root = document.querySelector('ki-lotse').shadowRoot
    window.moved = []
    for (const type of ['animationstart', 'transitionrun']) root.addEventListener(type, event => moved.push(type))
}"""
SMOOTH = """() => [...document.querySelector('ki-lotse').shadowRoot.querySelectorAll('*')]
    .filter(node => getComputedStyle(node).scrollBehavior === 'smooth').map(node => node.className)"""


@pytest.mark.parametrize("mode", MODES)
def test_focus_is_seen_on_every_control(visit, mode):
    page = visit("tr")
    page.emulate_media(**MODES[mode])
    open_chat(page)
    ask_for_course(page, "tr")
    for action in ("emergency", "more"):
        page.locator(f"ki-lotse [data-action={action}]").press("Enter")
    expect(page.locator("ki-lotse .menu .choice").first).to_be_focused(timeout=SLOW_MS)
    page.locator("#last").focus()
    found = []
    while not found or found[-1] != "outside":
        page.keyboard.press("Tab")
        found.append(page.evaluate(OUTLINE))

    assert len(found) > 25
    assert [each for each in found[:-1] if each] == []


@pytest.mark.parametrize("mode", MODES)
def test_focus_is_seen_on_the_launcher(visit, mode):
    page = visit()
    page.emulate_media(**MODES[mode])
    expect(launcher(page)).to_be_visible(timeout=SLOW_MS)
    page.locator("#last").focus()
    page.keyboard.press("Tab")

    assert page.evaluate(OUTLINE) == ""
    assert launcher(page).evaluate("node => parseFloat(getComputedStyle(node).outlineWidth)") >= 2


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_edges_of_controls_can_be_seen(visit, mode):
    page = visit()
    page.emulate_media(**MODES[mode])
    found = {state: page.evaluate(EDGES) for state in states(page, "de")}

    assert found == dict.fromkeys(found, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_edges_and_pictures(visit, scheme):
    page = visit()
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    found = {state: page.evaluate(FORCED) for state in states(page, "de")}
    page.locator("ki-lotse [data-action=language]").press("Enter")
    expect(page.locator("ki-lotse .languages .choice").first).to_be_visible()
    found["languages"] = page.evaluate(FORCED)

    assert found == dict.fromkeys(found, [])


def test_nothing_moves_for_who_wants_no_motion(visit):
    page = visit(reduced_motion="reduce")
    found = {}
    for state in states(page, "de"):
        if state == "closed":
            page.evaluate(WATCH)
        found[state] = page.evaluate(MOVING)

    assert found == dict.fromkeys(found, [])
    assert page.evaluate("moved") == []
    assert page.evaluate(SMOOTH) == []


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_that_an_answer_is_coming_appears_softly_where_motion_is_welcome(visit, motion):
    page = visit(reduced_motion=motion)
    open_chat(page)
    page.evaluate(WATCH)
    slow_down(page, 1_500)
    before = answers(page).count()
    send(page, "Hallo")
    expect(page.locator("ki-lotse p[role=status]")).not_to_be_empty(timeout=SLOW_MS)
    expect(answers(page)).to_have_count(before + 1, timeout=SLOW_MS)

    assert page.evaluate("moved") == (["animationstart"] if motion == "no-preference" else [])


def test_error_and_state_are_told_by_more_than_colour(visit):
    page = visit()
    open_chat(page)
    choice = answers(page).first.locator(".choice").first
    choice.click()
    expect(answers(page)).to_have_count(2, timeout=SLOW_MS)

    assert choice.evaluate("node => getComputedStyle(node).borderTopStyle") == "dashed"
    ask_for_person(page)
    expect(panel(page)).to_be_visible()
    field(page).fill("x" * 1001)
    expect(page.locator("ki-lotse .count")).to_contain_text("-1")
