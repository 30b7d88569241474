"""The folders served below /widget/, in `var/run/widget`: the present files, releases, and some older files."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot import environment
from channels.web.assets import packed, widget
from channels.web.release import frozen, versions

HASH = re.compile("[0-9a-f]{16}")
KEPT = 5  # folders of earlier sources: launchers in caches and open pages still ask for their files


def served() -> dict[str, Path]:
    """URL prefix -> folder, written if need be. AssetError: the widget's sources or a release have a fault."""
    root = environment.read().var / "run/widget"
    present = write(root / widget().hash, widget().files)
    os.utime(present)  # in use today, however old it is
    releases = [write(root / version, frozen(version)) for version in versions()]
    return {f"widget/{folder.name}/": folder for folder in [*_earlier(root, present), present, *releases]}


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Have exactly these files in the folder, with .gz beside each. Processes that start at once take turns."""
    wanted = {**files, **{f"{name}.gz": packed(content) for name, content in files.items()}}
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _has(folder, wanted):
            with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as draft:
                _replace(folder, wanted, Path(draft))
    return folder


def _replace(folder: Path, wanted: Mapping[str, bytes], draft: Path) -> None:
    """Write the files beside the folder, then rename: who reads meanwhile sees all of them or none."""
    (draft / "whole").mkdir()
    for name, content in wanted.items():
        (draft / "whole" / name).write_bytes(content)
    if folder.exists():  # damaged
        folder.rename(draft / "damaged")
    (draft / "whole").rename(folder)


def _has(folder: Path, files: Mapping[str, bytes]) -> bool:
    if not folder.is_dir() or folder.is_symlink() or {path.name for path in folder.iterdir()} != set(files):
        return False
    paths = [folder / name for name in files]
    return all(path.is_file() and not path.is_symlink() and path.read_bytes() == files[path.name] for path in paths)


def _earlier(root: Path, present: Path) -> list[Path]:
    """Folders of earlier sources, the last used first; more than KEPT are removed."""
    found = [path for path in root.iterdir() if HASH.fullmatch(path.name) and path != present and not path.is_symlink()]
    found.sort(key=_used, reverse=True)
    for path in found[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)  # another process may be at it too
    return found[:KEPT]


def _used(folder: Path) -> float:
    """When a process that served it as its present files started; 0 for a folder that another process has removed."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0
