"""Whether an answer helped: one opinion an answer, part of the transcript, gone with the conversation."""

from __future__ import annotations

import asyncio

import pytest
from django.conf import settings

from bot import clock
from bot.conversation.models import Feedback, Message
from bot.conversation.retention import delete_expired
from bot.database import in_database

ANSWER = 2  # the number of the answer in a new conversation


async def opinions() -> list[tuple[int, bool, str]]:
    rows = Feedback.objects.order_by("pk").values_list("message__seq", "helpful", "reason")
    return await in_database(lambda: list(rows))


def rating(helpful=False, reason="", seq=ANSWER):
    return {"seq": seq, "helpful": helpful, "reason": reason}


@pytest.mark.parametrize(
    ("helpful", "reason"), [(True, ""), (False, "")] + [(False, each) for each in ("wrong", "unclear", "missing", "other")]
)  # fmt: skip
async def test_opinion_about_an_answer_is_kept(begin, api, helpful, reason):
    _, headers = await begin()

    response = await api.post("/api/feedback", json=rating(helpful, reason), headers=headers)

    assert (response.status_code, response.content) == (204, b"")
    assert await opinions() == [(ANSWER, helpful, reason)]


async def test_last_opinion_counts(begin, api):
    _, headers = await begin()

    for each in (rating(), rating(reason="wrong"), rating(helpful=True)):
        await api.post("/api/feedback", json=each, headers=headers)

    assert await opinions() == [(ANSWER, True, "")]


async def test_what_helped_has_no_reason(begin, api):
    _, headers = await begin()

    await api.post("/api/feedback", json=rating(helpful=True, reason="wrong"), headers=headers)

    assert await opinions() == [(ANSWER, True, "")]


async def test_twenty_opinions_at_once_are_one(begin, api):
    _, headers = await begin()
    sent = [api.post("/api/feedback", json=rating(helpful=bool(number % 2)), headers=headers) for number in range(20)]

    responses = await asyncio.gather(*sent)

    assert {response.status_code for response in responses} == {204}
    assert len(await opinions()) == 1


@pytest.mark.parametrize("seq", [1, 3, 2_147_483_647])
async def test_only_answers_of_the_conversation_can_be_rated(begin, api, seq):
    _, headers = await begin()

    response = await api.post("/api/feedback", json=rating(seq=seq), headers=headers)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid")
    assert response.json()["error"]["fields"] == ["seq"]
    assert await opinions() == []


async def test_what_is_no_answer_cannot_be_rated(begin, api, decisions):
    decisions[:] = [{"kind": "handoff", "language": "tr", "reason": "asked"}]
    _, headers = await begin()

    response = await api.post("/api/feedback", json=rating(), headers=headers)

    assert response.status_code == 422


async def test_answers_of_others_cannot_be_rated(begin, api, message):
    _, mine = await begin()
    _, headers = await begin()
    await api.post("/api/messages", json=message("Kaç para?"), headers=mine)  # they have a fourth message

    response = await api.post("/api/feedback", json=rating(seq=4), headers=headers)

    assert response.status_code == 422
    assert await opinions() == []


BAD = [
    {"seq": "2"},
    {"seq": 0},
    {"seq": 2**31},
    {"seq": None},
    {"helpful": "yes"},
    {"helpful": 1},
    {"reason": "boring"},
    {"reason": None},
    {"comment": "Mein Name ist …"},
]


@pytest.mark.parametrize("change", BAD)
async def test_malformed_opinion_is_refused(begin, api, change):
    _, headers = await begin()

    response = await api.post("/api/feedback", json={**rating(), **change}, headers=headers)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid")
    assert await opinions() == []


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}])
async def test_nobody_rates_without_a_conversation(api, headers):
    response = await api.post("/api/feedback", json=rating(), headers=headers)

    assert (response.status_code, response.json()["error"]["code"]) == (404, "gone")


async def test_transcript_holds_the_opinion_at_its_answer(begin, api):
    _, headers = await begin()
    await api.post("/api/feedback", json=rating(reason="unclear"), headers=headers)

    question, answer = (await api.get("/api/transcript", headers=headers)).json()["messages"]

    assert (answer["helpful"], answer["reason"]) == (False, "unclear")
    assert "helpful" not in question


async def test_opinion_is_forgotten_with_the_conversation(begin, api):
    _, headers = await begin()
    await api.post("/api/feedback", json=rating(), headers=headers)

    await api.delete("/api/conversation", headers=headers)

    assert await opinions() == []


async def test_opinion_ends_after_its_days(begin, api, monkeypatch):
    _, headers = await begin()
    await api.post("/api/feedback", json=rating(), headers=headers)
    await in_database(Message.objects.update, retention="case")
    days = settings.RETENTION_DAYS["conversation"]
    monkeypatch.setattr(clock, "OFFSET_S", clock.OFFSET_S + days * 86_400 + 60)

    await in_database(delete_expired)

    assert await opinions() == []
