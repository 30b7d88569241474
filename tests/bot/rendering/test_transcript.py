"""A conversation as the file that a resident takes along."""

from __future__ import annotations

import pytest

from bot.rendering.transcript import as_text


def message(author="bot", text="Merhaba", at="2026-11-24T14:04:05+00:00", **more):
    return {"seq": 1, "author": author, "text": text, "language": "tr", "at": at, **more}


@pytest.fixture
def written(content):
    """The lines of a conversation's file."""

    def write(*messages, language="tr"):
        return as_text(content, {"state": {"language": language}, "messages": list(messages)}).split("\n")

    return write


@pytest.mark.parametrize(("author", "key"), [("resident", "widget_you"), ("bot", "widget_assistant"), ("staff", "widget_staff")])  # fmt: skip
def test_each_message_says_who_and_when_in_the_conversations_language(written, content, author, key):
    lines = written(message(author))

    assert f"{content.texts['tr'][key]}, 24.11.2026 17:04" not in lines  # the city's time, not Istanbul's
    assert any(line.startswith(f"{content.texts['tr'][key]}, 24") and "15:04" in line for line in lines)
    assert "Merhaba" in lines


@pytest.mark.parametrize(
    ("language", "at", "moment"),
    [
        ("de", "2026-11-24T14:04:05+00:00", "24.11.26, 15:04"),
        ("de", "2026-07-01T22:30:00+00:00", "02.07.26, 00:30"),
        ("en", "2026-11-24T14:04:05+00:00", "11/24/26, 3:04\u202fPM"),
    ],
)
def test_time_is_the_citys_as_readers_write_it(written, language, at, moment):
    assert any(line.endswith(f", {moment}") for line in written(message(at=at), language=language))


def test_conversation_without_a_language_is_written_in_german(written, content):
    lines = written(message("resident"), language=None)

    assert lines[0] == content.places.office["de"]
    assert any(line.startswith("Sie, ") for line in lines)


def test_answer_carries_its_notes_and_where_it_is_from(written):
    sources = [{"url": "https://a.de/x", "seen": "22.11.2026"}, {"url": "https://b.de", "seen": "23.11.2026"}]
    text = "\n".join(written(message(notes=["Nur Deutsch gilt.", "Geprüft"], sources=sources, sources_title="Quelle")))

    assert "Nur Deutsch gilt.\nGeprüft\n" in text
    assert "Quelle:\nhttps://a.de/x (22.11.2026)\nhttps://b.de (23.11.2026)" in text


def test_choices_that_were_offered_can_be_read(written):
    buttons = [{"id": "entry=x:y", "title": "Konut"}, {"id": "none=:z", "title": "Hiçbiri"}]

    assert "[Konut] [Hiçbiri]" in written(message(buttons=buttons, buttons_title=""))
    assert "Bakınız: [Konut] [Hiçbiri]" in written(message(buttons=buttons, buttons_title="Bakınız"))


def test_opinion_stands_at_its_answer(written, content):
    turkish = content.texts["tr"]

    lines = written(message(helpful=False, reason="wrong"))

    assert f"{turkish['widget_helpful']} {turkish['widget_no']} – {turkish['widget_reason_wrong']}" in lines
    assert f"{turkish['widget_helpful']} {turkish['widget_yes']}" in written(message(helpful=True, reason=""))


def test_typed_markup_stays_what_was_typed(written):
    typed = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) {office}"

    assert typed in written(message("resident", text=typed))


def test_every_language_can_write_a_transcript(content, written):
    for code in content.languages:
        assert len(written(message(), language=code)) >= 6
