"""The page stands alone, shows every figure, and lets nothing from the files in as markup."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser

import pytest

from bot.evaluation.languages import audience_of
from bot.evaluation.report_html import page
from bot.evaluation.summary import summarise
from tests.bot.evaluation.conftest import COURSE, HOUSING, ORIGIN, judge, line, outcome

EMPTY = {"meta", "link", "br", "img", "input", "hr"}
EVIL = "<script>alert(1)</script>"


class Page(HTMLParser):
    """The tags with their attributes, the text of every row of every table, and whether all tags are closed in turn."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.text = [], [], []
        self.rows, self.table, self.captions = defaultdict(list), None, 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "table":
            self.table = dict(attributes)["id"]
        if tag == "tr" and "tbody" in self.open:
            self.rows[self.table].append([])

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)
        if "tbody" in self.open and "tr" in self.open and "title" not in self.open and data.strip():
            self.rows[self.table][-1].append(data.strip())

    def named(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def show(content):
    """Render these judged lines and parse the page."""

    def build(judged):
        return Page(page(judged, summarise(judged, audience_of(content)), content, ORIGIN))

    return build


def test_the_page_is_whole_and_german(show, judged):
    found = show(judged)

    assert found.open == []
    assert found.named("html") == [{"lang": "de"}]
    assert "Wie gut KI-Lotse versteht, 24.11.2026" in found.text
    assert any("6 Fragen" in text and ORIGIN.content in text for text in found.text)


def test_nothing_is_loaded_from_elsewhere(show, judged):
    found = show(judged)

    assert {"script", "link", "img", "iframe", "object", "use", "image"}.isdisjoint(tag for tag, _ in found.tags)
    assert not [value for _, each in found.tags for key, value in each.items() if key in ("src", "href", "srcset")]
    assert not [text for text in found.text if "url(" in text or "@import" in text or "http" in text]


def test_every_table_has_a_caption_and_every_picture_a_title(show, judged):
    found = show(judged)
    names = [tag for tag, _ in found.tags]
    pictures = [place for place, (tag, each) in enumerate(found.tags) if tag == "svg" and "aria-hidden" not in each]

    assert names.count("caption") == names.count("table") == 8
    assert len(pictures) == 7  # two languages, three kinds, two diagrams
    assert {names[place + 1] for place in pictures} == {"title"}


def test_each_language_has_one_row_in_german(show, judged):
    rows = show(judged).rows["languages"]

    assert rows == [
        ["Arabisch", "ar", "0", "0", "1", "1", "1", "1", "75,0 %"],
        ["Türkisch", "tr", "1", "1", "0", "0", "0", "0", "100,0 %"],
    ]


def test_each_kind_has_one_row_in_the_order_of_the_format(show, judged):
    assert [row[1] for row in show(judged).rows["kinds"]] == ["plain", "short", "oos-far"]


def test_a_kind_out_of_scope_has_a_bar_too(show):
    found = show(judge((line(kind="oos-far"), outcome("fallback"))))

    assert [each for each in found.named("rect") if each.get("y") == "0"] == [
        {"class": "right", "x": "0.00", "y": "0", "width": "100.00", "height": "10"}
    ] * 2


def test_a_language_that_only_labels_another_is_named_by_it(show):
    found = show(judge((line([HOUSING], lang="hr"), outcome("answered", HOUSING, language="bs"))))

    assert found.rows["identified"] == [["Bosnisch / Kroatisch / Serbisch", "hr", "1", "1", "100,0 %"]]
    assert "language-confusions" not in found.rows


def test_the_matrix_crosses_categories(show, judged):
    assert show(judged).rows["matrix"] == [["Alltag und Ämter", "2", "1", "1"]]


def test_confused_entries_are_shown_with_their_titles_and_examples(show, content):
    lines = [
        (line([HOUSING], id=f"tr-{number}", text=f"ev {number}"), outcome("answered", COURSE)) for number in (1, 2)
    ]

    (row,) = show(judge(*lines)).rows["confusions"]

    titles = [content.entries[id].wordings["de"].title for id in (HOUSING, COURSE)]
    assert row == [titles[0], HOUSING, titles[1], COURSE, "2", "ev 1", "tr-1", "ev 2", "tr-2"]


def test_an_example_says_its_language(show):
    found = show(judge((line([HOUSING], lang="ar", text="بيت"), outcome("answered", COURSE))))

    assert found.named("bdi") == [{"lang": "ar"}]


@pytest.mark.parametrize("field", ["text", "id", "lang", "kind"])
@pytest.mark.parametrize("evil", [EVIL, '"><img src=x onerror=alert(1)>', "</title></svg><script>"])
def test_what_comes_from_the_file_cannot_become_markup(show, field, evil):
    found = show(judge((line([HOUSING], **{field: evil}), outcome("answered", COURSE, language=evil))))

    assert {"script", "img"}.isdisjoint(tag for tag, _ in found.tags)
    assert not [each for _, each in found.tags if "onerror" in each]
    assert any(evil in text for text in found.text) or found.named("bdi") == [{"lang": evil}]


def test_entries_that_the_content_does_not_have_cannot_become_markup(show):
    found = show(judge((line([f"{EVIL}.x"]), outcome("answered", f"life.{EVIL}"))))

    assert found.named("script") == []
    assert f"{EVIL}.x" in found.rows["confusions"][0]


def test_no_lines_make_a_page_all_the_same(show):
    found = show([])

    assert found.open == []
    assert found.rows["confusions"] == [["keine"]]
    assert found.rows["risk"] == [["keine Frage mit Rangliste"]]


def test_the_headline_tells_the_calibration_error(show, judged):
    assert "0,450" in " ".join(show(judged).text)  # (1 − 0.95 + 1 − 0.45 + 0.75) / 3
