"""The content in use: swapped whole, and kept when an edit breaks it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faq import watch
from faq.faults import FaqError
from faq.watch import Store

Edit = Callable[[str, str, str], int]

ENTRY = "entries/school.change.yml"


def test_a_directory_with_faults_makes_no_store(directory: Path, edit: Edit):
    edit(ENTRY, "category: counselling", "category: school")

    with pytest.raises(FaqError):
        Store(directory)


def test_without_a_change_the_state_stays_the_same_object(directory: Path):
    store = Store(directory)
    before = store.content

    assert store.refresh() is False
    assert store.content is before


def test_a_change_makes_a_new_whole_state_and_leaves_the_old_one_as_it_was(directory: Path, edit: Edit):
    store = Store(directory)
    before = store.content
    edit(ENTRY, "zuerst die Schule.", "zuerst das Schulamt.")

    assert store.refresh() is True
    assert "das Schulamt" in store.content.entries["school.change"].wordings["de"].answer
    assert "die Schule" in before.entries["school.change"].wordings["de"].answer


def test_a_file_that_is_added_or_removed_is_a_change(directory: Path, edit: Edit):
    store = Store(directory)
    edit(ENTRY, "see_also: [safety.crisis]\n", "")
    text = (directory / ENTRY).read_text(encoding="utf-8").replace("school.change", "school.second")
    (directory / "entries/school.second.yml").write_text(text, encoding="utf-8")

    assert store.refresh() is True
    (directory / ENTRY).unlink()

    assert store.refresh() is True
    assert list(store.content.entries) == ["safety.crisis", "school.second"]


def test_a_file_swapped_for_one_of_the_same_size_and_time_is_a_change(directory: Path):
    store = Store(directory)
    path = directory / ENTRY
    times = path.stat()
    draft = path.with_suffix(".new")
    draft.write_text(path.read_text(encoding="utf-8").replace("die Schule.", "die Lehrer."), encoding="utf-8")
    os.utime(draft, ns=(times.st_atime_ns, times.st_mtime_ns))
    draft.replace(path)

    assert path.stat().st_size == times.st_size
    assert store.refresh() is True


def test_a_broken_edit_keeps_the_last_good_state_and_says_why(directory: Path, edit: Edit):
    store = Store(directory)
    before = store.content
    line = edit(ENTRY, "category: counselling", "category: school")

    assert store.refresh() is False
    assert store.content is before
    assert str(store.problem).startswith(f"content/{ENTRY}:{line}: `category` is school.")


def test_a_broken_edit_is_told_once(directory: Path, edit: Edit, caplog: pytest.LogCaptureFixture):
    store = Store(directory)
    edit(ENTRY, "category: counselling", "category: school")
    for _ in range(3):
        store.refresh()

    assert caplog.text.count("keeping the last good state") == 1
    assert caplog.text.count("`category` is school.") == 1


def test_a_mended_edit_ends_the_problem(directory: Path, edit: Edit):
    store = Store(directory)
    edit(ENTRY, "category: counselling", "category: school")
    store.refresh()
    edit(ENTRY, "category: school", "category: life")

    assert store.refresh() is True
    assert store.problem is None
    assert store.content.entries["school.change"].category == "life"


def test_an_edit_that_is_taken_back_ends_the_problem(directory: Path, edit: Edit):
    store = Store(directory)
    before = store.content
    edit(ENTRY, "category: counselling", "category: school")
    store.refresh()
    edit(ENTRY, "category: school", "category: counselling")
    store.refresh()

    assert store.problem is None
    assert store.content.hash == before.hash


def test_a_directory_that_goes_away_keeps_the_last_good_state(directory: Path):
    store = Store(directory)
    before = store.content
    shutil.rmtree(directory)

    assert store.refresh() is False
    assert store.content is before
    assert store.problem is not None


def test_readers_see_whole_states_alone_while_files_change(directory: Path, edit: Edit):
    store = Store(directory)
    seen: set[tuple[str, str]] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            content = store.content
            seen.add((content.hash, content.entries["school.change"].category))

    reader = threading.Thread(target=read)
    reader.start()
    now = "counselling"
    for category in ("life", "about", "offers", "contact") * 3:
        edit(ENTRY, f"category: {now}", f"category: {category}")
        now = category
        assert store.refresh()
    done.set()
    reader.join()

    assert len({hash for hash, _ in seen}) == len(seen)  # each hash goes with one category


class NotifyingStore(Store):
    """Sets an event after each look that found a new state, or failed."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.looked = threading.Event()
        self.fail = False

    def refresh(self) -> bool:
        if self.fail:
            self.fail = False
            self.looked.set()
            raise RuntimeError("a fault of ours")
        new = super().refresh()
        if new:
            self.looked.set()
        return new


@pytest.fixture
def watched(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotifyingStore]:
    """A store that looks for changes by itself, every hundredth of a second."""
    monkeypatch.setattr(watch, "LOOK_EVERY_S", 0.01)
    store = NotifyingStore(directory)
    store.watch()
    yield store
    store.close()


def test_a_watching_store_sees_a_change_by_itself(watched: NotifyingStore, edit: Edit):
    edit(ENTRY, "category: counselling", "category: life")

    assert watched.looked.wait(timeout=5)
    assert watched.content.entries["school.change"].category == "life"


def test_a_watch_survives_a_fault_of_ours(watched: NotifyingStore, edit: Edit):
    watched.fail = True

    assert watched.looked.wait(timeout=5)
    watched.looked.clear()
    edit(ENTRY, "category: counselling", "category: life")

    assert watched.looked.wait(timeout=5)


def test_a_closed_store_stops_watching(watched: NotifyingStore):
    (thread,) = [each for each in threading.enumerate() if each.name == "content"]
    watched.close()
    thread.join(timeout=5)

    assert not thread.is_alive()


def test_a_correction_is_seen_within_two_seconds():
    assert watch.LOOK_EVERY_S <= 1
