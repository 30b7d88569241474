"""The store: a whole directory as one state, or all its faults at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from faq.faults import FaqError
from faq.model import Content
from faq.store import content_files, load_content

Edit = Callable[[str, str, str], int]
Faults = Callable[[], list[str]]
Load = Callable[[], Content]

ENTRY = "entries/school.change.yml"


def test_a_directory_without_faults_is_one_state(load: Load):
    content = load()

    assert list(content.entries) == ["safety.crisis", "school.change"]
    assert list(content.languages) == ["de", "en", "tr", "ar", "ckb"]
    assert list(content.texts) == ["de", "tr"]


def test_the_state_cannot_be_changed(load: Load):
    content = load()

    with pytest.raises(FrozenInstanceError):
        content.entries["school.change"].category = "life"  # type: ignore[misc]


def test_all_faults_of_all_files_come_at_once_a_line_each_in_order(edit: Edit, faults: Faults, directory: Path):
    kind = edit("contacts.yml", "kind: email", "kind: fax")
    category = edit(ENTRY, "category: counselling", "category: school")
    facts = edit(ENTRY, "facts: [SC-01]", "fakten: [SC-01]")
    edit("texts/tr.yml", "source: Kaynak\n", "")
    (directory / "entries/safety.crisis.yml").write_bytes(b"title: \xff")
    places = [line.split(": ", 1)[0] for line in faults()]

    assert {
        f"content/contacts.yml:{kind}",
        "content/entries/safety.crisis.yml:1",
        f"content/{ENTRY}:{category}",
        f"content/{ENTRY}:{facts}",
        "content/texts/tr.yml:1",
    } <= set(places)
    assert places == sorted(places)


def test_each_fault_has_a_place_and_a_remedy(edit: Edit, directory: Path):
    edit(ENTRY, "category: counselling", "category: school")

    with pytest.raises(FaqError) as error:
        load_content(directory)

    (fault,) = error.value.faults
    assert (fault.file, fault.line) == (f"content/{ENTRY}", 2)
    assert "Choose one of" in fault.text


def test_a_directory_that_is_not_there_is_told_with_its_setting(tmp_path: Path):
    with pytest.raises(FaqError, match=r"none:1: There is no such directory\. Set KILOTSE_CONTENT to the content\."):
        load_content(tmp_path / "none")


@pytest.mark.parametrize("name", ["languages.yml", "places.yml", "contacts.yml"])
def test_a_missing_file_is_a_fault(directory: Path, faults: Faults, name: str):
    (directory / name).unlink()

    assert f"content/{name}:1: The file cannot be read (No such file or directory). Check that it exists." in faults()


def test_a_file_that_the_machine_refuses_to_read_is_a_fault_like_any_other(directory: Path, faults: Faults):
    (directory / "entries/life.memory.yml").symlink_to("/proc/self/mem")  # opens, and fails when it is read

    assert (
        "content/entries/life.memory.yml:1: The file cannot be read (Input/output error). Check that it exists."
        in faults()
    )


@pytest.mark.parametrize("slot", ["ki-team", "KI-Staff", "ki_staff", " ki-staff ", ""])
def test_a_slot_that_does_not_exist_is_refused_with_those_that_do(edit: Edit, faults: Faults, slot: str):
    line = edit(ENTRY, "yardım eder: {ki-staff}", f"yardım eder: {{{slot}}}")

    assert faults() == [
        f'content/{ENTRY}:{line}: The answer "tr" has the slot {{{slot}}}. Slots: ki-staff, switchboard, ki-page.'
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("refer_to: ki-staff", "refer_to: ki-team", "`refer_to` is ki-team. Choose one of: ki-staff, switchboard, ki-page."),
        ("[safety.crisis]", "[safety.other]", "`see_also` names safety.other, which is no entry. Correct or remove it."),
        ("  ar: [هل", "  xx: [هل", '"xx" is not in languages.yml. Add it there, or correct the code.'),
        ("  tr:\n", "  xx:\n", '"xx" is not in languages.yml. Add it there, or correct the code.'),
    ],
)  # fmt: skip
def test_what_an_entry_names_must_exist(edit: Edit, faults: Faults, old: str, new: str, fault: str):
    line = edit(ENTRY, old, new)

    assert faults() == [f"content/{ENTRY}:{line}: {fault}"]


def test_texts_in_a_language_that_is_not_listed_are_refused(directory: Path, faults: Faults):
    (directory / "texts/tr.yml").rename(directory / "texts/nl.yml")

    assert faults() == ['content/texts/nl.yml:1: "nl" is not in languages.yml. Add it there, or rename the file.']


def test_other_files_beside_the_content_are_left_alone(directory: Path, faults: Faults):
    (directory / "notes.txt").write_text("${", encoding="utf-8")
    (directory / "entries/.school.change.yml.new").write_text("half", encoding="utf-8")

    assert faults() == []


def test_the_files_of_the_content_come_in_a_stable_order(directory: Path):
    names = [str(path.relative_to(directory)) for path in content_files(directory)]

    assert names == [
        "languages.yml",
        "places.yml",
        "contacts.yml",
        "entries/safety.crisis.yml",
        "entries/school.change.yml",
        "texts/de.yml",
        "texts/tr.yml",
        "crisis/de.yml",
    ]


def test_the_hashes_stay_while_the_files_stay(load: Load):
    first, second = load(), load()

    assert (first.hash, first.training_hash) == (second.hash, second.training_hash)
    assert len(first.hash) == 16


@pytest.mark.parametrize(
    ("name", "old", "new", "trains"),
    [
        (ENTRY, "zuerst die Schule.", "zuerst das Schulamt.", False),
        (ENTRY, "title: Schule wechseln", "title: Schulwechsel", False),
        (ENTRY, "refer_to: ki-staff", "refer_to: ki-staff\nquick_exit: true", False),
        ("texts/tr.yml", "Kaynak", "Kaynağı", False),
        ("contacts.yml", "432-0", "432-9", False),
        (ENTRY, "schulwechsel", "schule wechseln", True),
        (ENTRY, "category: counselling", "category: life", True),
        ("entries/safety.crisis.yml", "in_danger", "danger", True),
        ("languages.yml", "[turkish]", "[turkish, türkisch]", True),
    ],
)
def test_the_training_hash_changes_only_with_what_training_reads(
    edit: Edit, load: Load, name: str, old: str, new: str, trains: bool
):
    before = load()
    edit(name, old, new)
    after = load()

    assert after.hash != before.hash
    assert (after.training_hash != before.training_hash) is trains


def test_an_entry_that_is_added_changes_both_hashes(directory: Path, load: Load):
    before = load()
    text = (directory / "entries/safety.crisis.yml").read_text(encoding="utf-8")
    (directory / "entries/safety.second.yml").write_text(text.replace("safety.crisis", "safety.second"), "utf-8")
    after = load()

    assert after.hash != before.hash
    assert after.training_hash != before.training_hash


def test_a_file_that_is_no_yaml_makes_no_fault_elsewhere(edit: Edit, faults: Faults):
    edit("texts/de.yml", "source: Quelle", "source: 'Quelle")

    assert [each.split(":", 1)[0] for each in faults()] == ["content/texts/de.yml"]


def test_content_without_a_contact_that_stands_in_is_refused(faults: Faults, directory: Path):
    path = directory / "contacts.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("  stand_in: true\n", ""), encoding="utf-8")

    assert "No contact stands in" in faults()[0]


def test_content_without_crisis_rules_is_refused(faults: Faults, directory: Path):
    (directory / "crisis/de.yml").write_text("rules: []\n", encoding="utf-8")

    assert faults() == [
        "content/crisis:1: There is no crisis rule. Danger to life would go unnoticed: restore the rules."
    ]


def test_a_wording_without_example_questions_is_refused(faults: Faults, directory: Path):
    path = directory / ENTRY
    path.write_text(path.read_text(encoding="utf-8").replace("questions: [", "questions: [] # ", 1), encoding="utf-8")

    assert any("has no example question" in each for each in faults())


def test_who_answers_nobody_may_leave_the_crisis_rules_unread(directory: Path):
    content = load_content(directory, crisis=False)

    assert content.crisis == ()
    assert content.hash == load_content(directory).hash
