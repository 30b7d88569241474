"""The answers' small Markdown becomes typed blocks; what is not of it stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.blocks import SCHEMES, parse, plain

MARKS = (
    "**",
    "*",
    "_",
    "[",
    "]",
    "(",
    ")",
    "](https://a.de)",
    "](javascript:a)",
    "](data:text/html,a)",
    "- ",
    "1. ",
    "\n",
)
written = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=6)), max_size=40).map("".join)


def paragraph(*children):
    return {"type": "paragraph", "children": list(children)}


def text(words):
    return {"type": "text", "text": words}


def strong(words):
    return {"type": "strong", "text": words}


def link(words, href):
    return {"type": "link", "text": words, "href": href}


def inlines_of(blocks):
    for block in blocks:
        for inlines in block["items"] if block["type"] == "list" else [block["children"]]:
            yield from inlines


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("", []),
        ("  \n ", []),
        ("Guten Tag!", [paragraph(text("Guten Tag!"))]),
        ("Eins.\n\nZwei.", [paragraph(text("Eins.")), paragraph(text("Zwei."))]),
        ("Eins\nzwei", [paragraph(text("Eins\nzwei"))]),
        ("Eins  \nzwei", [paragraph(text("Eins\nzwei"))]),
        ("Eins\\\nzwei", [paragraph(text("Eins\nzwei"))]),
        ("Rufen Sie **112** an", [paragraph(text("Rufen Sie "), strong("112"), text(" an"))]),
        ("**مهم** جداً", [paragraph(strong("مهم"), text(" جداً"))]),
        ("- a\n- b", [{"type": "list", "ordered": False, "items": [[text("a")], [text("b")]]}]),
        ("1. a\n2. b", [{"type": "list", "ordered": True, "items": [[text("a")], [text("b")]]}]),
        ("Vor:\n- a\n\nNach", [paragraph(text("Vor:")), {"type": "list", "ordered": False, "items": [[text("a")]]}, paragraph(text("Nach"))]),
        ("- a\n  - b\n- c", [{"type": "list", "ordered": False, "items": [[text("a")], [text("b")], [text("c")]]}]),
        ("- a\n\n\n1. b", [{"type": "list", "ordered": False, "items": [[text("a")]]}, {"type": "list", "ordered": True, "items": [[text("b")]]}]),
        ("- **a**: b", [{"type": "list", "ordered": False, "items": [[strong("a"), text(": b")]]}]),
        ("[Seite](https://a.de)", [paragraph(link("Seite", "https://a.de"))]),
        ("[Seite](http://a.de)", [paragraph(link("Seite", "http://a.de"))]),
        ('[Seite](https://a.de "Titel")', [paragraph(link("Seite", "https://a.de"))]),
        ("[115](tel:115), [x_y@a.de](mailto:x_y@a.de)", [paragraph(link("115", "tel:115"), text(", "), link("x_y@a.de", "mailto:x_y@a.de"))]),
        ("[**fett**](https://a.de)", [paragraph(link("fett", "https://a.de"))]),
        ("**[fett](https://a.de)** x", [paragraph(link("fett", "https://a.de"), text(" x"))]),
        ("- [a](https://a.de) und **b**", [{"type": "list", "ordered": False, "items": [[link("a", "https://a.de"), text(" und "), strong("b")]]}]),
        ("[a](https://a.de)[b](https://b.de)", [paragraph(link("a", "https://a.de"), link("b", "https://b.de"))]),
        ("\\*kein\\* Fett", [paragraph(text("*kein* Fett"))]),
        ("*leise* und ***laut***", [paragraph(text("leise und "), strong("laut"))]),
    ],
)  # fmt: skip
def test_the_small_markdown_is_parsed(markdown, blocks):
    assert parse(markdown) == blocks


@pytest.mark.parametrize(
    "markdown",
    [
        "<b>fett</b>",
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<!-- nichts -->",
        "<https://a.de>",
        "https://a.de",
        "&lt;b&gt; &amp; &nbsp;",
        "# Titel",
        "Titel\n---",
        "> Zitat",
        "`code`",
        "```\ncode\n```",
        "| a | b |\n|---|---|",
        "~~weg~~",
        "[a][b]",
        "[b]: https://a.de",
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x](vbscript:a)",
        "[x](file:///etc/passwd)",
        "[x](data:text/html,a)",
        "[x](java\nscript:a)",
        "![x](javascript:a)",
    ],
)
def test_all_other_markup_stays_text(markdown):
    assert parse(markdown) == [paragraph(text(markdown))]


@pytest.mark.parametrize(
    "href", ["//a.de", "/pfad", "ftp://a.de", "data:image/png;base64,AAAA", "#oben", "sms:112", ""]
)
def test_a_link_that_leads_elsewhere_is_its_text_alone(href):
    assert parse(f"siehe [hier]({href})") == [paragraph(text("siehe hier"))]


def test_an_image_is_never_drawn():
    assert parse("![Bild](https://a.de/b.png)") == [paragraph(text("!"), link("Bild", "https://a.de/b.png"))]


def test_spaces_and_letters_in_an_address_are_encoded():
    (found,) = inlines_of(parse("[x](<https://a.de/ü b>)"))

    assert found["href"] == "https://a.de/%C3%BC%20b"


@given(written)
def test_whatever_is_written_only_known_shapes_come_out(markdown):
    blocks = parse(markdown)

    assert {block["type"] for block in blocks} <= {"paragraph", "list"}
    for inline in inlines_of(blocks):
        assert inline["text"]
        assert inline["type"] in ("text", "strong", "link")
        assert ("href" in inline) is (inline["type"] == "link")
        assert inline.get("href", "https://").startswith(SCHEMES)


@given(st.lists(st.text(alphabet="abcäöüабвجدہ0123456789", min_size=1, max_size=8), min_size=1, max_size=8))
def test_no_word_is_lost(words):
    assert plain(parse(" ".join(words))) == " ".join(words)


@pytest.mark.parametrize(
    ("markdown", "spoken"),
    [
        ("Eins.\n\nZwei **fett**.", "Eins.\n\nZwei fett."),
        ("Vor:\n\n- a\n- b\n\nNach", "Vor:\n\n- a\n- b\n\nNach"),
        ("1. a\n2. b", "1. a\n2. b"),
        ("[Seite](https://a.de/x)", "Seite (https://a.de/x)"),
        ("[a.de/x](https://a.de/x/)", "a.de/x"),
        ("[https://a.de](https://a.de)", "https://a.de"),
        ("[0241 432-0](tel:+492414320)", "0241 432-0"),
        ("[Rufen Sie an](tel:+492414320)", "Rufen Sie an (+492414320)"),
        ("[x@a.de](mailto:x@a.de)", "x@a.de"),
        ("[Schreiben Sie](mailto:x@a.de)", "Schreiben Sie (x@a.de)"),
        ("", ""),
    ],
)
def test_plain_text_says_all_that_the_blocks_show(markdown, spoken):
    assert plain(parse(markdown)) == spoken
