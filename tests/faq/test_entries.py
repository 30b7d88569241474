"""Entry files: what is read from them, and which are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from faq.entries import answer_hash, is_stale
from faq.model import Content, Source

Edit = Callable[[str, str, str], int]
Faults = Callable[[], list[str]]
Load = Callable[[], Content]

ENTRY = "entries/school.change.yml"
SAFETY = "entries/safety.crisis.yml"


def test_an_entry_is_read_whole(load: Load):
    entry = load().entries["school.change"]

    assert (entry.id, entry.category, entry.see_also) == ("school.change", "counselling", ("safety.crisis",))
    assert entry.sources == (Source("https://www.musterstadt.example/schule", date(2026, 11, 20)),)
    assert (entry.valid_until, entry.facts, entry.refer_to) == (date(2026, 12, 31), ("SC-01",), "ki-staff")
    assert list(entry.wordings) == ["de", "tr"]
    assert entry.examples == {"ar": ("هل يمكن لطفلي تغيير المدرسة؟",)}


def test_a_wording_is_read_whole(load: Load):
    wording = load().entries["school.change"].wordings["de"]

    assert (wording.language, wording.title, wording.checked) == ("de", "Schule wechseln", date(2026, 11, 20))
    assert wording.questions == ("Kann mein Kind die Schule wechseln?", "schulwechsel")
    assert wording.answer == "Fragen Sie zuerst die Schule. Das Team hilft Ihnen: {ki-staff}"


@pytest.mark.parametrize(("id", "intent"), [("school.change", "counselling"), ("safety.crisis", "in_danger")])
def test_the_intent_is_the_category_unless_the_file_says_otherwise(load: Load, id: str, intent: str):
    assert load().entries[id].intent == intent


@pytest.mark.parametrize("blank", ["", "''", "'  '", "null", "|\n\n"])
def test_a_blank_answer_is_refused_with_its_line(edit: Edit, faults: Faults, blank: str):
    line = edit(ENTRY, '"Önce okula sorun. Ekip size yardım eder: {ki-staff}"', blank)
    found = faults()

    assert len(found) == 1
    # A line with nothing on it is as good as no line: the fault is then at the wording's name.
    assert found[0] in (
        f"content/{ENTRY}:{line}: `answer` is empty. Write a text, or remove the line.",
        f'content/{ENTRY}:{line - 4}: "tr" has no `answer`. Add `answer:` under it.',
    )


def test_a_missing_answer_is_refused_at_the_wording(edit: Edit, faults: Faults):
    line = edit(ENTRY, '\n    answer: "Önce okula sorun. Ekip size yardım eder: {ki-staff}"', "")

    assert faults() == [f'content/{ENTRY}:{line - 3}: "tr" has no `answer`. Add `answer:` under it.']


@pytest.mark.parametrize("key", ["title", "questions", "answer"])
def test_a_wording_needs_each_of_its_parts(edit: Edit, faults: Faults, key: str):
    lines = {
        "title": "    title: مساعدة\n",
        "questions": "    questions: [لم أعد أحتمل]\n",
        "answer": '    answer: "اتصلوا: [112](tel:112)"\n',
    }
    edit(SAFETY, lines[key], "")

    assert faults() == [f'content/{SAFETY}:9: "ar" has no `{key}`. Add `{key}:` under it.']


def test_an_unknown_key_of_the_entry_is_refused_with_its_line(edit: Edit, faults: Faults):
    line = edit(ENTRY, "facts: [SC-01]", "fakten: [SC-01]")

    assert faults() == [
        f"content/{ENTRY}:{line}: The entry has no key `fakten`. "
        "Keys: id, category, intent, valid_until, refer_to, says_no, quick_exit, wordings, examples, see_also, sources, "
        "facts."
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "    checked: 2026",
            "    geprueft: 2026",
            '"de" has no key `geprueft`. Keys: title, answer, questions, checked, of.',
        ),
        ("seen: 2026-11-20}", "seen: 2026-11-20, by: x}", "A source has no key `by`. Keys: url, seen."),
    ],
)
def test_an_unknown_key_further_down_is_refused(edit: Edit, faults: Faults, old: str, new: str, fault: str):
    line = edit(ENTRY, old, new)

    assert faults() == [f"content/{ENTRY}:{line}: {fault}"]


def test_an_entry_without_german_is_refused(edit: Edit, faults: Faults):
    line = edit(SAFETY, "  de:\n", "  en:\n")

    assert (
        f'content/{SAFETY}:{line - 1}: The entry has no German wording. Add "de" under `wordings:`; it is the original.'
        in faults()
    )


def test_a_translation_without_of_is_refused_and_the_hash_named(edit: Edit, faults: Faults):
    line = edit(ENTRY, "    of: a00aab928cdc\n", "")

    assert faults() == [
        f'content/{ENTRY}:{line - 2}: "tr" has no `of`. '
        'If it says what the German answer says now, add `of: "a00aab928cdc"` under it.'
    ]


def test_a_hash_of_digits_alone_needs_quotes(edit: Edit, faults: Faults):
    line = edit(ENTRY, "of: a00aab928cdc", "of: 100200300400")

    assert f"content/{ENTRY}:{line}: `of` is not a text but 100200300400. Put it in quotes." in faults()


@pytest.mark.parametrize("id", ["school.other", "School.change", "school"])
def test_the_id_is_the_name_of_the_file(edit: Edit, faults: Faults, id: str):
    edit(ENTRY, "id: school.change", f"id: {id}")

    assert (
        f"content/{ENTRY}:1: `id` is {id}, but the file is called school.change.yml. "
        "Give both the same name, like life.housing."
    ) in faults()


def test_an_entry_has_a_quick_exit_only_where_its_file_says_so(edit: Edit, load: Load):
    edit(SAFETY, "intent: in_danger", "intent: in_danger\nquick_exit: true")

    entries = load().entries

    assert (entries["safety.crisis"].quick_exit, entries["school.change"].quick_exit) == (True, False)


@pytest.mark.parametrize("key", ["says_no", "quick_exit"])
@pytest.mark.parametrize("value", ["yes", "1", "[true]"])
def test_a_flag_is_true_or_false(edit: Edit, faults: Faults, key: str, value: str):
    line = edit(SAFETY, "intent: in_danger", f"intent: in_danger\n{key}: {value}")

    assert faults() == [f"content/{SAFETY}:{line + 1}: `{key}` is neither true nor false. Write one of them."]


def test_an_unknown_category_is_refused_with_the_choices(edit: Edit, faults: Faults):
    line = edit(ENTRY, "category: counselling", "category: school")

    assert faults() == [
        f"content/{ENTRY}:{line}: `category` is school. "
        "Choose one of: offers, counselling, contact, about, life, safety, access, smalltalk."
    ]


@pytest.mark.parametrize(
    "url", ["www.aachen.de", "https://aachen", "https://aachen.de/…", "ftp://aachen.de", "https://a b.de"]
)
def test_a_source_that_is_no_link_is_refused(edit: Edit, faults: Faults, url: str):
    edit(ENTRY, "https://www.musterstadt.example/schule", url)

    assert [fault.split(": ", 1)[1] for fault in faults()] == [
        f"`url` is {url}, which is no link. Write the whole address, beginning with https://."
    ]


def test_a_source_needs_the_day_it_was_seen(edit: Edit, faults: Faults):
    edit(ENTRY, ", seen: 2026-11-20", "")

    assert [fault.split(": ", 1)[1] for fault in faults()] == ["A source has no `seen`. Add `seen:` under it."]


@pytest.mark.parametrize(("characters", "count"), [(60, 0), (61, 1)])
def test_a_title_fits_on_a_button(edit: Edit, faults: Faults, characters: int, count: int):
    edit(ENTRY, "title: Schule wechseln", f"title: {'ü' * characters}")

    assert len(faults()) == count


def test_questions_of_a_language_stand_in_one_place(edit: Edit, faults: Faults):
    line = edit(ENTRY, "  ar: [هل", "  tr: [هل")

    assert faults() == [
        f'content/{ENTRY}:{line}: "tr" has a wording and stands under `examples` too. Move its questions to the wording.'
    ]


def test_a_question_that_yaml_reads_as_something_else_is_refused(edit: Edit, faults: Faults):
    line = edit(ENTRY, "schulwechsel]", "12:30]")

    assert faults() == [f"content/{ENTRY}:{line}: `questions` is not a text but 12:30. Put it in quotes."]


def test_norwegian_needs_quotes(edit: Edit, faults: Faults):
    line = edit(ENTRY, "  ar: [هل", "  no: [هل")

    assert faults() == [f"content/{ENTRY}:{line}: `key` is not a text but no. Put it in quotes."]


def test_what_rasa_would_expand_is_refused_in_an_answer(edit: Edit, faults: Faults):
    line = edit(ENTRY, "Önce okula sorun.", "Önce ${HOME}.")

    assert (
        f"content/{ENTRY}:{line}: `answer` contains `${{`. Remove it: Rasa would read it as a setting of the machine."
    ) in faults()


def test_the_hash_changes_with_the_german_words_but_not_with_their_line_breaks():
    assert answer_hash("Fragen Sie\nzuerst  die Schule.") == answer_hash("Fragen Sie zuerst die Schule.")
    assert answer_hash("Fragen Sie zuerst die Schule!") != answer_hash("Fragen Sie zuerst die Schule.")


def test_a_translation_is_stale_once_the_german_answer_has_changed(edit: Edit, load: Load):
    before = load().entries["school.change"]
    edit(ENTRY, "Fragen Sie zuerst die Schule.", "Fragen Sie zuerst das Schulamt.")
    after = load().entries["school.change"]

    assert not is_stale(before, "tr")
    assert is_stale(after, "tr")


def test_german_is_never_stale(edit: Edit, load: Load):
    edit(ENTRY, "Fragen Sie zuerst die Schule.", "Fragen Sie zuerst das Schulamt.")

    assert not is_stale(load().entries["school.change"], "de")
