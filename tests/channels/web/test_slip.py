"""The slip for the counter: two languages, harmless whatever the content says, nothing stored."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from bot import clock
from bot.conversation.models import Conversation
from bot.database import in_database
from bot.environment import ROOT
from channels.web import slip
from faq.model import Source

HOUSING = "life.housing"
ATTACKS = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    '[x](https://a.example/" onmouseover="alert(1))',
    '"><svg onload=alert(1)>',
    "</article></main><iframe src=//evil.example>",
    "{{ settings.SECRET_KEY }}{% debug %}",
]


class Page(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def worded(content, monkeypatch):
    """Let the housing entry have that title, answer and source, in Turkish and German."""

    def change(**fields):
        entry = content.entries[HOUSING]
        source = fields.pop("source", None)
        wordings = {code: replace(entry.wordings[code], **fields) for code in ("tr", "de")}
        sources = (Source(source, entry.sources[0].seen),) if source else entry.sources
        changed = replace(entry, wordings={**entry.wordings, **wordings}, sources=sources)
        monkeypatch.setattr(slip, "current", lambda: replace(content, entries={**content.entries, HOUSING: changed}))

    return change


async def test_both_languages_stand_side_by_side(api, content):
    response = await api.get(f"/slip/{HOUSING}?language=ar")
    page = Page(response.text)

    assert response.status_code == 200
    assert page.all("html") == [{"lang": "ar", "dir": "rtl"}]
    assert page.all("article") == [{"lang": "ar", "dir": "rtl"}, {"lang": "de", "dir": "ltr"}]
    assert page.all("footer") == [{"lang": "ar", "dir": "rtl"}, {"lang": "de", "dir": "ltr"}, {}]
    assert content.entries[HOUSING].wordings["ar"].title in response.text
    assert content.entries[HOUSING].wordings["de"].title in response.text


async def test_german_reader_gets_one_column(api, content):
    response = await api.get(f"/slip/{HOUSING}?language=de")

    assert Page(response.text).all("article") == [{"lang": "de", "dir": "ltr"}]
    assert content.texts["de"]["slip_intro"] not in response.text


async def test_reader_without_a_wording_gets_another_language_and_is_told(api, content):
    response = await api.get(f"/slip/{HOUSING}?language=ckb")

    assert [each["lang"] for each in Page(response.text).all("article")] == ["ar", "de"]
    assert content.texts["ar"]["other_language"] in response.text


async def test_slip_says_how_far_to_trust_it_and_whose_it_is(api, content):
    response = await api.get(f"/slip/{HOUSING}?language=tr")
    turkish = content.texts["tr"]

    assert turkish["machine_translation"] in response.text
    assert turkish["not_checked"].replace("{date}", "22 Kas 2026") in response.text
    assert "Stand: 22.11.2026" in response.text
    assert content.entries[HOUSING].sources[0].url in response.text
    assert content.places.office["tr"] in response.text
    assert content.places.office["de"] in response.text


async def test_slip_carries_the_day_it_was_printed(api):
    response = await api.get(f"/slip/{HOUSING}?language=tr")

    assert [each["datetime"] for each in Page(response.text).all("time")] == [clock.today().isoformat()] * 2


async def test_numbers_and_addresses_keep_their_order_between_foreign_letters(api):
    html = (await api.get(f"/slip/{HOUSING}?language=fa")).text

    links = re.findall(r"<a [^>]*>(.*?)</a>", html, re.S)
    assert links and all(link.startswith("<bdi") for link in links)
    assert re.search(r'<a href="tel:[^"]+" rel="noopener"><bdi dir="ltr">', html)


async def test_slip_runs_no_script_of_its_own_and_asks_no_other_host(api):
    page = Page((await api.get(f"/slip/{HOUSING}?language=tr")).text)

    loaded = [each["src"] for each in page.all("script")] + [each["href"] for each in page.all("link")]
    assert all(str(each).startswith("/widget/") for each in loaded)
    assert page.all("style") == []
    assert [name for _, each in page.elements for name in each if name.startswith("on") or name == "style"] == []


async def test_print_button_is_hidden_until_the_script_shows_it(api):
    page = Page((await api.get(f"/slip/{HOUSING}?language=tr")).text)

    assert page.all("button") == [{"type": "button", "hidden": None}]


@pytest.mark.parametrize("language", ["tr", "de", "ar"])
@pytest.mark.parametrize("entry", ["life.nothing", "x" * 500, "<script>alert(1)</script>", "%2e%2e"])
async def test_unknown_entry_is_said_on_a_page_in_the_readers_language(api, content, entry, language):
    response = await api.get(f"/slip/{entry.replace('/', '%2F')}?language={language}")

    assert response.status_code == 404
    if "%2F" not in response.request.url.raw_path.decode():  # Django has no such address at all
        assert content.texts[language]["error_unknown_entry"] in response.text
    assert "alert" not in response.text


async def test_expired_entry_has_no_slip(api, content, monkeypatch):
    gone = replace(content.entries[HOUSING], valid_until=clock.today() - timedelta(days=1))
    monkeypatch.setattr(slip, "current", lambda: replace(content, entries={**content.entries, HOUSING: gone}))

    assert (await api.get(f"/slip/{HOUSING}")).status_code == 404


async def test_slip_stores_nothing(api):
    response = await api.get(f"/slip/{HOUSING}?language=tr")

    assert "set-cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    assert "Accept-Language" in response.headers["Vary"]
    assert await in_database(Conversation.objects.count) == 0


async def test_slip_is_only_read(api):
    assert (await api.post(f"/slip/{HOUSING}")).status_code == 405


@pytest.mark.parametrize("attack", ATTACKS)
async def test_markup_in_the_content_is_harmless(api, worded, attack):
    worded(title=attack, answer=f"Metin {attack} son")

    page = Page((await api.get(f"/slip/{HOUSING}?language=tr")).text)

    assert {name for name, _ in page.elements} <= {
        *("html", "head", "meta", "title", "link", "script", "body", "main", "header", "h1", "p", "button", "div"),
        *("article", "h2", "a", "bdi", "footer", "ul", "li", "br", "time", "strong"),
    }
    assert len(page.all("script")) == 1
    assert len(page.all("article")) == 2
    assert all(str(each["href"]).startswith(("https://", "tel:", "mailto:")) for each in page.all("a"))
    assert [name for _, each in page.elements for name in each if name.startswith("on")] == []


async def test_template_language_in_the_content_is_plain_text(api, worded):
    worded(answer="{% debug %} {{ office }}")

    html = (await api.get(f"/slip/{HOUSING}?language=tr")).text

    assert "{% debug %}" in html


def test_every_language_has_a_slip_of_every_entry(content):
    from bot.rendering.reply import Renderer

    columns = [
        slip._column(Renderer(content, code, clock.today()), id) for code in content.texts for id in content.entries
    ]

    assert all(column["title"] and column["blocks"] and column["office"] for column in columns)


def test_printed_slip_is_black_on_white_and_tells_where_links_lead():
    style = (ROOT / "channels/web/widget/slip.css").read_text(encoding="utf-8")
    printed = style[style.index("@media print") :]

    assert "size: A4" in printed
    assert "--paper: #fff" in printed and "--ink: #000" in printed
    assert "attr(href)" in printed
