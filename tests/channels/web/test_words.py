"""What a client says before a conversation: small, packed, in every language, and as the content stands now."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings

from bot import clock
from bot.conversation.models import Conversation
from bot.database import in_database
from bot.rendering.buttons import pressed
from channels.web import words

MOST = 8000  # bytes, packed: a language's share of what comes before the first answer
TODAY = date(2026, 11, 24)


def made(content, language="tr", today=TODAY):
    return json.loads(words._for(content, language, today).plain)


async def test_words_store_nothing_and_come_in_the_language_asked_for(api):
    answer = (await api.get("/api/words?language=ar")).json()

    assert (answer["language"], answer["direction"]) == ("ar", "rtl")
    assert await in_database(Conversation.objects.count) == 0


async def test_browsers_language_counts_where_none_is_asked_for(api):
    answer = (await api.get("/api/words", headers={"Accept-Language": "uk-UA,uk;q=0.9"})).json()

    assert answer["language"] == "uk"


def test_words_of_every_language_are_small(content):
    sizes = {code: len(words._for(content, code, TODAY).packed) for code in content.languages}

    assert {code: size for code, size in sizes.items() if size > MOST} == {}


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("", False),
    ],
)
async def test_answer_is_packed_for_those_who_unpack(api, accepted, packed):
    async with api.stream("GET", "/api/words?language=fa", headers={"Accept-Encoding": accepted}) as response:
        body = b"".join([part async for part in response.aiter_raw()])

    assert (response.headers.get("Content-Encoding") == "gzip") is packed
    assert json.loads(gzip.decompress(body) if packed else body)["language"] == "fa"
    assert response.headers["Vary"].startswith("Accept-Encoding, Accept-Language")


@pytest.mark.parametrize("code", ["de", "tr", "ti"])
def test_all_texts_of_the_widget_are_there(content, code):
    texts = made(content, code)["texts"]

    assert texts == {
        key.removeprefix("widget_"): text for key, text in content.texts[code].items() if key.startswith("widget_")
    }


def test_person_can_be_asked_for_at_any_time(content):
    person = made(content)["person"]

    assert (pressed(person["id"]), person["kind"], person["language"]) == ("person=", "person", "tr")
    assert person["title"] == content.texts["tr"]["talk_to_person"]


def test_named_entries_exist(content):
    assert made(content)["entries"] == words.ENTRIES
    assert set(words.ENTRIES.values()) <= set(content.entries)


def test_named_entry_that_has_expired_is_left_out(content):
    id = words.ENTRIES["files"]
    gone = replace(content.entries[id], valid_until=TODAY - timedelta(days=1))

    changed = replace(content, entries={**content.entries, id: gone}, hash="expired")

    assert set(made(changed)["entries"]) == {"barrier", "privacy"}


def test_emergency_numbers_are_named_in_the_readers_language(content):
    turkish = content.texts["tr"]

    assert made(content)["emergency"] == [
        {"number": "112", "label": turkish["emergency_112"]},
        {"number": "110", "label": turkish["emergency_110"]},
    ]


def test_who_leaves_quickly_gets_to_the_citys_home_page(content):
    assert made(content)["leave"] == "https://www.aachen.de/"


def test_where_to_leave_to_is_a_setting(content, monkeypatch):
    class Elsewhere:
        leave = "https://www.wetter.example/"

    monkeypatch.setattr(settings, "ENVIRONMENT", Elsewhere)

    assert words.leave_address(content) == "https://www.wetter.example/"


def test_changed_content_is_said_at_once(content):
    made(content)
    turkish = {**content.texts["tr"], "widget_title": "Yeni"}

    changed = replace(content, texts={**content.texts, "tr": turkish}, hash="changed")

    assert made(changed)["texts"]["title"] == "Yeni"


async def test_on_the_next_day_what_has_expired_is_gone(api, content, monkeypatch):
    id = words.ENTRIES["files"]
    last = replace(content.entries[id], valid_until=clock.today())
    changed = replace(content, entries={**content.entries, id: last}, hash="last day")
    monkeypatch.setattr(words, "current", lambda: changed)

    before = (await api.get("/api/words")).json()["entries"]
    monkeypatch.setattr(clock, "OFFSET_S", clock.OFFSET_S + 86_400)
    after = (await api.get("/api/words")).json()["entries"]

    assert ("files" in before, "files" in after) == (True, False)


def test_answers_are_kept_and_not_without_end(content, monkeypatch):
    monkeypatch.setattr(words, "_made", {})

    assert words._for(content, "tr", TODAY) is words._for(content, "tr", TODAY)
    for day in range(100):
        words._for(content, "tr", TODAY + timedelta(days=day))

    assert len(words._made) <= words.MOST_KEPT


@pytest.mark.parametrize(
    ("code", "typed"),
    [("tr", "türkisch"), ("tr", "turk"), ("uk", "ukrain"), ("ar", "arab"), ("fa", "فارسی"), ("zh", "chines")],
)
def test_language_is_found_by_the_names_it_has_elsewhere(content, code, typed):
    language = next(each for each in made(content)["languages"] if each["code"] == code)

    assert typed in f"{language['autonym']} {language['names']}".lower()


def test_every_name_begins_to_be_typed_like_one_that_is_sent(content):
    for language in content.languages.values():
        sent = [language.autonym.lower(), *words.names(language).split(" ")]

        assert [name for name in language.names if not any(each in name for each in sent)] == []
