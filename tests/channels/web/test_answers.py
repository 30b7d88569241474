"""An answer by its entry's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import clock
from bot.conversation.models import Conversation
from bot.database import in_database
from bot.rendering.reply import Renderer
from channels.web import answers


async def test_answer_is_a_message_that_was_not_said(api, content):
    answer = (await api.get("/api/answers/life.housing?language=ar")).json()
    draft = Renderer(content, "ar", clock.today()).answer("life.housing")

    assert answer == {
        "author": "bot",
        "text": draft.text,
        "language": "ar",
        "direction": "rtl",
        **draft.stored(),
    }
    assert await in_database(Conversation.objects.count) == 0


async def test_reader_without_a_wording_gets_the_one_of_another_language(api):
    answer = (await api.get("/api/answers/life.housing?language=it")).json()

    assert (answer["language"], answer["direction"]) == ("en", "ltr")


UNKNOWN = ["life.nothing", "life", "life.housing%00", "Life.Housing", "x" * 500, "<script>"]


@pytest.mark.parametrize("entry", UNKNOWN)
async def test_unknown_entry_is_not_there_and_said_so_in_the_readers_language(api, content, entry):
    response = await api.get(f"/api/answers/{entry}", params={"language": "tr"})

    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_entry")
    assert response.json()["error"]["text"] == content.texts["tr"]["error_unknown_entry"]


@pytest.mark.parametrize("entry", ["..", "%2e%2e%2fetc", "life.housing/", "a/b"])
async def test_paths_lead_nowhere(api, entry):
    assert (await api.get(f"/api/answers/{entry}")).status_code == 404


async def test_expired_entry_is_not_there(api, content, monkeypatch):
    gone = replace(content.entries["life.housing"], valid_until=clock.today() - timedelta(days=1))
    changed = replace(content, entries={**content.entries, "life.housing": gone})
    monkeypatch.setattr(answers, "current", lambda: changed)

    response = await api.get("/api/answers/life.housing")

    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_entry")


@pytest.mark.parametrize(
    ("entry", "leave"),
    [("safety.violence-women", True), ("safety.violence-men", True), ("life.housing", None)],
)
async def test_only_answers_about_violence_can_be_left_quickly(api, entry, leave):
    answer = (await api.get(f"/api/answers/{entry}")).json()

    assert answer.get("leave") is leave


async def test_crisis_text_about_violence_can_be_left_quickly(begin, api):
    body, headers = await begin("Mein Mann schlägt mich")
    read = (await api.get("/api/messages", headers=headers)).json()

    assert (body["messages"][1]["entry"], body["messages"][1]["leave"]) == ("safety.violence-women", True)
    assert read["messages"][1]["leave"] is True
    assert "leave" not in read["messages"][0]
