"""Hours in an open tab by a clock that runs ahead: what of all that is said is lost, doubled or left behind."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.widget.visits import Visit

TURNS = 8  # messages in a conversation
STEP_S = 10  # of the page's clock at once
BREATH_MS = 60  # of ours after each step, so that replies come in
EXPECTED = "Failed to load resource"  # what the browser says when its network is cut
TOKEN = "sessionStorage.getItem('ki-lotse') || localStorage.getItem('ki-lotse')"
METRICS = {"JSHeapUsedSize": "heap", "Nodes": "nodes", "JSEventListeners": "listeners"}
Say = Callable[[str], None]


@dataclass
class Soaked:
    """`lost`, `doubled` and `unanswered` count messages; `misplaced` those shown otherwise than the server has them.

    `growth` of heap (bytes), nodes and listeners from the middle, from where on no page is loaded anew, to the end.
    """

    messages: int = 0
    hours: float = 0.0
    lost: int = 0
    doubled: int = 0
    unanswered: int = 0
    misplaced: int = 0
    requests: int = 0
    faults: list[str] = field(default_factory=list)
    growth: dict[str, float] = field(default_factory=dict)


def soak(visit: Visit, page: str, widget: str, texts: Sequence[str], *, hours: float, say: Say = print) -> Soaked:
    """Say all texts, TURNS in a conversation, spread evenly over the hours. `visit` is new."""
    soaked = Soaked(messages=len(texts), hours=hours)
    conversations = [texts[at : at + TURNS] for at in range(0, len(texts), TURNS)]
    pause_s = hours * 3600 / len(texts)
    visit.page.clock.install()
    visit.page.goto(page)
    visit.widget(".launcher").click()
    start: dict[str, float] = {}
    for number, said in enumerate(conversations):
        early = number < len(conversations) // 2
        _converse(visit, said, pause_s, early)
        _compare(visit, widget, said, soaked)
        _erase(visit)
        if number == len(conversations) // 2:
            start = _held(visit)
        say(f"soak: {number + 1} of {len(conversations)} conversations")
    end = _held(visit)
    soaked.growth = {name: end[name] - start[name] for name in start}
    soaked.requests = sum(url.startswith(widget) for url, _ in visit.requests)
    soaked.faults = [fault for fault in visit.errors if EXPECTED not in fault]
    return soaked


def pass_time(visit: Visit, seconds: float) -> None:
    """Let the page's clock run ahead, in steps, so that what its timers ask for can come meanwhile."""
    for _ in range(max(1, round(seconds / STEP_S))):
        visit.page.clock.run_for(STEP_S * 1000)
        visit.page.wait_for_timeout(BREATH_MS)


def _converse(visit: Visit, said: Sequence[str], pause_s: float, reloading: bool) -> None:
    """One conversation, in which the panel is closed, the network cut, and the page loaded anew if asked for."""
    for turn, text in enumerate(said):
        cut = turn == TURNS // 2
        visit.context.set_offline(cut)
        visit.send(text)
        visit.widget(".message.resident").nth(turn).wait_for()
        if cut:
            pass_time(visit, STEP_S)
            visit.context.set_offline(False)
        visit.widget(".message.resident ~ .message.bot").nth(turn).wait_for()
        if turn == 1:
            visit.widget('[data-action="close"]').click()
        pass_time(visit, pause_s)
        if turn == 1:
            visit.widget(".launcher").click()
        if turn == TURNS - 2 and reloading:
            visit.page.reload()
            visit.widget(".launcher").click()
            visit.widget(".message.resident").nth(turn).wait_for()


def _compare(visit: Visit, widget: str, said: Sequence[str], soaked: Soaked) -> None:
    """What the resident said, what the server has of it, and what the page shows."""
    kept = _transcript(visit, widget)
    texts = [each["text"] for each in kept if each["author"] == "resident"]
    counts, wanted = Counter(texts), Counter(said)
    soaked.lost += sum((wanted - counts).values())
    soaked.doubled += sum((counts - wanted).values())
    soaked.unanswered += max(0, len(said) - sum(each["author"] == "bot" for each in kept))
    shown = visit.widget(".message.resident .text").all_inner_texts()
    soaked.misplaced += sum(one != other for one, other in zip(shown, texts, strict=False)) + abs(
        len(shown) - len(texts)
    )


def _transcript(visit: Visit, widget: str) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {visit.page.evaluate(TOKEN)}"}
    request = urllib.request.Request(f"{widget}/api/transcript", headers=headers)
    with urllib.request.urlopen(request, timeout=20) as reply:
        messages: list[dict[str, Any]] = json.load(reply)["messages"]
    return messages


def _erase(visit: Visit) -> None:
    """Has the conversation deleted, by the last button of the menu, pressed twice."""
    visit.widget('[data-action="more"]').click()
    remove = visit.widget(".menu button").last
    remove.click()
    remove.click()
    visit.widget(".message.resident").first.wait_for(state="detached")


def _held(visit: Visit) -> dict[str, float]:
    """What the page holds when everything that nobody needs is thrown away."""
    visit.devtools("Performance.enable")
    for _ in range(2):
        visit.devtools("HeapProfiler.collectGarbage")
        visit.page.wait_for_timeout(BREATH_MS)
    metrics = visit.metrics()
    return {name: metrics[metric] for metric, name in METRICS.items()}
