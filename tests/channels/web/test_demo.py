"""The page at /demo is itself what it says one should copy."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from bot.asgi import application
from channels.web.assets import SOURCES
from channels.web.demo import ATTRIBUTES, EVENTS
from channels.web.release import integrity, versions

SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.js")))
LAUNCHER = (SOURCES / "widget.js").read_text(encoding="utf-8")


@pytest.fixture
async def site():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://localhost") as client:
        yield client


@pytest.fixture
async def page(site) -> str:
    response = await site.get("/demo")
    assert response.status_code == 200
    return response.text


def shown(page: str, id: str) -> str:
    """What a reader copies out of that example."""
    return html.unescape(re.search(rf'<pre id="{id}"[^>]*><code>(.*?)</code></pre>', page, re.S)[1]).strip()


def first_column(page: str, id: str) -> list[str]:
    table = re.search(rf'aria-labelledby="{id}"><table>(.*?)</table>', page, re.S)[1]
    return re.findall(r'<th scope="row"><code>([^<]+)</code>', table)


async def test_the_tag_to_copy_is_the_pages_own(page):
    tag = shown(page, "example")

    assert page.count(tag) == 1  # as it stands: the shown one is escaped
    assert tag.startswith('<script type="module" src="http://localhost/widget.js"></script>\n<ki-lotse>')
    assert page.index(tag) > page.index("</main>")
    assert page.count("<ki-lotse>") == page.count("</ki-lotse>") == 1


async def test_without_javascript_the_tag_is_a_link_to_the_chat(page, content):
    words = html.escape(content.text("widget_title", "de"))

    assert f'<ki-lotse><a href="http://localhost/chat">{words}</a></ki-lotse>' in page


async def test_what_the_examples_name_is_there(site, page):
    for address in re.findall(r'(?:src|href)="(?:http://localhost)?(/[^"]*)"', html.unescape(page)):
        assert (await site.get(address)).status_code == 200, address


async def test_the_attributes_are_those_of_the_source(page):
    observed = re.findall(r"'(\w+)'", re.search(r"observedAttributes\(\) {\s*return \[(.*?)\]", LAUNCHER)[1])
    read = re.findall(r"this\.(?:get|has|remove|set)Attribute\('([\w-]+)'", LAUNCHER)
    styled = re.findall(r":host\(\[([\w-]+)", "".join(path.read_text("utf-8") for path in SOURCES.glob("*.css")))

    assert set(first_column(page, "attributes")) == {*observed, *read, *styled}
    assert first_column(page, "attributes") == [name for name, *_ in ATTRIBUTES]


async def test_the_events_are_those_of_the_source(page):
    told = re.findall(r"\btell\('(\w+)'", SOURCE) + re.findall(r"CustomEvent\('ki-lotse-(\w+)'", SOURCE)

    assert set(first_column(page, "events")) == {f"ki-lotse-{name}" for name in told}
    assert first_column(page, "events") == [name for name, *_ in EVENTS]


async def test_the_policy_names_the_widgets_origin_and_nothing_else(page):
    assert shown(page, "policy-lines").split("\n") == [
        "script-src http://localhost;",
        "style-src http://localhost;",
        "connect-src http://localhost;",
        "img-src http://localhost;",
    ]


async def test_the_pinned_tag_is_the_newest_releases(page):
    newest = versions()[0]

    assert shown(page, "pinned-tag") == (
        f'<script type="module" src="http://localhost/widget/{newest}/widget.js" '
        f'integrity="{integrity(newest)}" crossorigin="anonymous"></script>'
    )


async def test_deep_links_lead_to_an_answer_that_exists(page, content):
    targets = re.findall(r'href="#ki-lotse=?([^"]*)"', page)

    assert targets[0] == ""
    assert set(targets[1:]) <= set(content.entries)


async def test_headings_go_down_one_step_at_a_time(page):
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert len(re.findall(r"</h[1-6]>", page)) == len(levels)


async def test_the_page_brings_no_code_of_its_own(page):
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! type=\"module\" src=)", page)


@pytest.mark.parametrize(
    ("proxies", "sent", "origin"),
    [(1, "https", "https://localhost"), (0, "https", "http://localhost"), (1, "gopher", "http://localhost")],
)
async def test_behind_a_trusted_proxy_the_tag_is_what_the_reader_sees(site, settings, proxies, sent, origin):
    settings.PROXIES = proxies

    page = (await site.get("/demo", headers={"X-Forwarded-Proto": sent})).text

    assert shown(page, "example").startswith(f'<script type="module" src="{origin}/widget.js">')


async def test_a_host_that_is_not_ours_gets_no_page_with_its_name(site):
    response = await site.get("/demo", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.text
