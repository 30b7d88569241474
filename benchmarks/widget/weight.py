"""What the widget asks for and leaves behind: bytes, requests, other hosts, storage, violations of a strict policy."""

from __future__ import annotations

import gzip
import http.client
import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from benchmarks.figures import CannotMeasure
from benchmarks.widget.features import use_everything
from benchmarks.widget.visits import PHONE, Visit, visiting

CODE = ("script", "stylesheet")
QUESTION = "Wo kann ich Deutsch lernen?"
TURKISH = "tr"  # a language with a German original, so that every feature is there


@dataclass(frozen=True)
class Weight:
    """Bytes of scripts and style sheets as they are transferred, packed, and what else there was."""

    before: int
    answer: int
    everything: int
    requests: int  # of the page to kilotse before the first click
    strangers: list[str]  # hosts but the page's and kilotse's, in a whole conversation
    stored: int  # entries of all kinds before the first message
    faults: list[str]  # in a whole conversation


def weigh(browser: Browser, host: str, widget: str) -> Weight:
    """One visit on a phone until the first answer, and one that uses everything."""
    with visiting(browser, **PHONE) as visit:
        visit.page.goto(f"{host}/with")
        visit.widget(".launcher").wait_for()
        visit.page.wait_for_load_state("networkidle")
        first = [url for url, _ in visit.requests if url.startswith(widget)]
        before = code(visit, widget)
        answer, stored = code_for_answer(visit, widget)
    with visiting(browser, locale=TURKISH, permissions=["clipboard-write"]) as visit:
        visit.page.goto(f"{host}/with?lang={TURKISH}")
        use_everything(visit, words(widget, TURKISH))
        everything, faults = code(visit, widget) | answer, visit.faults()
        strangers = sorted(visit.origins() - {host, widget})
    sizes = [sum(map(transferred, each)) for each in (before, answer, everything)]
    return Weight(*sizes, len(first), strangers, stored, faults)


def code_for_answer(visit: Visit, widget: str) -> tuple[set[str], int]:
    """What an answer needs, for what is asked for after sending is refused; and what was stored before sending."""
    visit.widget(".launcher").click()
    visit.mark("usable")
    needed, stored = code(visit, widget), visit.stored()
    visit.page.route("**/widget/**", lambda route: route.abort())
    visit.send(QUESTION)
    visit.mark("answer")
    return needed, stored


def code(visit: Visit, widget: str) -> set[str]:
    """The addresses of the widget's scripts and style sheets that the browser has asked for."""
    return {url for url, kind in visit.requests if kind in CODE and url.startswith(widget)}


def largest_words(widget: str, languages: Iterable[str]) -> tuple[int, str]:
    """Bytes of the texts that are transferred for one language, of the language that has most; and its code."""
    return max((transferred(f"{widget}/api/words?language={each}"), each) for each in languages)


def words(widget: str, language: str) -> dict[str, str]:
    """The widget's own texts in a language."""
    body, _ = _body(f"{widget}/api/words?language={language}")
    texts: dict[str, str] = json.loads(gzip.decompress(body))["texts"]
    return texts


def transferred(url: str) -> int:
    """Bytes of the body for a client that takes gzip. CannotMeasure: it is not there, or not packed."""
    body, coding = _body(url)
    if coding != "gzip":
        raise CannotMeasure(f"{url} was not sent with gzip.")
    return len(body)


def _body(url: str) -> tuple[bytes, str]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Accept-Encoding": "gzip"})
        reply = connection.getresponse()
        body = reply.read()
    except (OSError, http.client.HTTPException) as error:
        raise CannotMeasure(f"{url} could not be read: {type(error).__name__}: {error}") from None
    finally:
        connection.close()
    if reply.status != 200:
        raise CannotMeasure(f"{url} answered with status {reply.status}.")
    return body, reply.headers.get("Content-Encoding", "")
