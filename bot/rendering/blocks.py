"""Parses the answers' small Markdown into typed blocks. Channels draw these and never see Markdown or HTML.

A block is {"type": "paragraph", "children": [inline…]} or {"type": "list", "ordered": false, "items": [[inline…]…]};
an inline is {"type": "text" | "strong", "text": "…"} or {"type": "link", "text": "…", "href": "https:… | tel:… | …"}.
"""

from __future__ import annotations

import itertools
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Block = dict[str, Any]
Inline = dict[str, str]
SCHEMES = ("https://", "http://", "tel:", "mailto:")

# Only what answers may use: paragraphs, lists, bold, links. HTML, headings, code stay text, a picture becomes a link.
_markdown = MarkdownIt("zero").enable(["list", "emphasis", "link", "newline", "escape"])


def parse(markdown: str) -> list[Block]:
    """The blocks of an answer."""
    blocks: list[Block] = []
    items: list[list[Inline]] | None = None
    for token in _markdown.parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            items = [] if items is None else items
        elif token.type in ("bullet_list_close", "ordered_list_close") and token.level == 0 and items is not None:
            blocks.append({"type": "list", "ordered": token.type == "ordered_list_close", "items": items})
            items = None
        elif token.type == "inline":
            inlines = _inlines(token.children or [])
            if items is not None:
                items.append(inlines)
            else:
                blocks.append({"type": "paragraph", "children": inlines})
    return blocks


def hrefs(markdown: str) -> list[str]:
    """The targets of all links as written, those too that `parse` leaves out because no channel may open them."""
    inline = [token for token in _markdown.parse(markdown) if token.type == "inline"]
    children = [child for token in inline for child in token.children or []]
    return [str(child.attrGet("href") or "") for child in children if child.type == "link_open"]


def _inlines(tokens: list[Token]) -> list[Inline]:
    found: list[Inline] = []
    strong = False
    href = ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong = token.type == "strong_open"
        elif token.type == "link_open":
            href = _safe(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            href = ""
        elif text := "\n" if token.type in ("softbreak", "hardbreak") else token.content:
            _add(found, text, strong, href)
    return found


def _safe(href: str) -> str:
    return href if href.startswith(SCHEMES) else ""


def _add(found: list[Inline], text: str, strong: bool, href: str) -> None:
    inline = {"type": "strong" if strong else "text", "text": text}
    if href:
        inline = {"type": "link", "text": text, "href": href}
    if found and inline["type"] == found[-1]["type"] and inline.get("href") == found[-1].get("href"):
        found[-1]["text"] += text
    else:
        found.append(inline)


def plain(blocks: list[Block]) -> str:
    """The blocks as plain text, for terminals, screen readers and logs of conversations."""
    return "\n\n".join(_plain_block(block) for block in blocks)


def _plain_block(block: Block) -> str:
    if block["type"] == "list":
        marks = (f"{number}. " if block["ordered"] else "- " for number in itertools.count(1))
        return "\n".join(mark + _plain_inlines(item) for mark, item in zip(marks, block["items"], strict=False))
    return _plain_inlines(block["children"])


def _plain_inlines(inlines: list[Inline]) -> str:
    return "".join(_plain_inline(inline) for inline in inlines)


def _plain_inline(inline: Inline) -> str:
    """A link shows its address, unless that is what its text says."""
    href = inline.get("href", "")
    scheme, _, address = href.partition(":")
    spoken = scheme == "tel" and any(char.isdigit() for char in inline["text"])
    spoken = spoken or inline["text"] in (href, address.strip("/"))
    shown = address if scheme in ("tel", "mailto") else href
    return inline["text"] if not href or spoken else f"{inline['text']} ({shown})"
