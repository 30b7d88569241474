"""The living content follows the seed, and what staff changed stays theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.living import RECORD, follow_seed
from faq.store import load_content

ENTRY = "entries/school.change.yml"
OTHER = "entries/safety.crisis.yml"


@pytest.fixture
def living(tmp_path: Path) -> Path:
    """Where the living content goes; not there yet."""
    return tmp_path / "var" / "content"


@pytest.fixture
def followed(directory: Path, living: Path) -> Path:
    """A living copy of the seed, which is `directory`."""
    follow_seed(directory, living)
    return living


def append(path: Path, text: str) -> bytes:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return path.read_bytes()


def test_the_first_start_copies_the_whole_seed(directory: Path, living: Path):
    result = follow_seed(directory, living)

    assert len(result.copied) == 8
    assert (result.removed, result.kept) == ([], [])
    assert load_content(living).hash == load_content(directory).hash


def test_only_content_is_copied(directory: Path, living: Path):
    (directory / "store.py").write_text("", encoding="utf-8")
    (directory / "contract.json").write_text("{}", encoding="utf-8")
    follow_seed(directory, living)

    assert [path.name for path in living.rglob("*") if path.is_file() and path.suffix != ".yml"] == [RECORD]


def test_a_start_without_news_touches_nothing(directory: Path, followed: Path):
    before = {path: path.stat().st_mtime_ns for path in followed.rglob("*.yml")}
    result = follow_seed(directory, followed)

    assert (result.copied, result.removed, result.kept) == ([], [], [])
    assert {path: path.stat().st_mtime_ns for path in followed.rglob("*.yml")} == before


def test_a_new_file_of_the_seed_comes_in(directory: Path, followed: Path):
    text = (directory / OTHER).read_text(encoding="utf-8")
    (directory / "entries/safety.new.yml").write_text(text, encoding="utf-8")
    result = follow_seed(directory, followed)

    assert result.copied == ["entries/safety.new.yml"]
    assert (followed / "entries/safety.new.yml").read_text(encoding="utf-8") == text


def test_a_file_that_nobody_changed_here_follows_the_seed(directory: Path, followed: Path):
    new = append(directory / ENTRY, "# new\n")
    result = follow_seed(directory, followed)

    assert result.copied == [ENTRY]
    assert (followed / ENTRY).read_bytes() == new


def test_a_file_follows_the_seed_again_and_again(directory: Path, followed: Path):
    for round in range(3):
        new = append(directory / ENTRY, f"# {round}\n")
        follow_seed(directory, followed)

        assert (followed / ENTRY).read_bytes() == new


def test_a_file_changed_here_stays_and_is_no_news_while_the_seed_stays(directory: Path, followed: Path):
    ours = append(followed / ENTRY, "# ours\n")
    result = follow_seed(directory, followed)

    assert (result.copied, result.removed, result.kept) == ([], [], [])
    assert (followed / ENTRY).read_bytes() == ours


def test_a_file_changed_on_both_sides_stays_and_is_listed_until_somebody_acts(directory: Path, followed: Path):
    ours = append(followed / ENTRY, "# ours\n")
    append(directory / ENTRY, "# theirs\n")
    first, second = follow_seed(directory, followed), follow_seed(directory, followed)

    assert (first.kept, second.kept) == ([ENTRY], [ENTRY])
    assert (first.copied, second.copied) == ([], [])
    assert (followed / ENTRY).read_bytes() == ours


def test_a_file_follows_again_once_it_has_taken_the_seeds_state(directory: Path, followed: Path):
    append(followed / ENTRY, "# ours\n")
    append(directory / ENTRY, "# theirs\n")
    follow_seed(directory, followed)
    (followed / ENTRY).write_bytes((directory / ENTRY).read_bytes())
    follow_seed(directory, followed)
    new = append(directory / ENTRY, "# newer\n")

    assert follow_seed(directory, followed).copied == [ENTRY]
    assert (followed / ENTRY).read_bytes() == new


def test_the_same_change_on_both_sides_is_no_conflict(directory: Path, followed: Path):
    append(followed / ENTRY, "# same\n")
    append(directory / ENTRY, "# same\n")

    assert follow_seed(directory, followed).kept == []


def test_a_file_removed_here_does_not_come_back(directory: Path, followed: Path):
    (followed / ENTRY).unlink()
    result = follow_seed(directory, followed)

    assert (result.copied, result.kept) == ([], [])
    assert not (followed / ENTRY).exists()


def test_a_file_removed_here_is_listed_when_the_seed_changes(directory: Path, followed: Path):
    (followed / ENTRY).unlink()
    append(directory / ENTRY, "# theirs\n")

    assert follow_seed(directory, followed).kept == [ENTRY]
    assert not (followed / ENTRY).exists()


def test_a_file_removed_in_the_seed_goes_here_too(directory: Path, followed: Path):
    (directory / ENTRY).unlink()
    result = follow_seed(directory, followed)

    assert result.removed == [ENTRY]
    assert not (followed / ENTRY).exists()


def test_a_file_removed_in_the_seed_stays_where_it_was_changed_here(directory: Path, followed: Path):
    ours = append(followed / ENTRY, "# ours\n")
    (directory / ENTRY).unlink()

    assert follow_seed(directory, followed).removed == []
    assert (followed / ENTRY).read_bytes() == ours


def test_a_file_made_here_stays_whatever_the_seed_does(directory: Path, followed: Path):
    made = followed / "entries/life.ours.yml"
    made.write_text("ours", encoding="utf-8")
    first = follow_seed(directory, followed)
    (directory / "entries/life.ours.yml").write_text("theirs", encoding="utf-8")
    second = follow_seed(directory, followed)

    assert (first.removed, first.kept, second.kept) == ([], [], ["entries/life.ours.yml"])
    assert made.read_text(encoding="utf-8") == "ours"


def test_a_crash_in_the_middle_leaves_whole_files_and_the_next_start_does_the_rest(directory: Path, followed: Path):
    for name in (ENTRY, OTHER):
        append(directory / name, "# new\n")
    (directory / "texts/ar.yml").write_bytes((directory / "texts/de.yml").read_bytes())
    texts = followed / "texts"
    texts.rename(followed / "aside")
    texts.write_text("in the way", encoding="utf-8")  # entries come first, so it breaks after them

    with pytest.raises(OSError):
        follow_seed(directory, followed)

    assert (followed / ENTRY).read_bytes() == (directory / ENTRY).read_bytes()
    texts.unlink()
    (followed / "aside").rename(texts)
    result = follow_seed(directory, followed)

    assert (result.copied, result.kept) == (["texts/ar.yml"], [])
    assert load_content(followed).hash == load_content(directory).hash


def test_half_a_copy_of_a_crash_is_no_content_and_is_written_over(directory: Path, followed: Path):
    append(directory / ENTRY, "# new\n")
    draft = followed / "entries/.school.change.yml.new"
    draft.write_text("id: sch", encoding="utf-8")
    before = load_content(followed)
    follow_seed(directory, followed)

    assert list(before.entries) == ["safety.crisis", "school.change"]
    assert not draft.exists()
    assert (followed / ENTRY).read_bytes() == (directory / ENTRY).read_bytes()


@pytest.mark.parametrize("record", [None, "", "{", "[1]", "null"])
def test_without_a_record_nothing_that_differs_is_overwritten(directory: Path, followed: Path, record: str | None):
    ours = append(followed / ENTRY, "# ours\n")
    (followed / RECORD).unlink()
    if record is not None:
        (followed / RECORD).write_text(record, encoding="utf-8")
    result = follow_seed(directory, followed)

    assert (result.copied, result.kept) == ([], [ENTRY])
    assert (followed / ENTRY).read_bytes() == ours


def test_the_seed_itself_is_never_written_to(directory: Path, living: Path):
    before = {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}
    follow_seed(directory, living)
    append(living / ENTRY, "# ours\n")
    follow_seed(directory, living)

    assert {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()} == before
