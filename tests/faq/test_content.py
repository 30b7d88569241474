"""The content of the repository itself, in its temporary copy: complete, equal in all languages, within its limits."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from faq.crisis import fold
from faq.entries import is_stale
from faq.equality import differences
from faq.model import CATEGORIES, GERMAN, Content, Entry
from faq.slots import fill
from faq.store import load_content

ANSWERED = ("de", "en", "tr", "ar", "uk", "ru", "fa", "fr", "pl", "ro", "bg", "zh", "kmr", "ti")
# Understood, and answered in another language: questions alone, under `examples`.
UNDERSTOOD = ("it", "es", "nl", "pt", "el", "sq", "bs", "hu", "so", "am", "ps", "ckb", "ur", "hi", "vi", "ka")
EASY = "de-x-easy"
INSTITUTIONS = {  # what residents do not ask: schools, associations, offices and the press do
    *("offers.trainings", "offers.groups", "offers.diversity-concept", "offers.intercultural-opening"),
    *("offers.media-library", "offers.daycare-teams", "offers.schools-teachers", "offers.democracy-education"),
    *("offers.work-clubs-neighbourhood", "funding.projects", "funding.volunteers", "prize.diversity", "kim.what"),
    *("about.since-when", "about.teams", "about.city-diversity", "about.integration-concept", "about.committee"),
    "event.festival",
}
MAX_ANSWER = 4096  # characters of a Telegram message
MIN_QUESTIONS = 6
MIN_EXAMPLES = 2
MIN_EASY = 40  # entries
IN_OTHER_LETTERS = ("ar", "uk", "ru", "fa", "bg", "zh", "ti")

ENTRY_FILES = sorted(path.stem for path in Path(os.environ["KILOTSE_CONTENT"]).glob("entries/*.yml"))


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(Path(os.environ["KILOTSE_CONTENT"]))


@pytest.fixture
def entry(content: Content, request: pytest.FixtureRequest) -> Entry:
    return content.entries[request.param]


each_entry = pytest.mark.parametrize("entry", ENTRY_FILES, indirect=True)


def test_the_content_has_no_faults(content: Content):
    assert len(content.entries) == len(ENTRY_FILES) >= 81


def test_answers_about_violence_and_no_others_can_be_left_quickly(content: Content):
    quick = {entry.id for entry in content.entries.values() if entry.quick_exit}

    assert quick == {"safety.violence-women", "safety.violence-men", "safety.children-youth"}


def test_an_answer_that_advises_to_leave_quickly_has_a_quick_exit(content: Content):
    advised = {id for id, entry in content.entries.items() if "Seite schnell" in entry.wordings[GERMAN].answer}

    assert advised == {id for id, entry in content.entries.items() if entry.quick_exit}


def test_every_category_has_an_entry(content: Content):
    assert {entry.category for entry in content.entries.values()} == set(CATEGORIES)


def test_the_languages_are_the_answered_the_understood_and_easy_german(content: Content):
    assert sorted(content.languages) == sorted((*ANSWERED, *UNDERSTOOD, EASY))


@pytest.mark.parametrize("code", [*ANSWERED, *UNDERSTOOD, EASY])
def test_a_language_falls_back_to_one_that_is_answered(content: Content, code: str):
    assert content.chain(code)[-1] == GERMAN
    assert any(each in ANSWERED for each in content.chain(code)[:3])


@pytest.mark.parametrize("code", ["ar", "ckb", "fa", "ps", "ur"])
def test_a_language_in_arabic_script_is_written_from_right_to_left(content: Content, code: str):
    assert content.languages[code].direction == "rtl"


def test_other_languages_are_written_from_left_to_right(content: Content):
    assert {each.direction for each in content.languages.values() if each.script != "Arab"} == {"ltr"}


@each_entry
def test_an_entry_is_answered_in_every_language(entry: Entry):
    assert set(ANSWERED) <= set(entry.wordings)


@each_entry
def test_an_entry_has_enough_questions_in_every_language(entry: Entry):
    few = {code: len(entry.wordings[code].questions) for code in ANSWERED}

    assert min(few.values()) >= MIN_QUESTIONS, few


@each_entry
def test_an_entry_has_examples_in_the_languages_that_are_only_understood(entry: Entry):
    few = {code: len(entry.examples.get(code, ())) for code in UNDERSTOOD}

    assert entry.id in INSTITUTIONS or min(few.values()) >= MIN_EXAMPLES, few


@each_entry
def test_some_type_another_alphabet_in_latin_letters(entry: Entry):
    without = [code for code in IN_OTHER_LETTERS if not any(in_latin(each) for each in entry.wordings[code].questions)]

    assert without == []


def in_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(char) for char in letters)


def test_the_entries_that_residents_need_most_are_there_in_easy_german(content: Content):
    assert sum(EASY in entry.wordings for entry in content.entries.values()) >= MIN_EASY


@each_entry
def test_numbers_names_links_and_slots_are_the_same_in_all_languages(content: Content, entry: Entry):
    german = entry.wordings[GERMAN].answer
    names = content.places.names
    found = {
        code: differences(german, each.answer, names if code != EASY else ())  # easy German writes Wohn-Geld
        for code, each in entry.wordings.items()
    }

    assert {code: each for code, each in found.items() if each} == {}


@each_entry
def test_numbers_are_written_with_western_digits(entry: Entry):
    strange = {code: re.findall("[٠-٩۰-۹]", each.answer) for code, each in entry.wordings.items()}

    assert {code: found for code, found in strange.items() if found} == {}


@each_entry
def test_an_answer_fits_into_one_message(content: Content, entry: Entry):
    filled = {code: len(fill(content, each.answer, code)) for code, each in entry.wordings.items()}

    assert max(filled.values()) <= MAX_ANSWER, filled


@each_entry
def test_a_translation_says_what_the_german_answer_says_now(entry: Entry):
    assert [code for code in entry.wordings if is_stale(entry, code)] == []


@each_entry
def test_an_entry_names_its_sources_where_it_rests_on_facts(entry: Entry):
    assert bool(entry.sources) == bool(entry.facts)


@pytest.mark.parametrize("id", ["course.bamf-stop", "funding.volunteers", "event.festival", "prize.diversity"])
def test_an_entry_that_tells_what_will_pass_expires(content: Content, id: str):
    assert content.entries[id].valid_until is not None


@each_entry
def test_a_safety_entry_begins_with_its_numbers(entry: Entry):
    unlike = [code for code, each in entry.wordings.items() if "](tel:" not in each.answer.split("\n\n")[0]]

    assert entry.category != "safety" or unlike == []


def test_no_question_stands_twice_across_entries(content: Content):
    places: dict[str, set[str]] = {}
    for entry in content.entries.values():
        for _, text in entry.questions():
            places.setdefault(fold(text), set()).add(entry.id)

    assert {text: ids for text, ids in places.items() if len(ids) > 1} == {}


@each_entry
def test_no_question_stands_twice_in_a_language_of_an_entry(entry: Entry):
    counted = Counter((code, fold(text)) for code, text in entry.questions())

    assert [question for question, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("code", ANSWERED)
def test_the_assistants_texts_have_the_same_keys(content: Content, code: str):
    assert set(content.texts[code]) == set(content.texts[GERMAN])


@pytest.mark.parametrize("code", ANSWERED)
def test_the_office_and_every_contact_have_a_name(content: Content, code: str):
    assert code in content.places.office
    assert [contact.id for contact in content.contacts.values() if code not in contact.names] == []


def test_something_stands_in_for_unconfirmed_contacts(content: Content):
    assert [contact.id for contact in content.contacts.values() if contact.stand_in and contact.items]


# What an answer tells people to write here, and the entry that must understand it.
TOLD_TO_WRITE = {
    "offers.schools-teachers": "school.place-newcomers",
    "offers.trainings": "life.german-course",
    "offers.democracy-education": "counselling.discrimination",
    "contact.feedback": "contact.human",
    "counselling.overview": "contact.human",
}
QUOTED = re.compile(r"[„“«»\"”「『‹「]([^„“«»\"”」』›]{4,90})[“”»\"」』›]")


@pytest.mark.parametrize("code", ANSWERED)
@pytest.mark.parametrize(("told_by", "understood_by"), TOLD_TO_WRITE.items())
def test_what_an_answer_tells_people_to_write_is_a_question_of_that_entry(
    content: Content, code: str, told_by: str, understood_by: str
):
    quoted = {fold(each) for each in QUOTED.findall(content.entries[told_by].wordings[code].answer)}
    known = {fold(each) for each in content.entries[understood_by].wordings[code].questions}

    assert quoted & known, quoted


# Entries that residents' words fit alike: where one answer is wrong, the right one is a tap away.
CLOSE = [
    ("offers.diversity-concept", "offers.intercultural-opening"),
    ("offers.schools-teachers", "offers.media-library", "offers.democracy-education"),
    ("offers.overview", "about.what-is-ki", "about.who-for", "smalltalk.what-can-you-do"),
    ("funding.projects", "funding.volunteers"),
    ("counselling.overview", "counselling.migration-adults", "counselling.migration-youth", "kim.case-management"),
    ("contact.appointment", "contact.human", "contact.reach", "contact.hours"),
    ("counselling.languages", "counselling.interpreter", "access.languages"),
    ("counselling.cost-and-privacy", "privacy.chat"),
    ("counselling.official-letter", "counselling.asylum-law", "life.health"),
    ("school.place-newcomers", "school.process", "contact.bring-along"),
    ("life.german-course", "life.integration-course-cost", "course.bamf-stop"),
    ("life.benefits", "life.housing"),
    ("contact.feedback", "counselling.discrimination", "access.report-barrier"),
    ("safety.emergency", "safety.doctor-on-call"),
    ("safety.violence-women", "safety.violence-men"),
    ("safety.parents", "safety.children-youth", "safety.radicalisation"),
]


@pytest.mark.parametrize("group", CLOSE, ids=lambda group: group[0])
def test_entries_that_are_close_link_to_each_other_first(content: Content, group: tuple[str, ...]):
    """A resident sees three links."""
    far = {id: set(group) - {id} - set(content.entries[id].see_also[:3]) for id in group}

    assert {id: missing for id, missing in far.items() if missing} == {}
