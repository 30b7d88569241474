from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faq.faults import FaqError
from faq.kept import MOST, keep, load_usable
from faq.store import load_content
from faq.watch import Store

Edit = Callable[[str, str, str], int]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def test_content_without_faults_is_used_itself(directory: Path, kept: Path):
    content, source, problem = load_usable(directory, kept)

    assert (source, problem) == (directory, None)
    assert content.entries


def test_last_good_state_is_used_while_the_files_have_faults(directory: Path, kept: Path, edit: Edit):
    good = load_content(directory)
    keep(good, directory, kept)
    edit("contacts.yml", "kind: email", "kind: fax")

    content, source, problem = load_usable(directory, kept)

    assert content.hash == good.hash
    assert source == kept / good.hash
    assert problem is not None and "fax" in str(problem)


def test_faults_are_told_when_there_is_no_good_state(directory: Path, kept: Path, edit: Edit):
    edit("contacts.yml", "kind: email", "kind: fax")

    with pytest.raises(FaqError, match="fax"):
        load_usable(directory, kept)


def test_copy_that_has_been_damaged_is_passed_over(directory: Path, kept: Path, edit: Edit):
    for text in ("Quelle eins", "Quelle zwei"):
        before = "Quelle" if text == "Quelle eins" else "Quelle eins"
        edit("texts/de.yml", f"source: {before}", f"source: {text}")
        keep(load_content(directory), directory, kept)
    older, newer = sorted(kept.iterdir(), key=lambda path: path.stat().st_mtime)
    (newer / "places.yml").unlink()
    edit("contacts.yml", "kind: email", "kind: fax")

    assert load_usable(directory, kept)[1] == older


def test_only_the_newest_copies_stay(directory: Path, kept: Path):
    path = directory / "texts/de.yml"
    for number in range(MOST + 2):
        path.write_text(path.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
        keep(load_content(directory), directory, kept)

    assert len(list(kept.iterdir())) == MOST
    assert (kept / load_content(directory).hash).is_dir()


def test_files_that_changed_meanwhile_are_not_kept_under_the_old_name(directory: Path, kept: Path, edit: Edit):
    before = load_content(directory)
    edit("texts/de.yml", "source: Quelle", "source: Herkunft")

    keep(before, directory, kept)

    assert list(kept.iterdir()) == []


def test_store_starts_with_the_last_good_state_and_follows_the_repair(directory: Path, kept: Path, edit: Edit):
    good = Store(directory, kept).content
    broken = edit("contacts.yml", "kind: email", "kind: fax")
    store = Store(directory, kept)
    assert (store.content.hash, store.problem is None) == (good.hash, False)

    edit("contacts.yml", "kind: fax", "kind: email")
    path = directory / "contacts.yml"
    os.utime(path, ns=(path.stat().st_mtime_ns + 1, path.stat().st_mtime_ns + 1))

    assert store.refresh() and store.problem is None
    assert broken


def test_lost_copies_are_made_anew(directory: Path, kept: Path):
    Store(directory, kept)
    shutil.rmtree(kept)

    Store(directory, kept)

    assert len(list(kept.iterdir())) == 1
