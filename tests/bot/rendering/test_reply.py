"""From a judgement to the messages a resident reads, with the real content."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.judgement import Judgement
from bot.rendering.buttons import pressed
from bot.rendering.reply import Renderer
from faq.model import Source

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)
CHECKED = date(2026, 11, 20)
HOUSING = "life.housing"


@pytest.fixture
def changed(content):
    """The content with some fields of an entry, and of its wording in `language`, replaced."""

    def change(entry_id=HOUSING, language="de", wording=None, **fields):
        entry = content.entries[entry_id]
        wordings = {**entry.wordings, language: replace(entry.wordings[language], **(wording or {}))}
        return replace(content, entries={**content.entries, entry_id: replace(entry, wordings=wordings, **fields)})

    return change


def notes(content, language):
    return Renderer(content, language, TODAY).answer(HOUSING).notes


def actions(draft):
    return [button.action for button in draft.buttons]


def test_an_answer_is_the_wording_in_the_readers_language(changed):
    content = changed(language="tr", wording={"answer": "Kira için **büro**."})

    draft = Renderer(content, "tr", TODAY).answer(HOUSING)

    assert (draft.kind, draft.entry, draft.language, draft.text) == ("answer", HOUSING, "tr", "Kira için büro.")


def test_no_answer_shows_an_unfilled_slot_or_leftover_markup(content):
    drafts = [Renderer(content, code, TODAY).answer(id) for code in content.languages for id in content.entries]

    assert [(draft.entry, draft.language) for draft in drafts if set("{}[]*") & set(draft.text)] == []


def test_a_contact_is_linked_under_what_it_shows(changed):
    content = changed(wording={"answer": "{switchboard}"})

    draft = Renderer(content, "de", TODAY).answer(HOUSING)

    assert draft.blocks[0]["children"][1] == {"type": "link", "text": "0241 432-0", "href": "tel:+492414320"}


def test_german_is_the_original_and_no_machine_translation(content):
    assert notes(content, "de") == ["Noch nicht vom Team geprüft. Stand: 22.11.2026"]


def test_a_translation_that_nobody_checked_is_called_one(content):
    assert notes(content, "tr") == [
        content.texts["tr"]["machine_translation"],
        content.texts["tr"]["not_checked"].replace("{date}", "22 Kas 2026"),
    ]


def test_a_checked_translation_says_when_and_is_no_machines(changed):
    content = changed(language="tr", wording={"checked": CHECKED})

    assert notes(content, "tr") == [content.texts["tr"]["checked_on"].replace("{date}", "20 Kas 2026")]


def test_a_checked_original_says_when(changed):
    assert notes(changed(wording={"checked": CHECKED}), "de") == ["Geprüft am 20.11.2026"]


def test_a_translation_of_an_older_original_says_so(changed):
    content = changed(wording={"answer": "Es gilt etwas Neues."})

    assert content.texts["tr"]["stale"] in notes(content, "tr")
    assert content.texts["de"]["stale"] not in notes(content, "de")


def test_a_translation_of_this_original_is_not_stale(content):
    assert content.texts["tr"]["stale"] not in notes(content, "tr")


def test_a_reader_without_a_wording_gets_another_language_and_is_told(content):
    draft = Renderer(content, "it", TODAY).answer(HOUSING)

    assert draft.language == "en"
    assert draft.notes[0] == content.texts["en"]["other_language"]


def test_a_reader_with_a_wording_is_not_told_of_another_language(content):
    assert content.texts["tr"]["other_language"] not in notes(content, "tr")


def test_a_fallback_language_speaks_in_wordings_and_notes(content):
    draft = Renderer(content, "ckb", TODAY).answer(HOUSING)

    assert (draft.language, draft.notes[0]) == ("ar", content.texts["ar"]["other_language"])


def test_easy_german_is_read_with_its_own_notes_and_days_as_in_german(content):
    draft = Renderer(content, "de-x-easy", TODAY).answer(HOUSING)

    assert draft.language == "de-x-easy"
    assert draft.notes[0] == content.texts["de-x-easy"]["machine_translation"]
    assert draft.sources[0]["seen"] == "22.11.2026"


def test_an_entry_without_sources_has_no_date_to_speak_of(changed):
    assert notes(changed(sources=()), "de") == []


def test_the_youngest_source_dates_an_entry(changed):
    sources = (Source("https://a.de", date(2026, 1, 2)), Source("https://b.de", date(2026, 3, 4)))

    assert notes(changed(sources=sources), "de") == ["Noch nicht vom Team geprüft. Stand: 04.03.2026"]


def test_sources_carry_their_day_as_readers_write_it(changed):
    draft = Renderer(changed(sources=(Source("https://a.de", CHECKED),)), "fa", TODAY).answer(HOUSING)

    assert draft.sources == [{"url": "https://a.de", "seen": "20 نوامبر 2026"}]


def test_every_language_of_the_list_can_write_a_date(content):
    everywhere = replace(content, texts={code: content.texts["de"] for code in content.languages})

    drafts = [Renderer(everywhere, code, TODAY).answer(HOUSING) for code in content.languages]

    assert all("2026" in draft.sources[0]["seen"] for draft in drafts)


def test_only_an_answer_with_a_quick_exit_can_be_left_quickly(changed):
    left, plain = (Renderer(changed(quick_exit=each), "tr", TODAY).answer(HOUSING).stored() for each in (True, False))

    assert left["leave"] is True
    assert "leave" not in plain


def test_related_entries_are_offered_with_a_title(changed):
    draft = Renderer(changed(see_also=("life.german-course", "contact.human")), "tr", TODAY).answer(HOUSING)

    assert actions(draft) == ["entry=life.german-course", "entry=contact.human"]
    assert draft.buttons_title == Renderer(changed(), "tr", TODAY).text("see_also")


def test_a_related_entry_that_has_expired_is_left_out(content):
    neighbours = content.entries[HOUSING].see_also
    gone = {neighbours[0]: replace(content.entries[neighbours[0]], valid_until=YESTERDAY)}

    draft = Renderer(replace(content, entries={**content.entries, **gone}), "de", TODAY).answer(HOUSING)

    assert actions(draft) == [f"entry={id}" for id in neighbours[1:]]


def test_a_related_entry_counts_on_its_last_day(content):
    neighbours = content.entries[HOUSING].see_also
    last = {neighbours[0]: replace(content.entries[neighbours[0]], valid_until=TODAY)}

    draft = Renderer(replace(content, entries={**content.entries, **last}), "de", TODAY).answer(HOUSING)

    assert f"entry={neighbours[0]}" in actions(draft)


def test_nothing_related_has_no_title(changed):
    draft = Renderer(changed(see_also=()), "de", TODAY).answer(HOUSING)

    assert (draft.buttons, draft.buttons_title) == ([], "")


def test_three_related_entries_are_enough(changed, content):
    draft = Renderer(changed(see_also=tuple(content.entries)[:5]), "de", TODAY).answer(HOUSING)

    assert len(draft.buttons) == 3


def test_two_answers_are_two_messages(content):
    drafts = Renderer(content, "uk", TODAY).judged(Judgement("answer", "uk", (HOUSING, "life.german-course")))

    assert [draft.entry for draft in drafts] == [HOUSING, "life.german-course"]


@pytest.mark.parametrize(
    ("judgement", "kind", "key", "offered"),
    [
        (Judgement("handoff", "tr", reason="asked"), "handoff", "handoff_asked", []),
        (Judgement("handoff", "tr", reason="no_answer"), "handoff", "handoff_no_answer", []),
        (Judgement("language", "tr", candidates=("tr", "kmr")), "language", "language_question", ["language=tr", "language=kmr"]),
        (Judgement("clarify", "tr", (HOUSING, "contact.reach")), "clarify", "clarify", ["entry=life.housing", "entry=contact.reach", "none=", "person="]),
        (Judgement("clarify", "tr", (HOUSING, "contact.reach"), plain_search=True), "clarify", "engine_down", ["entry=life.housing", "entry=contact.reach", "none=", "person="]),
    ],
)  # fmt: skip
def test_each_judgement_has_its_words_and_buttons(content, judgement, kind, key, offered):
    renderer = Renderer(content, "tr", TODAY)

    (draft,) = renderer.judged(judgement)

    assert (draft.kind, draft.text, actions(draft)) == (kind, renderer.says(kind, key).text, offered)


@pytest.mark.parametrize(("plain_search", "key"), [(False, "fallback"), (True, "engine_down_none")])
def test_without_an_answer_topics_and_a_person_are_offered(content, plain_search, key):
    renderer = Renderer(content, "ar", TODAY)

    (draft,) = renderer.judged(Judgement("fallback", "ar", plain_search=plain_search))

    assert draft.text == renderer.says("fallback", key).text
    assert "topic=offers" in actions(draft)
    assert actions(draft)[-1] == "person="


def test_a_topic_is_answered_with_its_entries(content):
    (draft,) = Renderer(content, "de", TODAY).judged(Judgement("topic", "de", topic="life"))

    assert set(actions(draft)) - {"person="} == {
        f"entry={entry.id}" for entry in content.entries.values() if entry.category == "life"
    }


def test_a_changed_language_is_confirmed_in_it(content):
    (draft,) = Renderer(content, "fr", TODAY).judged(Judgement("switch", "fr"))

    assert (draft.kind, draft.language, draft.text) == ("switch", "fr", content.texts["fr"]["language_switched"])


def test_an_answer_of_the_plain_search_is_announced(content):
    drafts = Renderer(content, "ru", TODAY).judged(Judgement("answer", "ru", (HOUSING,), plain_search=True))

    assert [(draft.kind, draft.text) for draft in drafts][0] == ("notice", content.texts["ru"]["engine_down"])
    assert drafts[1].entry == HOUSING


def test_values_fill_a_text_and_are_no_markup_of_their_own(content):
    draft = Renderer(content, "de", TODAY).says("notice", "masked", kinds="{office}")

    assert "{office}" in draft.text


def test_what_is_stored_is_json_and_its_buttons_are_obeyed(content):
    draft = Renderer(content, "fa", TODAY).answer(HOUSING)

    stored = json.loads(json.dumps(draft.stored()))

    assert [pressed(button["id"]) for button in stored["buttons"]] == actions(draft)
    assert stored["blocks"] == draft.blocks
