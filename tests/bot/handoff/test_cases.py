"""What staff do with a case, and what its resident reads of it."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from bot.conversation import log
from bot.conversation.models import Conversation, Message
from bot.conversation.text import TextTooLong
from bot.handoff import cases
from bot.handoff.cases import Reply, Taken, Unsaid
from bot.handoff.models import Case, open_case
from bot.staff.models import AuditEntry


def said(case: Case) -> list[tuple[str, str]]:
    return list(case.conversation.messages.order_by("seq").values_list("author", "text"))


def reply(text: str = "Am Montag ab 9 Uhr.", **more) -> Reply:
    return Reply(uuid.uuid4(), text, **more)


def test_claiming_silences_the_assistant_and_tells_the_resident_in_their_language(case, staff, content):
    opened, counsellor = case("Bir insanla konuşmak istiyorum", language="tr"), staff()

    cases.claim(opened.pk, counsellor)

    opened.refresh_from_db()
    assert (opened.state, opened.holder) == (Case.State.CLAIMED, counsellor)
    assert Conversation.objects.get().mode == Conversation.Mode.STAFF
    assert said(opened)[-1] == ("bot", content.text("staff_joined", "tr"))


def test_while_a_person_has_the_conversation_the_assistant_is_silent(case, staff, start, engine_at, take_turns):
    opened = case()
    cases.claim(opened.pk, staff())
    before = said(opened)
    asked = []
    logged = log._insert(opened.conversation, log._prepare(log.Incoming(uuid.uuid4(), "Hallo?")), "seat/test")

    take_turns(engine_at(lambda turn: asked.append(turn)), logged.conversation.pk)

    assert said(opened) == [*before, ("resident", "Hallo?")]
    assert asked == []


def test_of_two_who_claim_at_once_one_wins(case, staff):
    opened, both = case(), [staff("a.a"), staff("b.b")]

    def claim(counsellor):
        try:
            cases.claim(opened.pk, counsellor)
            return counsellor
        except Taken:
            return None
        finally:
            connection.close()

    for _ in range(20):
        with ThreadPoolExecutor(2) as pool:
            winners = [each for each in pool.map(claim, both) if each]
        opened.refresh_from_db()
        assert winners == [opened.holder]
        cases.release(opened.pk, winners[0])
    assert AuditEntry.objects.filter(action="case_claimed").count() == 20


def test_a_reply_is_stored_once_however_often_it_is_sent(case, staff):
    opened, counsellor = case(), staff()
    cases.claim(opened.pk, counsellor)
    answer = reply()

    cases.reply(opened.pk, counsellor, answer)
    cases.reply(opened.pk, counsellor, answer)

    opened.refresh_from_db()
    assert opened.state == Case.State.ANSWERED
    assert [text for author, text in said(opened) if author == "staff"] == ["Am Montag ab 9 Uhr."]


def test_what_the_resident_writes_after_an_answer_waits_for_staff_again(case, staff, engine_at, take_turns):
    opened, counsellor = case(), staff()
    cases.claim(opened.pk, counsellor)
    cases.reply(opened.pk, counsellor, reply(asks_back=True))
    opened.refresh_from_db()
    assert opened.state == Case.State.ASKED_BACK

    logged = log._insert(opened.conversation, log._prepare(log.Incoming(uuid.uuid4(), "Ja, gern")), "seat/test")
    take_turns(engine_at(lambda turn: None), logged.conversation.pk)

    opened.refresh_from_db()
    assert (opened.state, opened.holder) == (Case.State.CLAIMED, counsellor)


def test_an_entry_goes_out_word_for_word_in_the_residents_language(case, staff, content):
    opened, counsellor = case("Bir insanla konuşmak istiyorum", language="tr"), staff()
    cases.claim(opened.pk, counsellor)

    cases.reply(opened.pk, counsellor, Reply(uuid.uuid4(), entry="life.german-course"))

    sent = Message.objects.get(author="staff")
    assert sent.language == "tr"
    assert sent.content["entry"] == "life.german-course"
    assert sent.content["blocks"]


def test_german_for_somebody_who_reads_turkish_says_so_in_turkish(case, staff, content):
    opened, counsellor = case("Bir insanla konuşmak istiyorum", language="tr"), staff()
    cases.claim(opened.pk, counsellor)

    cases.reply(opened.pk, counsellor, reply())
    cases.reply(opened.pk, counsellor, reply("Pazartesi saat 9'dan sonra.", language="tr"))

    german, turkish = Message.objects.filter(author="staff").order_by("seq")
    assert (german.language, german.content["notes"]) == ("de", [content.text("staff_in_german", "tr")])
    assert (turkish.language, turkish.content) == ("tr", {})


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (reply(" \u200b "), Unsaid),
        (reply("x" * 1001), TextTooLong),
        (Reply(uuid.uuid4(), entry="no.such-entry"), Unsaid),
    ],
)
def test_what_says_nothing_is_not_sent(case, staff, answer, fault):
    opened, counsellor = case(), staff()
    cases.claim(opened.pk, counsellor)
    before = said(opened)

    with pytest.raises(fault):
        cases.reply(opened.pk, counsellor, answer)

    assert said(opened) == before


def test_closing_brings_the_assistant_back_and_a_new_request_is_a_new_case(case, staff, content):
    opened, counsellor = case(), staff()
    cases.claim(opened.pk, counsellor)

    cases.close(opened.pk, counsellor, Case.Ending.ANSWERED)

    opened.refresh_from_db()
    assert (opened.state, opened.ending) == (Case.State.CLOSED, Case.Ending.ANSWERED)
    assert opened.closed_at is not None
    assert Conversation.objects.get().mode == Conversation.Mode.BOT
    assert said(opened)[-1] == ("bot", content.text("staff_left", "de"))
    assert open_case(opened.message, "de", "asked").pk != opened.pk


def test_nobody_else_can_act_on_a_case_and_nothing_changes(case, staff):
    opened, counsellor, other = case(), staff(), staff("other")
    cases.claim(opened.pk, counsellor)
    before = said(opened)

    for act in (
        lambda: cases.claim(opened.pk, other),
        lambda: cases.release(opened.pk, other),
        lambda: cases.close(opened.pk, other, Case.Ending.OTHER),
        lambda: cases.reply(opened.pk, other, reply()),
    ):
        with pytest.raises(Taken):
            act()

    opened.refresh_from_db()
    assert (opened.state, opened.holder) == (Case.State.CLAIMED, counsellor)
    assert said(opened) == before


def test_a_turn_that_was_under_way_does_not_undo_the_claim(case, staff, start, decision, engine_at, take_turns):
    opened, counsellor = case(), staff()
    logged = log._insert(opened.conversation, log._prepare(log.Incoming(uuid.uuid4(), "Mensch bitte")), "seat/test")

    def claims_meanwhile(turn):
        cases.claim(opened.pk, counsellor)
        return {"kind": "handoff", "language": "de", "reason": "asked"}

    take_turns(engine_at(claims_meanwhile), logged.conversation.pk)

    assert Conversation.objects.get().mode == Conversation.Mode.STAFF


def test_cases_of_a_locked_account_go_back_to_everyone(case, staff):
    opened, counsellor = case(), staff()
    cases.claim(opened.pk, counsellor)

    assert cases.give_back(counsellor) == 1

    opened.refresh_from_db()
    assert (opened.state, opened.holder) == (Case.State.OPEN, None)
    assert Conversation.objects.get().mode == Conversation.Mode.WAITING


@pytest.mark.django_db(transaction=True)
def test_the_question_of_a_case_is_what_was_typed_last_not_the_pressed_button(start):
    logged, _ = start("Wie finde ich eine Wohnung?")
    pressed = log.Incoming(uuid.uuid4(), "Mit einem Menschen sprechen", "person")
    button = log._insert(logged.conversation, log._prepare(pressed), "seat/test")

    assert open_case(button.message, "de", "asked").question == "Wie finde ich eine Wohnung?"


@pytest.mark.django_db(transaction=True)
def test_where_nothing_was_typed_the_button_stands_for_the_question(start):
    logged, _ = start("Mit einem Menschen sprechen", choice="person")

    assert open_case(logged.message, "de", "asked").question == "Mit einem Menschen sprechen"
