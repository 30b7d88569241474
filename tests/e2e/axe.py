"""What axe finds on a page: rules of WCAG 2.2 A and AA and best practice, open shadow roots included."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

LIBRARY = Path(__file__).resolve().parent.parent / "widget/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What axe leaves to people, by rule and message: where it turned up, and why it is no fault.
LEFT_TO_PEOPLE: dict[tuple[str, str], str] = {
    ("color-contrast", "elmPartiallyObscured"): "scrolled half out of the log; seen whole in another state",
}

RUN = """async tags => {
    const {violations, incomplete} = await axe.run(document, {runOnly: tags, resultTypes: ['violations', 'incomplete']})
    const part = ({any, all, none, target}) => ({
        target: target.flat(9).join(' '),
        reasons: [...any, ...all, ...none].map(({id, data}) => (data && data.messageKey) || id),
    })
    const parts = rules => rules.flatMap(({id, nodes}) => nodes.map(node => ({rule: id, ...part(node)})))
    return {violations: parts(violations), incomplete: parts(incomplete)}
}"""


@cache
def library() -> str:
    """axe as text; FileNotFoundError says how to get it."""
    if not LIBRARY.exists():
        raise FileNotFoundError(f"{LIBRARY} is missing. Install it: sh tests/widget/install.sh")
    return LIBRARY.read_text(encoding="utf-8")


def check(page: Page, context: str = "") -> list[str]:
    """Faults as "context: rule: target", and as "… (undecided: reason)" what axe leaves to people; [] is good.

    `context` names the page's state. The browser's context needs `bypass_csp=True`; axe stays until the page changes.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(library())
    found: dict[str, list[dict[str, Any]]] = page.evaluate(RUN, TAGS)
    place = f"{context}: " if context else ""
    faults = [f"{place}{part['rule']}: {part['target']}" for part in found["violations"]]
    for part in found["incomplete"]:
        left = [reason for reason in part["reasons"] or ["unknown"] if (part["rule"], reason) not in LEFT_TO_PEOPLE]
        if left:
            faults.append(f"{place}{part['rule']}: {part['target']} (undecided: {', '.join(left)})")
    return faults
