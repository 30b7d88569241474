from __future__ import annotations

import uuid
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import OperationalError

from bot import clock
from bot.conversation.models import Conversation, Feedback, Message
from bot.database import in_database
from channels.web import chat as module

PAYLOADS = [
    "<script>window.__xss=1</script>",
    "<img src=x onerror=window.__xss=1>",
    '"><svg onload=window.__xss=1>',
    "</textarea><script>window.__xss=1</script>",
    "</title><script>window.__xss=1</script>",
    "' onmouseover='window.__xss=1",
    '" autofocus onfocus="window.__xss=1',
    "javascript:window.__xss=1",
    "{{7*7}}{% debug %}",
    "<base href=//evil.example>",
    '<meta http-equiv="refresh" content="0;url=javascript:1">',
    "<!--<img src='--><img src=x onerror=window.__xss=1>",
    "&#60;script&#62;window.__xss=1&#60;/script&#62;",
    "\u202e<b onclick=1>x</b>",
]


TAGS = {"html", "head", "meta", "title", "link", "body", "main", "h1", "h2", "nav", "ul", "ol", "li", "a", "form"}
TAGS |= {"input", "div", "p", "button", "bdi", "strong", "label", "textarea", "br"}


class Reading(HTMLParser):
    """The page as a browser's parser finds it: tags with attributes, text, and what the form would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._inside = ""
        self.typed = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._inside = tag

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        self.text += data
        if self._inside == "textarea":
            self.typed += data

    def having(self, **wanted):
        found = [attributes for _, attributes in self.tags]
        return [each for each in found if all(each.get(name) == value for name, value in wanted.items())]

    def buttons(self, name):
        return [attributes["value"] for tag, attributes in self.tags if tag == "button" and attributes["name"] == name]

    def form(self):
        """The fields that go along with whatever is pressed."""
        hidden = {each["name"]: each["value"] for each in self.having(type="hidden")}
        return {**hidden, "text": self.typed.removeprefix("\n")}

    def messages(self, author):
        return [each for each in self.having() if each.get("class") == f"message {author}"]


@pytest.fixture
def look(api):
    """GET /chat with a query; the page, read."""

    async def run(query: str = "?lang=tr", **headers):
        response = await api.get(f"/chat{query}", headers=headers)
        assert response.status_code == 200
        return Reading(response.text)

    return run


@pytest.fixture
def press(api):
    """Send a page's form with what was typed or pressed; the response, with the page in `seen`."""

    async def run(page: Reading, **fields):
        sent = {name: (None, value.encode()) for name, value in {**page.form(), **fields}.items()}
        response = await api.post("/chat", files=sent)
        response.seen = Reading(response.text)
        return response

    return run


@pytest.fixture
def ask(look, press):
    """A conversation of one question, as its page."""

    async def run(text: str = "Almanca kursu var mı?"):
        return (await press(await look(), action="send", text=text)).seen

    return run


async def count(model) -> int:
    return await in_database(model.objects.count)


async def test_first_page_says_what_it_is_and_stores_nothing(look):
    page = await look("?lang=tr")

    assert ("html", {"lang": "tr", "dir": "ltr"}) in page.tags
    assert "otomatik" in page.text
    assert len(page.having(href="tel:112")) == len(page.having(href="tel:110")) == 1
    assert page.form()["token"] == ""
    assert await count(Conversation) == 0


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [("?lang=ar", "tr", "ar"), ("", "tr-TR,de;q=0.5", "tr"), ("?lang=xx", "uk", "uk"), ("", "", "de")],
)
async def test_language_is_the_one_asked_for_else_the_browsers(look, query, accepted, language):
    page = await look(query, **{"Accept-Language": accepted})

    assert dict(page.tags)["html"]["lang"] == language


async def test_privacy_is_said_before_the_field_of_the_first_message(api, content):
    page = (await api.get("/chat?lang=de")).text

    assert page.index(content.texts["de"]["privacy"][:40]) < page.index("<textarea")


async def test_every_language_with_texts_is_linked_by_its_own_name(look, content):
    page = await look("?lang=de")

    for code in content.texts:
        assert page.having(href=f"/chat?lang={code}", lang=code)
        assert content.languages[code].autonym in page.text


async def test_question_is_answered_on_the_same_page(look, press):
    response = await press(await look(), action="send", text="Almanca kursu var mı?")

    assert response.status_code == 200
    assert len(response.seen.messages("resident")) == 1
    assert len(response.seen.messages("bot")) == 2  # the greeting, and the answer
    assert response.seen.form()["text"] == ""
    assert len(response.seen.having(id="end")) == 1


async def test_next_question_belongs_to_the_same_conversation(ask, press):
    page = await ask()

    await press(page, action="send", text="Kaç para?")

    assert (await count(Conversation), await count(Message)) == (1, 4)


async def test_form_as_old_browsers_encode_it_is_read_too(api, look):
    form = {**(await look()).form(), "text": "Almanca kursu var mı?", "action": "send"}

    response = await api.post("/chat", data=form)

    assert len(Reading(response.text).messages("resident")) == 1


async def test_page_that_is_loaded_again_shows_the_same_and_stores_nothing_twice(look, press):
    first = await look()
    before = await press(first, action="send", text="Merhaba")
    again = await press(first, action="send", text="Merhaba")

    assert again.seen.form()["token"] == before.seen.form()["token"]
    assert await count(Message) == 2


async def test_first_page_that_is_loaded_again_after_hours_shows_the_conversation(look, press):
    first = await look()
    before = await press(first, action="send", text="Merhaba")
    past = clock.now() - timedelta(hours=5)
    await in_database(lambda: Conversation.objects.update(created_at=past))

    again = await press(first, action="send", text="Merhaba")

    assert again.status_code == 200
    assert again.seen.form()["token"] == before.seen.form()["token"]


async def test_older_page_that_the_browser_kept_may_say_something_else(ask, press):
    page = await ask()
    await press(page, action="send", text="Kaç para?")

    response = await press(page, action="send", text="Nerede?")

    assert response.status_code == 200
    assert len(response.seen.messages("resident")) == 3


async def test_conversation_is_the_same_that_the_api_reads(ask, api):
    token = (await ask()).form()["token"]

    read = (await api.get("/api/messages", headers={"Authorization": f"Bearer {token}"})).json()

    assert [each["author"] for each in read["messages"]] == ["resident", "bot"]


async def test_pressed_button_is_logged_with_its_title_and_answered(look, press, decisions, content):
    decisions.clear()  # the engine is down; buttons need none
    first = await look("?lang=tr")
    topic = next(each for each in first.buttons("button") if each.startswith("topic=life"))

    response = await press(first, button=topic, text="yarım kalan")

    assert content.texts["tr"]["topic_life"] in response.seen.text
    assert any(each.startswith("entry=") for each in response.seen.buttons("button"))
    assert response.seen.form()["text"] == "yarım kalan"


async def test_every_kind_of_button_that_a_page_shows_can_be_pressed(ask, press):
    page = await ask()
    of_each_kind = {id.partition("=")[0]: id for id in page.buttons("button")}

    assert set(of_each_kind) == {"topic", "entry", "person", "language"}
    for id in of_each_kind.values():
        assert (await press(page, button=id)).status_code == 200


async def test_forged_button_is_left_out(look, press):
    response = await press(await look(), button="person=:" + "A" * 43, text="Soru")

    assert (response.status_code, await count(Message)) == (200, 2)
    assert "Soru" in response.seen.text


async def test_person_is_asked_for_at_the_same_place_on_every_page(look, press):
    first = await look()
    person = first.buttons("button")[-1]
    second = (await press(first, button=person)).seen

    assert person.startswith("person=")
    assert (await in_database(Conversation.objects.get)).mode == "waiting"
    assert person in second.buttons("button")


async def test_page_follows_the_language_of_the_conversation(look, press):
    response = await press(await look("?lang=de"), action="send", text="Almanca kursu var mı?")

    assert dict(response.seen.tags)["html"]["lang"] == "tr"
    assert response.seen.form()["language"] == "tr"


async def test_phone_number_is_hidden_and_that_is_said(ask):
    page = await ask("Numaram 0176 12345678, Almanca kursu var mı?")

    assert "12345678" not in page.text
    assert len(page.messages("bot")) == 3


async def test_unfinished_answer_is_said_and_comes_with_the_next_look(look, press, monkeypatch):
    async def not_yet(*_):
        return None

    with monkeypatch.context() as patched:
        patched.setattr(module, "answered", not_yet)
        waiting = await press(await look(), action="send", text="Almanca kursu var mı?")
    response = await press(waiting.seen, action="update")

    assert len(waiting.seen.having(role="status")) == 1
    assert waiting.seen.messages("resident")
    assert len(response.seen.messages("bot")) == 2


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


async def test_deleting_asks_first_and_then_leaves_nothing(ask, press):
    page = await ask()

    asked = await press(page, action="delete")
    kept = await count(Message)
    done = await press(asked.seen, action="forget")
    after = await press(page, action="update")

    assert kept == 2
    assert "forget" in asked.seen.buttons("action")
    assert (done.status_code, done.seen.form()["token"], await count(Message)) == (200, "", 0)
    assert after.status_code == 404


async def test_opinion_about_an_answer_is_remembered_with_its_reason(ask, press):
    page = await ask()

    asked = await press(page, feedback="2:no")
    reasons = [each for each in asked.seen.buttons("feedback") if each.startswith("2:")]
    await press(asked.seen, feedback="2:unclear")
    opinion = await in_database(Feedback.objects.get)

    assert reasons == ["2:wrong", "2:unclear", "2:missing", "2:other"]
    assert (opinion.helpful, opinion.reason) == (False, "unclear")


@pytest.mark.parametrize("rating", ["1:yes", "9:yes", "2:", "2:maybe", "-2:yes", "²:yes", "9" * 20 + ":yes", "x"])
async def test_opinion_about_nothing_is_refused(ask, press, rating):
    response = await press(await ask(), feedback=rating)

    assert (response.status_code, await count(Feedback)) == (422, 0)


async def test_deep_link_shows_its_answer_first_and_stores_nothing(look, content):
    page = await look("?lang=tr&entry=life.german-course")

    assert len(page.messages("bot")) == 2
    assert page.text.index(content.wording("life.german-course", "tr").answer[:30]) < page.text.index("otomatik")
    assert await count(Conversation) == 0


async def test_unknown_deep_link_shows_the_normal_page(look):
    assert len((await look("?lang=tr&entry=no.such")).messages("bot")) == 1


async def test_barrier_can_be_reported_before_and_in_a_conversation(look, ask, press):
    first = await look("?lang=tr")
    shown = await press(await ask(), show="access.report-barrier")

    assert first.having(href="/chat?lang=tr&entry=access.report-barrier")
    assert "access.report-barrier" in shown.seen.buttons("show")
    assert (len(shown.seen.messages("bot")), await count(Message)) == (3, 2)


async def test_answer_about_violence_can_be_left_in_one_tap(look):
    page = await look("?lang=de&entry=safety.violence-women")

    assert len(page.having(href="https://www.aachen.de/", rel="noopener noreferrer")) == 1


async def test_token_is_in_no_address_and_no_cookie(look, press):
    response = await press(await look(), action="send", text="Merhaba")
    token = response.seen.form()["token"]

    assert token
    assert response.text.count(token) == 1
    assert "set-cookie" not in response.headers
    assert response.headers["cache-control"] == "no-store"


async def test_page_needs_no_script_and_no_inline_style(ask):
    page = await ask()

    assert not [tag for tag, attributes in page.tags if tag in ("script", "style") or "style" in attributes]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["text", "button", "language", "token", "client_id", "show", "feedback", "action"])
async def test_markup_in_a_field_of_the_form_is_text(look, press, field, payload):
    page = await look()
    fields = {"action": "send", "text": "Soru", field: payload}

    response = await press(page, **fields)

    assert_inert(response.seen)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_markup_in_the_address_is_text(api, payload):
    for name in ("lang", "entry"):
        response = await api.get("/chat", params={name: payload})

        assert response.status_code == 200
        assert_inert(Reading(response.text))


async def test_markup_that_staff_write_is_text(ask, press):
    page = await ask()
    await in_database(lambda: Message.objects.filter(author="bot").update(author="staff", text=PAYLOADS[0], content={}))

    response = await press(page, action="update")

    assert PAYLOADS[0] in response.seen.text
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
