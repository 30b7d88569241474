from __future__ import annotations

import asyncio
import logging
import uuid

import pytest

from bot.conversation.models import Conversation, Message
from bot.database import in_database
from bot.handoff.models import Case


def texts(body, author="bot"):
    return [each["text"] for each in body["messages"] if each["author"] == author]


async def count(model) -> int:
    return await in_database(model.objects.count)


async def test_first_message_starts_a_conversation_and_brings_the_answer(begin):
    body, _ = await begin()

    assert [each["seq"] for each in body["messages"]] == [1, 2]
    assert body["messages"][1]["entry"] == "life.german-course"
    assert body["state"] == {"language": "tr", "mode": "bot", "last_seq": 2, "pending": False}


async def test_next_message_is_answered_in_the_same_conversation(begin, api, message):
    _, headers = await begin()

    response = await api.post("/api/messages", json=message("Kaç para?"), headers=headers)

    assert response.status_code == 200
    assert [each["seq"] for each in response.json()["messages"]] == [3, 4]


async def test_without_waiting_the_message_is_stored_and_the_answer_comes_later(begin, api, message):
    _, headers = await begin()

    sent = await api.post("/api/messages", json=message("Kaç para?", wait=0), headers=headers)
    async with asyncio.timeout(5):
        while (read := (await api.get("/api/messages?after=2", headers=headers)).json())["state"]["pending"]:
            await asyncio.sleep(0.02)

    assert sent.json()["message"]["seq"] == 3
    assert [each["author"] for each in read["messages"]] == ["resident", "bot"]


async def test_reading_after_a_number_gives_what_is_new_in_order(begin, api):
    _, headers = await begin()

    everything = (await api.get("/api/messages", headers=headers)).json()
    new = (await api.get("/api/messages?after=1", headers=headers)).json()

    assert [each["seq"] for each in everything["messages"]] == [1, 2]
    assert [each["seq"] for each in new["messages"]] == [2]


async def test_twenty_retries_in_parallel_are_one_message_with_one_answer(begin, api, message):
    _, headers = await begin()
    body = message("Nerede?")

    responses = await asyncio.gather(*(api.post("/api/messages", json=body, headers=headers) for _ in range(20)))

    assert {response.status_code for response in responses} == {200}
    assert {response.json()["message"]["seq"] for response in responses} == {3}
    assert await count(Message) == 4


async def test_twenty_parallel_starts_with_one_id_are_one_conversation(api, message):
    body = message("Nerede?")

    responses = await asyncio.gather(*(api.post("/api/conversations", json=body) for _ in range(20)))

    assert len({response.json()["token"] for response in responses}) == 1
    assert await count(Conversation) == 1
    assert await count(Message) == 2


async def test_same_id_with_another_text_is_a_conflict(begin, api, message):
    _, headers = await begin()
    body = message("Nerede?")
    await api.post("/api/messages", json=body, headers=headers)

    response = await api.post("/api/messages", json={**body, "text": "Başka"}, headers=headers)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "conflict")


BAD = [
    ({"text": ""}, 422, "empty"),
    ({"text": " \u200b\u202e"}, 422, "empty"),
    ({"text": "\ud800"}, 422, "empty"),
    ({"text": "x" * 1001}, 422, "too_long"),
    ({"text": 7}, 422, "invalid"),
    ({"client_id": "no-uuid"}, 422, "invalid"),
    ({"wait": 11}, 422, "invalid"),
    ({"wait": "5"}, 422, "invalid"),
    ({"surprise": 1}, 422, "invalid"),
]


@pytest.mark.parametrize(("change", "status", "code"), BAD)
async def test_bad_message_gets_a_clear_answer_and_stores_nothing(api, message, change, status, code):
    import json

    body = json.dumps({**message(), **change}).encode()

    response = await api.post("/api/conversations", content=body, headers={"Content-Type": "application/json"})

    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.json()["error"]["text"]
    assert await count(Conversation) == 0


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"null", b"", b"{", b"\xff\xfe", b"7", b'{"text": "a"}'])
async def test_json_that_is_no_message_is_refused(api, body):
    response = await api.post("/api/conversations", content=body, headers={"Content-Type": "application/json"})

    assert response.status_code in (400, 422)
    assert response.json()["error"]["text"]


async def test_a_hundred_thousand_characters_are_refused_before_they_are_read(api, message):
    response = await api.post("/api/conversations", json=message("x" * 100_000))

    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


async def test_a_body_that_hides_its_length_is_cut_off(api):
    async def endless():
        for _ in range(200):
            yield b"x" * 1000

    response = await api.post("/api/conversations", content=endless(), headers={"Content-Type": "application/json"})

    assert response.status_code in (400, 413)
    assert await count(Conversation) == 0


async def test_thousand_characters_of_the_widest_kind_fit(begin):
    body, _ = await begin("\U0001d4d0" * 1000)

    assert len(body["messages"][0]["text"]) == 1000


@pytest.mark.parametrize("text", ["/restart", '/choose{"entry": "life.housing"}', "  /session_start", "／stop"])
async def test_typed_commands_are_plain_words(begin, text):
    body, _ = await begin(text)

    assert body["messages"][0]["text"] == text.strip()
    assert body["messages"][1]["kind"] == "answer"


async def test_only_slashes_get_the_fallback(begin):
    body, _ = await begin("///")

    assert body["messages"][1]["kind"] == "fallback"


UNKNOWN = [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eA=="}]


@pytest.mark.parametrize("headers", [*UNKNOWN, {"Authorization": "Bearer " + "A" * 43}])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/messages"),
        ("POST", "/api/messages"),
        ("GET", "/api/transcript"),
        ("DELETE", "/api/conversation"),
        ("GET", "/api/stream"),
    ],
)
async def test_unknown_conversations_all_read_the_same(api, message, headers, method, path):
    response = await api.request(method, path, json=message() if method == "POST" else None, headers=headers)

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "gone"


async def test_ten_thousand_guesses_open_nothing(begin, api):
    await begin()
    guesses = [uuid.uuid4().hex for _ in range(10_000)]

    found = await in_database(lambda: Conversation.objects.filter(token_hash__in=guesses[:500]).exists())
    from bot.conversation import log

    def opened() -> int:
        total = 0
        for guess in guesses:
            try:
                log.find(guess)
                total += 1
            except log.Gone:
                continue
        return total

    assert not found
    assert await in_database(opened) == 0


async def test_errors_speak_the_readers_language(api, message):
    response = await api.post(
        "/api/conversations", json=message(""), headers={"Accept-Language": "tr-TR,tr;q=0.9,de;q=0.5"}
    )

    assert response.json()["error"]["language"] == "tr"


async def test_pressed_button_is_answered_exactly(begin, api, message, decisions):
    body, headers = await begin()
    decisions.clear()  # the engine is down; buttons need none
    words = (await api.get("/api/words?language=tr")).json()
    topic = next(button for button in words["greeting"]["buttons"] if button["kind"] == "topic")

    response = await api.post("/api/messages", json=message(topic["title"], button=topic["id"]), headers=headers)
    entry = next(button for button in response.json()["messages"][1]["buttons"] if button["kind"] == "entry")
    response = await api.post("/api/messages", json=message(entry["title"], button=entry["id"]), headers=headers)

    assert response.json()["messages"][1]["kind"] == "answer"


async def test_forged_button_is_plain_text(begin, api, message):
    _, headers = await begin()
    forged = "entry=safety.crisis:" + "A" * 43

    response = await api.post("/api/messages", json=message("Frage", button=forged), headers=headers)

    assert response.json()["messages"][1]["entry"] == "life.german-course"


async def test_engine_down_is_said_honestly_and_the_question_is_kept(begin, decisions):
    decisions.clear()

    body, _ = await begin("Bana tercüman lazım", language="tr")

    assert body["messages"][1]["kind"] in ("clarify", "notice")
    assert await in_database(lambda: Case.objects.get().question) == "Bana tercüman lazım"


async def test_asking_for_a_person_opens_a_case_and_says_what_comes_next(begin, decisions):
    decisions[:] = [{"kind": "handoff", "language": "tr", "reason": "asked"}]

    body, _ = await begin("Bir insanla konuşmak istiyorum")

    assert body["state"]["mode"] == "waiting"
    assert "0241 432-0" in texts(body)[0]


async def test_forgotten_conversation_leaves_nothing(begin, api):
    _, headers = await begin()

    response = await api.delete("/api/conversation", headers=headers)

    assert response.status_code == 204
    assert (await api.get("/api/messages", headers=headers)).status_code == 404
    assert await count(Message) == 0


async def test_transcript_holds_the_whole_conversation(begin, api):
    _, headers = await begin()

    record = (await api.get("/api/transcript", headers=headers)).json()

    assert [each["author"] for each in record["messages"]] == ["resident", "bot"]


async def test_transcript_can_be_taken_along_as_text(begin, api):
    body, headers = await begin()

    response = await api.get("/api/transcript?form=text", headers=headers)

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="ki-lotse.txt"'
    assert all(each["text"] in response.text for each in body["messages"])
    assert "https://" in response.text


async def test_markup_in_a_transcript_is_text_and_never_opened_as_a_page(begin, api):
    _, headers = await begin("<img src=x onerror=alert(1)>")

    response = await api.get("/api/transcript?form=text", headers=headers)

    assert "<img src=x onerror=alert(1)>" in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")


async def test_unknown_form_of_a_transcript_is_refused(begin, api):
    _, headers = await begin()

    response = await api.get("/api/transcript?form=html", headers=headers)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid")


async def test_every_answer_carries_the_security_headers(api):
    for path in ("/api/words", "/api/messages", "/nowhere", "/"):
        response = await api.get(path)

        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in response.headers["content-security-policy"]


async def test_foreign_host_names_are_refused(api):
    response = await api.get("/api/words", headers={"Host": "evil.example"})

    assert response.status_code == 400


async def test_log_holds_no_word_of_a_message_and_no_token(begin, caplog):
    caplog.set_level(logging.DEBUG)

    body, _ = await begin("Geheimniskrämerei 0176 12345678")

    assert "Geheimniskrämerei" not in caplog.text
    assert body["token"] not in caplog.text


async def test_fault_of_ours_gives_a_number_and_no_detail(api, monkeypatch, caplog):
    from channels.web import words as module

    def broken(*_):
        raise RuntimeError("geheime Einzelheit")

    monkeypatch.setattr(module, "reader_language", broken)

    response = await api.get("/api/words")

    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (500, "internal")
    assert "Einzelheit" not in response.text
    assert error["id"] in caplog.text


async def test_documentation_lists_every_call(api):
    document = (await api.get("/api/openapi.json")).json()

    assert set(document["paths"]) == {
        "/api/conversations",
        "/api/messages",
        "/api/transcript",
        "/api/conversation",
        "/api/words",
        "/api/answers/{entry}",
        "/api/feedback",
    }
