"""The report as one self-contained page in German: tables, and beside them pictures in inline SVG, no script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from bot.evaluation import charts
from bot.evaluation.confusions import ASKED, NO_ANSWER, Confusion, category_matrix, confusion_pairs
from bot.evaluation.judging import VERDICTS, Judged, Verdict
from bot.evaluation.languages import audience_of
from bot.evaluation.origin import Origin
from bot.evaluation.summary import Share, headline
from faq.model import GERMAN, Content

TEMPLATES = Path(__file__).parent / "templates"
HEADLINE = {
    "right": "richtig beantwortet",
    "helped": "richtig oder gut rückgefragt",
    "missed": "ohne Antwort geblieben",
    "wrong": "falsch",
    "outside": "Fremdes richtig nicht beantwortet",
}
WORDS: dict[Verdict, str] = {
    "right": "richtig",
    "asked_well": "gut rückgefragt",
    "missed": "keine Antwort",
    "wrong": "falsch",
}
KINDS = {
    "plain": "einfache Frage",
    "smalltalk": "Gespräch",
    "short": "wenige Wörter",
    "noisy": "mit Fehlern getippt",
    "codemix": "mehrere Sprachen gemischt",
    "translit": "in anderer Schrift",
    "multi": "mehrere Fragen",
    "oos-near": "Sache der Stadt, nicht unsere",
    "oos-far": "ganz anderes Thema",
}
COLUMNS = {ASKED: "rückgefragt", NO_ANSWER: "keine Antwort"}
DEEPEST = 0.6  # opacity of a full cell: text stays readable on it, light or dark


def page(judged: Judged, summary: dict[str, Any], content: Content, origin: Origin) -> str:
    """The page; everything that comes from files is escaped by the template."""
    engine = Engine(dirs=[str(TEMPLATES)])
    values = {
        "origin": origin,
        "lines": summary["lines"],
        "headline": _headline(summary),
        "legend": [{"verdict": verdict, "words": WORDS[verdict]} for verdict in VERDICTS],
        "languages": [{**_group(row), **_language(content, code)} for code, row in summary["by_language"].items()],
        "kinds": [{**_group(row), "name": KINDS.get(kind, ""), "code": kind} for kind, row in _kinds(summary)],
        "matrix": _matrix(judged, content),
        "calibration": _calibration(summary["calibration"]),
        "reliability": charts.reliability(summary["calibration"]["bins"]),
        "risk": charts.risk_curve(summary["risk_coverage"]),
        "risks": _quarters(summary["risk_coverage"]),
        "pairs": [_pair(content, pair) for pair in confusion_pairs(judged)],
        "identified": _identified(summary["language"], content),
    }
    return engine.get_template("evaluation.html").render(Context(values))


def _headline(summary: dict[str, Any]) -> list[dict[str, str]]:
    shares = headline(summary)
    told = [
        {"number": _german(shares[name].percent()), "words": words, "of": f"von {shares[name].of}"}
        for name, words in HEADLINE.items()
    ]
    error, ms = summary["calibration"]["expected_calibration_error"], summary["ms"]
    identified = _percent(summary["language_identified"])
    return [
        *told,
        {"number": identified, "words": "Sprache erkannt", "of": f"von {summary['lines']}"},
        {"number": _german("–" if error is None else f"{error:.3f}"), "words": "Kalibrierungsfehler (ECE)", "of": ""},
        {
            "number": _german(f"{ms['p50']:.0f} ms"),
            "words": "je Nachricht (Median)",
            "of": _german(f"p95 {ms['p95']:.0f}, p99 {ms['p99']:.0f}"),
        },
    ]


def _kinds(summary: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    order = list(KINDS)
    return sorted(summary["by_kind"].items(), key=lambda row: (order.index(row[0]) if row[0] in KINDS else 99, row[0]))


def _group(row: dict[str, Any]) -> dict[str, Any]:
    """A row of counts; its bar shows the lines in scope, or where there are none, those out of scope."""
    inside, outside = row["in_scope"], row["out_of_scope"]
    shown = inside if any(inside.values()) else outside
    return {
        "bar": charts.bar(shown),
        "told": ", ".join(f"{shown[verdict]} {WORDS[verdict]}" for verdict in VERDICTS if shown[verdict]),
        "counts": [inside[verdict] for verdict in VERDICTS],
        "outside": [outside["right"], outside["wrong"]],
        "identified": _percent(row["language_identified"]),
    }


def _language(content: Content, code: str) -> dict[str, str]:
    """The German name; of a code that only labels a language, that language's."""
    language = content.languages.get(audience_of(content)(code))
    return {"code": code, "name": language.german if language else ""}


def _matrix(judged: Judged, content: Content) -> dict[str, Any]:
    matrix = category_matrix(judged)
    rows = []
    for expected in matrix.rows:
        counts = [matrix.counts[expected].get(given, 0) for given in matrix.columns]
        cells = [
            {"count": count, "same": given == expected, "depth": f"{DEEPEST * count / sum(counts):.2f}"}
            for given, count in zip(matrix.columns, counts, strict=True)
        ]
        rows.append({"name": _topic(content, expected), "cells": cells})
    columns = [COLUMNS.get(given) or _topic(content, given) for given in matrix.columns]
    return {"columns": columns, "rows": rows}


def _topic(content: Content, category: str) -> str:
    """The category as residents see it; smalltalk is no topic of theirs."""
    unnamed = "Gespräch" if category == "smalltalk" else category
    return content.texts[GERMAN].get(f"topic_{category}", unnamed)


def _calibration(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "range": f"{100 * each['from']:.0f} bis {100 * each['to']:.0f} %",
            "lines": each["lines"],
            "confidence": _percent(each["confidence"]),
            "right": _percent(each["right"]),
        }
        for each in found["bins"]
    ]


def _quarters(points: Sequence[dict[str, float]]) -> list[dict[str, str]]:
    """What the curve says in numbers: its nearest point to each quarter of coverage, and its end."""
    near = [min(points, key=lambda point: abs(point["coverage"] - quarter / 4)) for quarter in range(1, 5) if points]
    picked = {point["coverage"]: point for point in near}
    return [{"coverage": _percent(each["coverage"]), "risk": _percent(each["risk"])} for each in picked.values()]


def _pair(content: Content, pair: Confusion) -> dict[str, Any]:
    return {
        "expected": _entries(content, pair.expected),
        "given": _entries(content, pair.given),
        "count": pair.count,
        "lines": pair.lines,
    }


def _entries(content: Content, ids: str) -> list[dict[str, str]]:
    """Entry ids, comma-separated, with their German titles where the content has them."""
    known = content.entries
    return [
        {"id": id, "title": known[id].wordings[GERMAN].title if id in known else id} for id in ids.split(", ") if id
    ]


def _identified(found: dict[str, Any], content: Content) -> dict[str, Any]:
    rows = [
        {**row, **_language(content, code), "share": _german(Share(row["identified"], row["lines"]).percent())}
        for code, row in found["by_language"].items()
    ]
    confusions = [
        {"expected": _language(content, expected), "given": _language(content, given), "count": count}
        for expected, given, count in found["confusions"]
    ]
    return {"rows": rows, "confusions": confusions}


def _percent(share: float | None) -> str:
    return "–" if share is None else _german(f"{100 * share:.1f} %")


def _german(number: str) -> str:
    return number.replace(".", ",")
