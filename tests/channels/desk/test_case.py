"""One case on its page."""

from __future__ import annotations

import re
import uuid

import pytest

from bot.conversation import record
from bot.conversation.models import Message
from bot.database import in_database
from bot.handoff.models import Case
from bot.staff.models import AuditEntry, Staff
from channels.desk import case as case_page
from channels.desk.access import LIVE
from channels.desk.case import CONSENT, EMPTY, LONG, TAKEN


@pytest.fixture
async def mine(desk, case):
    """A Turkish case that the counsellor has claimed; its path."""
    opened = await case()
    path = f"/desk/fall/{opened.pk}"
    await desk.open(path)
    await desk.send(f"{path}/uebernehmen")
    assert desk.path == path
    return path


def client_id(desk) -> str:
    return re.search(r'name="client_id" value="([^"]+)"', desk.shown).group(1)


async def sent() -> list[str]:
    found = Message.objects.filter(author="staff").order_by("seq").values_list("text", flat=True)
    return await in_database(lambda: list(found))


async def test_the_page_shows_the_conversation_and_offers_to_claim(desk, case):
    opened = await case()

    await desk.open(f"/desk/fall/{opened.pk}")

    assert "Bir insanla konuşmak istiyorum" in desk.shown
    assert "Übernehmen" in desk.shown
    assert "Antworten" not in desk.shown


async def test_a_reply_in_the_residents_language_is_sent(desk, mine):
    await desk.send(f"{mine}/antworten", client_id=client_id(desk), text="Merhaba", language="own")

    assert (desk.status, desk.path) == (200, mine)
    assert await sent() == ["Merhaba"]
    assert (await in_database(Message.objects.get, author="staff")).language == "tr"
    assert "Merhaba" in desk.shown
    assert (await in_database(Case.objects.get)).state == Case.State.ANSWERED


async def test_german_needs_consent_and_what_was_typed_stays(desk, mine):
    fields = {"client_id": client_id(desk), "text": "Am Montag ab 9.", "language": "de", "asks_back": "yes"}

    await desk.send(f"{mine}/antworten", **fields)
    assert desk.status == 422
    assert CONSENT in desk.shown
    assert ">Am Montag ab 9.</textarea>" in desk.shown
    assert await sent() == []

    await desk.send(f"{mine}/antworten", **fields, consent="yes")
    assert await sent() == ["Am Montag ab 9."]
    assert (await in_database(Case.objects.get)).state == Case.State.ASKED_BACK


async def test_a_form_sent_twice_is_one_reply(desk, mine):
    fields = {"client_id": client_id(desk), "text": "Merhaba", "language": "own"}

    for _ in range(2):
        await desk.send(f"{mine}/antworten", **fields)

    assert await sent() == ["Merhaba"]


@pytest.mark.parametrize(("text", "fault"), [(" ", EMPTY), ("x" * 1001, LONG)])
async def test_what_cannot_be_sent_says_why(desk, mine, text, fault):
    await desk.send(f"{mine}/antworten", client_id=client_id(desk), text=text, language="own")

    assert desk.status == 422
    assert fault in desk.shown


async def test_an_entry_is_sent_in_the_residents_language(desk, mine):
    await desk.send(f"{mine}/antworten", client_id=client_id(desk), entry="life.german-course")

    message = await in_database(Message.objects.get, author="staff")
    assert (message.language, message.content["entry"]) == ("tr", "life.german-course")


async def test_who_is_second_is_told_and_changes_nothing(desk, case, browser, account):
    await account("second")
    other = browser()
    await other.sign_in("second")
    opened = await case()
    path = f"/desk/fall/{opened.pk}"
    await desk.open(path)
    await other.open(path)
    await desk.send(f"{path}/uebernehmen")

    await other.send(f"{path}/uebernehmen")

    assert other.status == 409
    assert TAKEN in other.shown
    assert (await in_database(Case.objects.get)).holder_id == (await in_database(Staff.objects.get, name="m.kaya")).pk


async def test_a_case_is_closed_with_a_reason_or_given_back(desk, mine):
    await desk.send(f"{mine}/zurueckgeben")
    assert (await in_database(Case.objects.get)).state == Case.State.OPEN
    await desk.send(f"{mine}/uebernehmen")
    await desk.send(f"{mine}/abschliessen", ending="nonsense")
    assert desk.status == 404
    await desk.open(mine)
    await desk.send(f"{mine}/abschliessen", ending="referred")

    closed = await in_database(Case.objects.get)
    assert (closed.state, closed.ending) == (Case.State.CLOSED, "referred")
    assert "Antworten" not in desk.shown


async def test_nothing_changes_by_looking(desk, mine):
    for action in ("uebernehmen", "zurueckgeben", "abschliessen", "antworten"):
        await desk.open(f"{mine}/{action}")
        assert desk.status == 405

    assert (await in_database(Case.objects.get)).state == Case.State.CLAIMED


async def test_looking_is_in_the_audit_log_and_refreshing_is_not(desk, mine):
    before = await in_database(AuditEntry.objects.filter(action="case_viewed").count)

    await desk.open(mine, **{LIVE: "1"})
    assert "<html" not in desk.shown
    await desk.open(mine)

    assert await in_database(AuditEntry.objects.filter(action="case_viewed").count) == before + 1


async def test_a_forgotten_conversation_is_not_found(desk, mine):
    opened = await in_database(Case.objects.select_related("conversation").get)
    await in_database(record.forget, opened.conversation)

    await desk.open(mine)
    assert desk.status == 404
    await desk.open("/desk/")
    await desk.send(f"{mine}/antworten", client_id=str(uuid.uuid4()), text="x", language="own")
    assert desk.status == 404


@pytest.mark.parametrize("action", ["antworten", "zurueckgeben"])
async def test_a_conversation_forgotten_between_looking_and_acting_is_not_found(desk, mine, monkeypatch, action):
    opened = await in_database(Case.objects.select_related("conversation").get)

    def found_and_forgotten(id):
        record.forget(opened.conversation)
        return opened

    monkeypatch.setattr(case_page, "_found", found_and_forgotten)
    await desk.send(f"{mine}/{action}", client_id=str(uuid.uuid4()), text="x", language="own")

    assert desk.status == 404


async def test_a_form_with_a_made_up_id_is_not_found(desk, mine):
    await desk.send(f"{mine}/antworten", client_id="x", text="x")

    assert desk.status == 404
