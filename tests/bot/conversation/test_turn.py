from __future__ import annotations

import asyncio
import threading
import uuid

import pytest
from django.db import connection

from bot.conversation import leases, log, turn
from bot.conversation.models import Conversation, Message
from bot.conversation.wakeup import Wakeup
from bot.database import in_database
from bot.engine.client import Engine
from bot.handoff.models import Case
from bot.rendering.reply import Draft

pytestmark = pytest.mark.django_db(transaction=True)


def replies() -> list[Message]:
    return list(Message.objects.filter(author="bot").order_by("seq"))


def kinds() -> list[str]:
    return [message.content["kind"] for message in replies()]


def test_answer_is_stored_with_the_state_in_one_go(start, decision, engine_at, take_turns):
    logged, _ = start("Almanca kursu", language="tr")

    take_turns(engine_at(lambda _: decision("life.german-course", "tr")), logged.conversation.pk)

    conversation = Conversation.objects.get()
    assert [message.content["entry"] for message in replies()] == ["life.german-course"]
    assert replies()[0].language == "tr"
    assert (conversation.language, conversation.last_entry, conversation.last_seq) == ("tr", "life.german-course", 2)
    assert Message.objects.get(author="resident").state == Message.State.DONE


def test_engine_gets_the_context_and_no_command(start, decision, engine_at, take_turns):
    asked = []
    logged, _ = start("\u200b／restart bitte", language="tr")

    take_turns(engine_at(lambda body: asked.append(body) or decision()), logged.conversation.pk)

    assert asked[0]["message"] == "restart bitte"
    assert asked[0]["metadata"]["language"] == {"code": "tr", "from": "page"}


def test_messages_are_answered_in_their_order(start, decision, engine_at, take_turns):
    logged, token = start("eins")
    for text in ("zwei", "drei"):
        log.append(token, log.Incoming(uuid.uuid4(), text), "seat/test")

    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)

    answered = [Message.objects.get(pk=message.reply_to_id).text for message in replies()]
    assert answered == ["eins", "zwei", "drei"]


def test_second_answer_to_a_message_cannot_be_stored(start):
    logged, _ = start(holder="seat/test")
    claim = leases.claim_next(logged.conversation.pk, "seat/test")
    answer = turn.Answer([Draft("answer", "de", [])], "de", "earlier")

    turn._store(claim, answer, 0)
    turn._store(claim, answer, 0)

    assert len(replies()) == 1


def test_answer_of_a_process_that_lost_its_lease_is_dropped(start):
    logged, _ = start(holder="slow/1")
    slow = leases.claim_next(logged.conversation.pk, "slow/1")
    Message.objects.update(lease_until=None)
    quick = leases.claim_next(logged.conversation.pk, "quick/1")

    turn._store(quick, turn.Answer([Draft("answer", "de", [], entry="quick")], "de", "earlier"), 0)
    turn._store(slow, turn.Answer([Draft("answer", "de", [], entry="slow")], "de", "earlier"), 0)

    assert [message.content["entry"] for message in replies()] == ["quick"]


def test_crisis_text_comes_first_even_when_the_engine_is_down(start, free_port, take_turns):
    logged, _ = start("Ich will nicht mehr leben")

    take_turns(Engine((f"http://127.0.0.1:{free_port}",)), logged.conversation.pk)

    assert [message.content["entry"] for message in replies()] == ["safety.crisis"]
    assert Case.objects.get().reason == Case.Reason.ENGINE_DOWN


def test_another_entry_follows_a_crisis_text(start, decision, engine_at, take_turns):
    logged, _ = start("Ich will nicht mehr leben. Wo kann ich Deutsch lernen?")

    take_turns(engine_at(lambda _: decision("life.german-course")), logged.conversation.pk)

    assert [message.content["entry"] for message in replies()] == ["safety.crisis", "life.german-course"]


def test_crisis_text_is_not_repeated_after_a_crash_behind_it(start, decision, engine_at, take_turns):
    logged, _ = start("Ich will nicht mehr leben")
    claim = leases.claim_next(logged.conversation.pk, "seat/test")
    turn._store_first(claim, Draft("answer", "de", [], entry="safety.crisis"))
    Message.objects.update(lease_until=None)

    take_turns(engine_at(lambda _: decision("safety.crisis")), logged.conversation.pk, holder="next/1")

    assert [message.content["entry"] for message in replies()] == ["safety.crisis"]


def test_button_is_answered_without_the_engine(start, free_port, take_turns):
    logged, _ = start("Deutsch lernen", choice="entry=life.german-course")

    take_turns(Engine((f"http://127.0.0.1:{free_port}",)), logged.conversation.pk)

    assert [message.content["entry"] for message in replies()] == ["life.german-course"]


def test_topic_button_offers_the_entries_of_its_category(start, free_port, take_turns):
    logged, _ = start("Alltag", choice="topic=life")

    take_turns(Engine((f"http://127.0.0.1:{free_port}",)), logged.conversation.pk)

    *entries, person = [button["kind"] for button in replies()[0].content["buttons"]]
    assert (set(entries), person) == ({"entry"}, "person")


def test_handoff_opens_one_case_with_question_language_and_time(start, engine_at, take_turns):
    logged, token = start("Bir insanla konuşmak istiyorum", language="tr")
    take_turns(engine_at(lambda _: {"kind": "handoff", "language": "tr", "reason": "asked"}), logged.conversation.pk)
    log.append(token, log.Incoming(uuid.uuid4(), "Kimse yok mu?"), "seat/test")

    take_turns(engine_at(lambda _: {"kind": "handoff", "language": "tr", "reason": "asked"}), logged.conversation.pk)

    case = Case.objects.get()
    assert (case.question, case.language, case.reason) == ("Bir insanla konuşmak istiyorum", "tr", "asked")
    assert case.created_at is not None
    assert Conversation.objects.get().mode == Conversation.Mode.WAITING
    assert replies()[0].text != replies()[1].text  # the second says that the message is with the team already


def test_question_is_kept_for_staff_when_the_engine_is_down(start, free_port, take_turns):
    logged, _ = start("xqzzvw")

    take_turns(Engine((f"http://127.0.0.1:{free_port}",)), logged.conversation.pk)

    assert kinds() == ["fallback"]
    assert Case.objects.get().reason == Case.Reason.ENGINE_DOWN


def test_assistant_is_silent_when_a_person_has_taken_over(start, decision, engine_at, take_turns):
    logged, _ = start()
    Conversation.objects.update(mode=Conversation.Mode.STAFF)

    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)

    assert replies() == []
    assert Message.objects.get().state == Message.State.DONE


def test_resident_sees_that_data_was_masked_and_why(start, decision, engine_at, take_turns):
    logged, _ = start("Meine Nummer ist 0176 12345678. Wo lerne ich Deutsch?")

    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)

    assert kinds() == ["notice", "answer"]
    assert "Telefonnummer" in replies()[0].text


def test_chosen_language_answers_the_question_that_was_open(start, decision, engine_at, take_turns):
    asked = []
    logged, token = start("Silav, alikarî", language=None)
    unsure = {"kind": "language", "language": "tr", "candidates": ["kmr", "tr"]}
    take_turns(engine_at(lambda _: unsure), logged.conversation.pk)
    log.append(token, log.Incoming(uuid.uuid4(), "Türkçe", "language=tr"), "seat/test")

    take_turns(engine_at(lambda body: asked.append(body) or decision("life.housing", "tr")), logged.conversation.pk)

    assert asked[0]["message"] == "Silav, alikarî"
    assert asked[0]["metadata"]["language"] == {"code": "tr", "from": "chosen"}
    assert Conversation.objects.get().language_from == "chosen"


def test_withdrawn_entry_behind_an_old_button_is_not_shown(start, free_port, take_turns):
    logged, _ = start("Altes", choice="entry=old.entry")

    take_turns(Engine((f"http://127.0.0.1:{free_port}",)), logged.conversation.pk)

    assert kinds() == ["fallback"]


def test_message_that_ends_its_process_each_time_is_given_up_with_an_apology(start, decision, engine_at, take_turns):
    logged, _ = start(holder="gone/1")
    Message.objects.update(lease_until=None, attempts=turn.MOST_ATTEMPTS)

    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)

    assert kinds() == ["fallback"]
    assert Case.objects.get().reason == Case.Reason.NO_ANSWER


def test_sweep_takes_up_what_a_dead_process_left_behind(start, decision, engine_at):
    start(holder="seat/dead")
    engine = engine_at(lambda _: decision())

    async def sweep():
        turns = turn.Turns(engine, Wakeup(), "seat", "seat/alive")
        sweeping = asyncio.create_task(turns.sweep())
        async with asyncio.timeout(10):
            while not await in_database(replies):
                await asyncio.sleep(0.02)
        sweeping.cancel()
        await engine.close()

    asyncio.run(sweep())

    assert kinds() == ["answer"]


def test_none_of_these_leads_to_topics_and_a_person(start, free_port, take_turns):
    logged, _ = start("Nichts davon", choice="none=")

    take_turns(Engine((f"http://127.0.0.1:{free_port}",)), logged.conversation.pk)

    assert kinds() == ["fallback"]
    assert replies()[0].content["buttons"][-1]["kind"] == "person"


def test_the_question_before_none_of_these_is_remembered_as_a_gap(start, decision, engine_at, take_turns):
    logged, token = start("Wo kann ich schwimmen lernen?")
    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)
    log.append(token, log.Incoming(uuid.uuid4(), "Nichts davon", choice="none="), "seat/test")

    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)

    assert {message.text: message.gap for message in Message.objects.filter(author="resident")} == {
        "Wo kann ich schwimmen lernen?": "none_of_these",
        "Nichts davon": "",
    }


def test_a_question_without_an_answer_is_remembered_as_a_gap(start, engine_at, take_turns):
    logged, _ = start("Wo kann ich schwimmen lernen?")

    take_turns(engine_at(lambda _: {"kind": "fallback", "language": "de"}), logged.conversation.pk)

    assert Message.objects.get(author="resident").gap == "fallback"


def test_an_answered_question_is_no_gap(start, decision, engine_at, take_turns):
    logged, _ = start()

    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)

    assert Message.objects.get(author="resident").gap == ""


def test_asking_for_another_language_shows_the_last_answer_again_in_it(start, decision, engine_at, take_turns):
    logged, token = start("Wo kann ich Deutsch lernen?")
    take_turns(engine_at(lambda _: decision()), logged.conversation.pk)
    log.append(token, log.Incoming(uuid.uuid4(), "und auf Arabisch?"), "seat/test")

    take_turns(engine_at(lambda _: {"kind": "switch", "language": "ar"}), logged.conversation.pk)

    assert kinds() == ["answer", "switch", "answer"]
    assert (replies()[-1].language, replies()[-1].content["entry"]) == ("ar", "life.german-course")


def test_retries_and_turns_do_not_wait_for_each_other(start, decision, engine_at, take_turns):
    """On PostgreSQL a retry that meets its message while the turn writes its answer was a deadlock."""
    logged, token = start("eins")
    incoming = log.Incoming(uuid.uuid4(), "zwei")
    stop = threading.Event()
    faults: list[Exception] = []

    def retry() -> None:
        while not stop.is_set():
            try:
                log.append(token, incoming, "seat/test")
            except Exception as error:
                faults.append(error)
        connection.close()

    threads = [threading.Thread(target=retry) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(30):
        log.append(token, log.Incoming(uuid.uuid4(), str(number)), "seat/test")
        Message.objects.filter(client_id=incoming.client_id).update(state="received", lease="", lease_until=None)
        Message.objects.filter(reply_to__client_id=incoming.client_id).delete()
        take_turns(engine_at(lambda _: decision()), logged.conversation.pk)
    stop.set()
    for thread in threads:
        thread.join()

    assert faults == []
    assert not Message.objects.filter(state="received").exists()
