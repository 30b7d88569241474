"""Builders for the tests of the ground: a small valid content directory, and ways to change and read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faq.faults import FaqError
from faq.model import Content
from faq.store import load_content

try:
    from hypothesis import settings
except ImportError:  # the engine's environment has none, and does not run the property tests
    pass
else:  # a busy machine is no fault of the code; and nothing is written beside the tests
    settings.register_profile("faq", deadline=None, database=None)
    settings.load_profile("faq")

LANGUAGES = """\
- {code: de, autonym: Deutsch, german: Deutsch, direction: ltr, script: Latn, fallback: de, labels: [de], names: [german]}
- {code: en, autonym: English, german: Englisch, direction: ltr, script: Latn, fallback: de, labels: [en], names: [english]}
- {code: tr, autonym: Türkçe, german: Türkisch, direction: ltr, script: Latn, fallback: en, labels: [tr], names: [turkish]}
- {code: ar, autonym: العربية, german: Arabisch, direction: rtl, script: Arab, fallback: en, labels: [ar], names: [arabic]}
- {code: ckb, autonym: سۆرانی, german: Sorani, direction: rtl, script: Arab, fallback: ar, labels: [ckb], names: [sorani]}
"""
PLACES = """\
city: Musterstadt
office: {de: Integrationszentrum, en: Integration Centre}
page: https://www.musterstadt.example/ki
neighbours: [Nachbarort]
"""
CONTACTS = """\
ki-staff:
  names: {de: Team, en: The team}
  items:
    - {kind: email, value: team@musterstadt.example, confirmed: null}
    - {kind: phone, value: 0241 432-1, confirmed: null}
switchboard:
  names: {de: Zentrale, en: Switchboard}
  stand_in: true
  items:
    - {kind: phone, value: 0241 432-0}
ki-page:
  names: {de: Offizielle Seite, en: Official page}
  stand_in: true
  items:
    - {kind: link, value: "https://www.musterstadt.example/ki", label: {de: Zur Seite}}
"""
CRISIS = """\
words:
  die: [sterben, tot sein]

rules:
  - entry: safety.crisis
    patterns: ['\\bwill (?:\\w+ ){0,2}{die}\\b']
    unless: ['\\bvor langeweile\\b']
    examples:
      "yes": [Ich will sterben!, ich WILL nur noch sterben, ich will tot sein]
      "no": [Ich will vor Langeweile sterben, Mein Hund ist gestorben]
"""
SCHOOL = """\
id: school.change
category: counselling
see_also: [safety.crisis]
sources:
  - {url: "https://www.musterstadt.example/schule", seen: 2026-11-20}
valid_until: 2026-12-31
facts: [SC-01]
refer_to: ki-staff
wordings:
  de:
    title: Schule wechseln
    checked: 2026-11-20
    questions: [Kann mein Kind die Schule wechseln?, schulwechsel]
    answer: |
      Fragen Sie zuerst die Schule. Das Team hilft Ihnen: {ki-staff}
  tr:
    title: Okul değiştirmek
    of: a00aab928cdc
    questions: [Çocuğum okul değiştirebilir mi?]
    answer: "Önce okula sorun. Ekip size yardım eder: {ki-staff}"
examples:
  ar: [هل يمكن لطفلي تغيير المدرسة؟]
"""
SAFETY = """\
id: safety.crisis
category: safety
intent: in_danger
wordings:
  de:
    title: Hilfe in der Krise
    questions: [Ich kann nicht mehr]
    answer: "Rufen Sie an: [112](tel:112)"
  ar:
    title: مساعدة
    of: "73788fd76432"
    questions: [لم أعد أحتمل]
    answer: "اتصلوا: [112](tel:112)"
"""
FILES = {
    "languages.yml": LANGUAGES,
    "places.yml": PLACES,
    "contacts.yml": CONTACTS,
    "entries/school.change.yml": SCHOOL,
    "entries/safety.crisis.yml": SAFETY,
    "crisis/de.yml": CRISIS,
    "texts/de.yml": "greeting: 'Willkommen: {office}'\nchecked_on: 'Geprüft am {date}'\nsource: Quelle\n",
    "texts/tr.yml": "greeting: 'Hoş geldiniz: {office}'\nchecked_on: '{date} tarihinde'\nsource: Kaynak\n",
}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A content directory without faults: two entries, five languages, two of them with texts."""
    root = tmp_path / "content"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def edit(directory: Path) -> Callable[[str, str, str], int]:
    """Replace the one place in a file where `old` stands; returns its line."""

    def replace(name: str, old: str, new: str) -> int:
        path = directory / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} has {old!r} {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace


@pytest.fixture
def load(directory: Path) -> Callable[[], Content]:
    return lambda: load_content(directory)


@pytest.fixture
def faults(directory: Path) -> Callable[[], list[str]]:
    """The faults of the directory as people read them; none where it loads."""

    def read() -> list[str]:
        try:
            load_content(directory)
        except FaqError as error:
            return str(error).split("\n")
        return []

    return read
