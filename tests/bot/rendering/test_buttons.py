"""Buttons: only what we have signed is obeyed, and only what may be shown is offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.signing import Signer

from bot.rendering.buttons import (
    TOPICS,
    Button,
    category_buttons,
    entry_buttons,
    language_button,
    person_button,
    pressed,
    topic_buttons,
)
from bot.rendering.reply import Renderer

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)
HOUSING = Button("entry=life.housing", "Wohnen", "de").drawn()["id"]


@pytest.fixture
def renderer(content):
    """Build a renderer for a language, after these entries have expired."""

    def build(language="tr", expired=()):
        entries = {
            id: replace(entry, valid_until=YESTERDAY if id in expired else None)
            for id, entry in content.entries.items()
        }
        return Renderer(replace(content, entries=entries), language, TODAY)

    return build


@pytest.mark.parametrize("action", ["entry=life.housing", "topic=offers", "language=zh", "person=", "entry=a:b"])
def test_a_button_that_we_drew_means_its_action(action):
    assert pressed(Button(action, "Titel", "de").drawn()["id"]) == action


@pytest.mark.parametrize(
    "id",
    [
        "",
        ":",
        "entry=life.housing",
        "entry=life.housing:",
        "entry=safety.crisis:" + HOUSING.partition(":")[2],
        HOUSING + "x",
        HOUSING[:-1],
        " " + HOUSING,
        HOUSING.upper(),
        Signer(salt="other").sign("entry=life.housing"),
        Signer(salt="button", key="guessed").sign("entry=life.housing"),
        "مرحبا:مرحبا",
        "\ud800:x",
        "x:\udfff",
        "\x00:\x00",
        "x" * 100_000 + ":y",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_button_that_we_did_not_draw_means_nothing(id):
    assert pressed(id) is None


def test_clients_get_kind_title_and_language_of_a_button():
    drawn = Button("language=ar", "العربية", "ar").drawn()

    assert {**drawn, "id": None} == {"id": None, "kind": "language", "title": "العربية", "language": "ar"}


def test_an_entry_is_titled_in_the_readers_language(renderer, content):
    (button,) = entry_buttons(renderer("tr"), ["life.housing"])

    assert button == Button("entry=life.housing", content.entries["life.housing"].wordings["tr"].title, "tr")


def test_a_title_in_another_language_says_so(renderer, content):
    (button,) = entry_buttons(renderer("vi"), ["life.housing"])

    assert (button.title, button.language) == (content.entries["life.housing"].wordings["en"].title, "en")


def test_a_topic_offers_all_its_entries(renderer, content):
    found = {button.action for button in category_buttons(renderer(), "safety")}

    assert found == {f"entry={entry.id}" for entry in content.entries.values() if entry.category == "safety"}


def test_a_topic_does_not_offer_what_has_expired(renderer):
    found = {button.action for button in category_buttons(renderer(expired=["safety.crisis"]), "safety")}

    assert "entry=safety.crisis" not in found
    assert found


def test_an_unknown_topic_offers_nothing(renderer):
    assert category_buttons(renderer(), "geheim") == []


def test_a_topic_whose_entries_have_all_expired_is_not_offered(renderer, content):
    expired = [entry.id for entry in content.entries.values() if entry.category == "life"]

    actions = [button.action for button in topic_buttons(renderer(expired=expired))]

    assert "topic=life" not in actions
    assert "topic=safety" in actions


def test_topics_come_in_one_order_and_small_talk_is_none(renderer):
    actions = [button.action.removeprefix("topic=") for button in topic_buttons(renderer())]

    assert actions == [topic for topic in TOPICS if topic in actions]
    assert "smalltalk" not in actions


def test_topics_and_the_person_speak_the_readers_language(renderer, content):
    buttons = [*topic_buttons(renderer("tr")), person_button(renderer("tr"))]

    assert {button.language for button in buttons} == {"tr"}
    assert buttons[-1] == Button("person=", content.texts["tr"]["talk_to_person"], "tr")


def test_a_language_is_offered_by_its_own_name(content):
    assert language_button(content, "ckb") == Button("language=ckb", content.languages["ckb"].autonym, "ckb")
