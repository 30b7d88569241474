"""Copies of content that was whole: what a process starts with while the files have faults.

Without them, an edit that breaks a file and a process that dies after it would leave nothing to show.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from faq.faults import FaqError
from faq.model import Content
from faq.store import content_files, content_hash, load_content

MOST = 2  # copies; older ones are removed


def keep(content: Content, directory: Path, kept: Path) -> None:
    """Copy the directory's files to `kept/<hash>`, unless they have changed since `content` was read from them."""
    target = kept / content.hash
    if target.is_dir():
        os.utime(target)  # the newest again
    else:
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=kept) as draft:
            copy = Path(draft) / directory.name  # the name that faults quote
            _copy(directory, copy)
            if content_hash(copy) == content.hash and not target.exists():
                os.replace(copy, target)  # another process may be first: then its copy stays
    for old in _copies(kept)[MOST:]:
        shutil.rmtree(old, ignore_errors=True)


def load_usable(directory: Path, kept: Path | None, crisis: bool = True) -> tuple[Content, Path, FaqError | None]:
    """The directory's content, or the newest copy's while that has faults; where it is from, and the faults.

    FaqError: the directory has faults and there is no copy that has none.
    """
    try:
        return load_content(directory, crisis), directory, None
    except FaqError as error:
        for copy in _copies(kept) if kept is not None else []:
            if (content := _load(copy, crisis)) is not None:
                return content, copy, error
        raise


def _copies(kept: Path) -> list[Path]:
    """The newest first."""
    found = [path for path in kept.glob("*") if path.is_dir() and not path.name.startswith(".")]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def _copy(directory: Path, target: Path) -> None:
    for path in content_files(directory):
        if path.is_file():
            (target / path.relative_to(directory)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / path.relative_to(directory))


def _load(directory: Path, crisis: bool) -> Content | None:
    try:
        return load_content(directory, crisis)
    except FaqError:
        return None
