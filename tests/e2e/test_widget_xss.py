"""Rule S5: hostile texts on every way into the widget and its pages stay texts, with and without a strict policy."""

from __future__ import annotations

import uuid
from urllib.parse import quote

import httpx
import pytest
import yaml
from playwright.sync_api import expect

from bot.rendering.blocks import parse
from tests.e2e.talking import KEY, conversation, edited, said, staff_says
from tests.e2e.visiting import ask, open_chat, visiting, widget
from tests.support.xss import LOOK, PAYLOADS

BATCH = 14  # messages of a conversation that are answered without a delay
ALL = list(PAYLOADS.values())
BATCHES = [ALL[start : start + BATCH] for start in range(0, len(ALL), BATCH)]
EVIL = "https://evil.example/"
SHORT = "<img src=x onerror=window.__xss=1 class=xss>"  # fits a title
ENTRIES = ("life.german-course", "life.housing", "life.health")
TEXTS = "#log, .log .message:not(.bot) .bubble > :not(.who)"
UPDATED = """token => {
    const form = document.querySelector('form')
    form.elements.token.value = token
    form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: 'action', value: 'update'}))
    form.submit()
}"""


@pytest.fixture(params=["policy", "no policy"])
def visit(request, browser, host, whole):
    """A visit to a page with a strict policy, or with none that would help."""
    with visiting(browser, bypass_csp=request.param == "no policy") as visit:
        visit.page.goto(host.page(whole.address, "/xss"))
        yield visit
        # A policy that had to step in says so in the console; a page that is missed on purpose, too.
        assert [fault for fault in visit.wrong() if "404" not in fault] == []
        assert not [url for url in visit.requests if url.startswith(EVIL)]


def corpus_said(whole, texts: list[str]) -> str:
    """The token of a conversation in which a resident has said the texts."""
    token: str = whole.start(texts[0], language="de").json()["token"]
    for text in texts[1:]:
        body = {"client_id": str(uuid.uuid4()), "text": text}
        headers = {"Authorization": f"Bearer {token}"}
        httpx.post(f"{whole.address}/api/messages", json=body, headers=headers, timeout=20).raise_for_status()
    return token


def open_with(page, token: str) -> None:
    page.evaluate("([key, token]) => sessionStorage.setItem(key, token)", [KEY, token])
    page.reload()
    open_chat(page)


def open_page_with(page, whole, token: str) -> None:
    """The same conversation in the page without a script."""
    page.goto(f"{whole.address}/chat")
    page.evaluate(UPDATED, token)
    expect(page.locator("input[name=token]")).to_have_value(token)


@pytest.mark.parametrize("batch", range(len(BATCHES)))
def test_what_residents_write_stays_text(visit, whole, batch):
    token = corpus_said(whole, BATCHES[batch])
    open_with(visit.page, token)
    expect(widget(visit.page, ".message.resident")).to_have_count(len(BATCHES[batch]))

    stored = [text for author, text in said(whole, visit.page) if author == "resident"]
    assert widget(visit.page, ".message.resident .text").all_text_contents() == stored
    assert visit.page.evaluate(LOOK) == []
    open_page_with(visit.page, whole, token)
    assert visit.page.evaluate(LOOK) == []
    expect(visit.page.locator("body")).to_contain_text(stored[0])


def test_what_is_being_typed_and_sent_stays_text(visit, whole):
    open_chat(visit.page)
    for text in ALL[:2] + [SHORT]:
        ask(visit.page, text)
        assert visit.page.evaluate(LOOK) == []

    assert widget(visit.page, ".message.resident .text").all_text_contents() == ALL[:2] + [SHORT]


def test_what_staff_write_stays_text(visit, whole):
    token = corpus_said(whole, ["Hallo"])
    number = conversation(whole, token)
    for text in ALL:
        staff_says(whole, number, text)
        staff_says(whole, number, text, {"blocks": parse(text), "kind": "answer"})

    open_with(visit.page, token)

    expect(widget(visit.page, ".message.staff")).to_have_count(2 * len(ALL))
    plain = widget(visit.page, ".message.staff .text").all_text_contents()
    assert [text for text in ALL if text.replace("\0", "") not in [each.replace("\0", "") for each in plain]] == []
    assert visit.page.evaluate(LOOK) == []
    open_page_with(visit.page, whole, token)
    assert visit.page.evaluate(LOOK) == []


def test_content_that_no_code_of_ours_would_store_does_no_harm(visit, whole):
    """Everything a message has, as an attacker with the database would write it."""
    link = {"type": "link", "text": SHORT, "href": "javascript:window.__xss=1"}
    button = {"id": SHORT, "kind": 'x" onclick="window.__xss=1', "title": SHORT, "language": SHORT}
    content = {
        "kind": SHORT, "entry": f'{EVIL}"><{SHORT}', "leave": True,
        "blocks": [{"type": "paragraph", "children": [link]}, {"type": SHORT, "children": [{"type": SHORT, "text": SHORT}]}],
        "notes": [SHORT], "notes_language": SHORT, "buttons": [button] * 9, "buttons_title": SHORT,
        "sources": [{"url": "javascript://evil.example/%0awindow.__xss=1", "seen": SHORT}], "sources_title": SHORT,
    }  # fmt: skip
    token = corpus_said(whole, ["Hallo"])
    staff_says(whole, conversation(whole, token), SHORT, content)
    open_with(visit.page, token)

    expect(widget(visit.page, ".message.staff")).to_contain_text(SHORT)

    assert visit.page.evaluate(LOOK) == []
    open_page_with(visit.page, whole, token)
    assert visit.page.evaluate(LOOK) == []


def hostile_entries(whole) -> dict[str, str]:
    """Entry files with hostile titles, answers, links and sources in German and Turkish."""
    files = {}
    allowed = [text for text in ALL if "{" not in text]  # braces are slots, and refused
    for place, id in enumerate(ENTRIES):
        name = f"entries/{id}.yml"
        entry = yaml.safe_load((whole.content / name).read_text(encoding="utf-8"))
        entry["sources"][0]["url"] = f'{EVIL}"onmouseover="window.__xss=1"class="xss'
        for language in ("de", "tr"):
            wording = entry["wordings"][language]
            wording["title"] = SHORT
            wording["answer"] = "\n\n".join(["Hallo", *allowed[place :: len(ENTRIES)]])
        files[name] = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False)
    return files


def test_what_entries_say_stays_text(visit, host, whole):
    page = visit.page
    asked = f"{whole.address}/api/answers/{ENTRIES[-1]}?language=de"
    with edited(whole, hostile_entries(whole), lambda: "xss" in httpx.get(asked).text):
        for id in ENTRIES:
            page.goto("about:blank")
            page.goto(host.page(whole.address, "/xss") + f"#ki-lotse={id}")
            answer = widget(page, ".message.bot").nth(1)
            expect(answer).to_contain_text("Hallo")
            expect(answer.locator("a.tool")).to_be_visible()
            assert page.evaluate(LOOK) == []
            for path in (f"/slip/{id}?language=tr", f"/chat?lang=tr&entry={id}"):
                page.goto(whole.address + path)
                expect(page.locator("body")).to_contain_text("window.__xss=1")
                assert page.evaluate(LOOK) == []


def test_what_our_own_texts_say_stays_text(visit, host, whole):
    """Titles, labels, notes, the launcher's words, which are part of a script."""
    page, name = visit.page, "texts/de.yml"
    texts = yaml.safe_load((whole.content / name).read_text(encoding="utf-8"))
    allowed = [text for text in ALL if "{" not in text and "\0" not in text and len(text) < 120]
    hostile = {key: f"{text} {allowed[place % len(allowed)]}" for place, (key, text) in enumerate(texts.items())}
    hostile |= {key: f"{texts[key]} {SHORT}" for key in texts if key.startswith(("widget_open", "topic_", "talk"))}
    changed = {name: yaml.safe_dump(hostile, allow_unicode=True, width=10_000)}
    asked = f"{whole.address}/api/words?language=de"
    with edited(whole, changed, lambda: "xss" in httpx.get(asked).text):
        page.goto("about:blank")
        page.goto(host.page(whole.address, "/xss"))
        expect(widget(page, ".launcher")).to_contain_text(SHORT)
        open_chat(page)
        expect(widget(page, ".choice.person").first).to_contain_text(SHORT)
        ask(page, "Wo kann ich Deutsch lernen?")
        for action in ("language", "more", "emergency"):
            widget(page, f'[data-action="{action}"]').first.click()
            assert page.evaluate(LOOK) == []
        for path in ("/?lang=de", "/chat?lang=de", f"/slip/{ENTRIES[0]}?language=de", "/slip/none.such?language=de"):
            page.goto(whole.address + path)
            expect(page.locator("body")).to_contain_text("__xss")
            assert page.evaluate(LOOK) == []


@pytest.mark.parametrize(
    "path", ["/?lang={}", "/chat?lang={}&entry={}", "/slip/{}?language={}", "/api/words?language={}"]
)
def test_what_stands_in_an_address_comes_back_as_text_or_not_at_all(whole, path):
    for text in ALL:
        answer = httpx.get(whole.address + path.replace("{}", quote(text, safe="")))
        html = answer.headers["content-type"].startswith("text/html")
        assert answer.status_code in (200, 404)
        assert not html or "<" not in text or text not in answer.text
