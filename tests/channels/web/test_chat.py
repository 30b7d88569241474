"""The page at /chat: one form, one conversation, no script."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from bot.conversation.models import Conversation, Feedback, Message
from bot.database import in_database
from channels.web import chat as module
from tests.channels.web.chat_form import Reading, count


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
