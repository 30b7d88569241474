"""What /chat says to bad input: faults in the reader's words, and markup that stays text."""

from __future__ import annotations

import uuid

import pytest
from django.db import OperationalError

from bot.conversation.models import Conversation, Message
from bot.database import in_database
from channels.web import chat as module
from tests.channels.web.chat_form import Reading, count
from tests.support.xss import PAYLOADS

TAGS = {"html", "head", "meta", "title", "link", "body", "main", "h1", "h2", "nav", "ul", "ol", "li", "a", "form"}
TAGS |= {"input", "div", "p", "button", "bdi", "strong", "label", "textarea", "br"}


FAULTS = [
    ({"action": "send", "text": ""}, 422),
    ({"action": "send", "text": " \u200b\u202e"}, 422),
    ({"action": "send", "text": "x" * 1001}, 422),
    ({"action": "send", "text": "x", "client_id": "no-uuid"}, 422),
    ({"action": "send", "text": "x", "token": "A" * 43}, 404),
    ({"action": "forget"}, 404),
    ({"show": "no.such-entry"}, 404),
    ({"feedback": "7:yes", "token": "A" * 43}, 404),
]


@pytest.mark.parametrize(("fields", "status"), FAULTS)
async def test_fault_is_said_in_the_readers_words_and_the_typed_text_stays(look, press, fields, status):
    response = await press(await look(), **fields)

    assert response.status_code == status
    assert len(response.seen.having(role="alert", id="end")) == 1
    assert response.seen.form()["text"] == fields.get("text", "")
    assert await count(Message) == 0


async def test_fault_in_a_conversation_leaves_it_on_the_page(ask, press):
    page = await ask()

    response = await press(page, action="send", text="x" * 1001)

    assert len(response.seen.messages("resident")) == 1
    assert response.seen.form()["token"] == page.form()["token"]
    assert len(response.seen.having(id="end")) == 1


async def test_thousand_characters_in_many_lines_fit(look, press):
    text = "a\n" * 500

    response = await press(await look(), action="send", text=text.replace("\n", "\r\n"))  # as browsers send it

    assert response.status_code == 200


@pytest.mark.parametrize("char", ["a", "ع", "中", "\U0001f600"])
async def test_longest_text_that_the_field_takes_is_answered_by_us(look, press, char):
    page = await look()
    field = page.having(id="text")[0]
    units = len(char.encode("utf-16-le")) // 2

    response = await press(page, action="send", text=char * (int(field["maxlength"]) // units))

    assert response.status_code == 422


async def test_locked_database_keeps_text_and_token(ask, press, monkeypatch):
    page = await ask()

    def locked(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(module.log, "append", locked)
    response = await press(page, action="send", text="Kaç para?")

    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert response.seen.form() == {**page.form(), "text": "Kaç para?"}


async def test_too_many_messages_are_refused_and_the_text_stays(ask, press):
    page = await ask()
    rows = [
        {"seq": number, "client_id": uuid.uuid4(), "author": "resident", "text": "x", "retention": "conversation"}
        for number in range(3, 23)
    ]
    conversation = await in_database(Conversation.objects.get)
    await in_database(lambda: Message.objects.bulk_create(Message(conversation=conversation, **row) for row in rows))

    response = await press(page, action="send", text="Kaç para?")

    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= 60
    assert response.seen.form() == {**page.form(), "text": "Kaç para?"}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("field", ["text", "button", "language", "token", "client_id", "show", "feedback", "action"])
async def test_markup_in_a_field_of_the_form_is_text(look, press, field, payload):
    page = await look()
    fields = {"action": "send", "text": "Soru", field: payload}

    response = await press(page, **fields)

    assert_inert(response.seen)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_markup_in_the_address_is_text(api, payload):
    for name in ("lang", "entry"):
        response = await api.get("/chat", params={name: payload})

        assert response.status_code == 200
        assert_inert(Reading(response.text))


async def test_markup_that_staff_write_is_text(ask, press):
    page = await ask()
    await in_database(
        lambda: Message.objects.filter(author="bot").update(author="staff", text=PAYLOADS["script"], content={})
    )

    response = await press(page, action="update")

    assert PAYLOADS["script"] in response.seen.text
    assert_inert(response.seen)


def assert_inert(page: Reading) -> None:
    assert {tag for tag, _ in page.tags} <= TAGS
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("href", "action", "src"):
            target = attributes.get(name) or "/"
            assert target.startswith(("/chat", "/widget/", "/slip/", "https://", "tel:", "mailto:", "/")), target
            assert not target.startswith("//")
    assert len([tag for tag, _ in page.tags if tag == "form"]) == 1


BROKEN = [
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
    ("multipart/form-data", b"text=a"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"text=a"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(1100))),
    ("application/x-www-form-urlencoded", b"text=%ff%fe%00&action=send"),
    ("application/json", b"{}"),
]


@pytest.mark.parametrize(("kind", "body"), BROKEN)
async def test_body_that_is_no_form_of_ours_is_refused_and_stores_nothing(api, kind, body):
    response = await api.post("/chat", content=body, headers={"Content-Type": kind})

    assert response.status_code in (400, 422)
    assert await count(Message) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused(api, method):
    response = await api.request(method, "/chat")

    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")
