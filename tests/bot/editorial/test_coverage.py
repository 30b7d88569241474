from __future__ import annotations

from datetime import date

import pytest

from bot.editorial.coverage import coverage, page
from tests.bot.editorial.conftest import GERMAN

TURKISH = ("Mektup", "Bizi arayın: {switchboard}", "[Mektup?]")
EASY = ("Brief", "Rufen Sie an.", "")


@pytest.fixture
def written(write, load):
    """Two entries: one with all languages, one in German alone."""
    path = write(tr=TURKISH, **{"de-x-easy": EASY})
    write(id="letter.two", questions="[anderer Brief]")
    return path


def test_each_entry_has_a_state_in_each_language(written, load):
    found = coverage(load())

    assert found.languages == ["de", "tr", "de-x-easy"]
    assert found.states == {
        "letter.one": {"de": "draft", "tr": "machine", "de-x-easy": "machine"},
        "letter.two": {"de": "draft", "tr": "missing", "de-x-easy": "none"},
    }


def test_a_signed_wording_is_checked(written, load):
    text = written.read_text(encoding="utf-8")
    written.write_text(text.replace("title: Mektup", "title: Mektup\n    checked: 2026-11-20"), encoding="utf-8")

    assert coverage(load()).states["letter.one"]["tr"] == "checked"


def test_a_wording_whose_german_has_changed_is_stale(written, load):
    written.write_text(written.read_text(encoding="utf-8").replace(GERMAN, "Kommen Sie."), encoding="utf-8")

    assert coverage(load()).states["letter.one"] == {"de": "draft", "tr": "stale", "de-x-easy": "stale"}


def test_the_page_stands_alone_and_tells_states_in_words(written, load):
    content = load()
    html = page(content, coverage(content), date(2026, 11, 24))

    assert "http" not in html
    assert '<html lang="de">' in html
    assert "2 Einträge, 3 Sprachen. Stand: 24.11.2026" in html
    assert html.count('aria-label="fehlt"') == 1
    assert html.count('aria-label="Computer-Übersetzung"') == 2


def test_a_title_cannot_break_the_page(write, load):
    path = write()
    path.write_text(path.read_text(encoding="utf-8").replace("Brief vom Amt", "<script>x</script>"), encoding="utf-8")
    content = load()

    assert "<script>" not in page(content, coverage(content), date(2026, 11, 24))
