"""The check that the other tests trust finds faults, in shadow roots and where axe is not sure too."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.axe import check

PAGE = """<!doctype html><html lang="de"><head><title>Seite</title></head>
<body><main><h1>Seite</h1>%s</main></body></html>"""
SHADOW = """() => {
    const host = document.querySelector('main').appendChild(document.createElement('div'))
    host.attachShadow({mode: 'open'}).appendChild(document.createElement('button'))
}"""


@pytest.fixture(scope="module")
def page():
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield browser.new_context(bypass_csp=True).new_page()
        browser.close()


def test_good_page_has_no_findings(page):
    page.set_content(PAGE % "<p>Ein Satz.</p>")

    assert check(page) == []
    assert check(page) == []


def test_nameless_picture_is_found_with_its_state(page):
    page.set_content(PAGE % '<img src="data:,">')

    assert check(page, "closed") == ["closed: image-alt: img"]


def test_nameless_button_in_a_shadow_root_is_found(page):
    page.set_content(PAGE % "")
    page.evaluate(SHADOW)

    assert check(page) == ["button-name: div button"]


def test_contrast_that_axe_cannot_decide_is_reported_with_its_reason(page):
    page.set_content(PAGE % '<p style="background: linear-gradient(red, blue)">Ein Satz.</p>')

    assert check(page) == ["color-contrast: p (undecided: bgGradient)"]
