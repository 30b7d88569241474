"""Whether a line's language was identified: the very language, or another that the same readers share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from bot.evaluation.judging import Judged
from faq.model import Content

Audience = Callable[[str], str]  # language code -> code of the readers it belongs to

MOST_CONFUSIONS = 20


def itself(code: str) -> str:
    """The audience of a code where no content says more: its own."""
    return code


def audience_of(content: Content) -> Audience:
    """Maps a code to the language whose `labels` have it: "hr" -> "bs", "prs" -> "fa"; an unknown one to itself."""
    rows = {label: code for code, language in content.languages.items() for label in language.labels}
    rows |= {code: code for code in content.languages}
    return lambda code: rows.get(code, code)


def share_identified(judged: Judged, audience: Audience = itself) -> float:
    """The share (0 to 1, rounded to 4 places) of lines whose language was identified; 0 of none."""
    named = [_identified(line.lang, outcome.language, audience) for line, outcome, _ in judged]
    return round(sum(named) / len(named), 4) if named else 0.0


def language_figures(judged: Judged, audience: Audience = itself) -> dict[str, Any]:
    """`by_language`: code -> counts of `lines` and `identified`; `confusions`: up to 20 [expected, given, count]."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    confused: Counter[tuple[str, str]] = Counter()
    for line, outcome, _ in judged:
        counts[line.lang]["lines"] += 1
        if _identified(line.lang, outcome.language, audience):
            counts[line.lang]["identified"] += 1
        else:
            confused[line.lang, outcome.language] += 1
    by_language = {code: {name: counts[code][name] for name in ("lines", "identified")} for code in sorted(counts)}
    most = sorted(confused.items(), key=lambda item: (-item[1], item[0]))[:MOST_CONFUSIONS]
    return {"by_language": by_language, "confusions": [[*pair, count] for pair, count in most]}


def _identified(expected: str, given: str, audience: Audience) -> bool:
    return expected == given or audience(expected) == audience(given)
