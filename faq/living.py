"""The living content: a copy of the seed outside the code, which staff change and no update overwrites."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from faq.store import content_files

RECORD = ".seed.json"  # file -> hash of the seed's version that the living file was copied from


@dataclass
class Followed:
    """What following the seed did, by file names relative to the directory."""

    copied: list[str] = field(default_factory=list)  # new or unchanged here, now as in the seed
    removed: list[str] = field(default_factory=list)  # gone from the seed, unchanged here
    kept: list[str] = field(default_factory=list)  # changed here while the seed has changed too: look at these


def follow_seed(seed: Path, living: Path) -> Followed:
    """Bring the seed's new state in, file by file; a file that was changed here is never touched.

    A crash in the middle leaves whole files; the next call does the rest.
    """
    living.mkdir(parents=True, exist_ok=True)
    record = _read_record(living)
    result = Followed()
    names = {str(path.relative_to(seed)): path for path in content_files(seed) if path.is_file()}
    for name, path in names.items():
        before, ours, theirs = record.get(name), _hash(living / name), _hash(path)
        if ours != theirs:
            if ours == before:  # unchanged here, or new in the seed (both None)
                _copy(path, living / name)
                result.copied.append(name)
                record[name] = theirs or ""
                _save(living, record)  # a crash leaves a record of what was copied
            else:  # changed, removed or made here
                if theirs != before:
                    result.kept.append(name)
                continue
        record[name] = theirs or ""
    for name in [each for each in record if each not in names]:
        if _hash(living / name) == record[name]:
            (living / name).unlink()
            result.removed.append(name)
        elif (living / name).is_file():
            result.kept.append(name)
        del record[name]
    _save(living, record)
    return result


def _read_record(living: Path) -> dict[str, str]:
    try:
        return dict(json.loads((living / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # TypeError: JSON, but no object
        return {}


def _hash(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else None


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, draft)
    os.replace(draft, target)


def _save(living: Path, record: dict[str, str]) -> None:
    draft = living / f"{RECORD}.new"
    draft.write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(draft, living / RECORD)
