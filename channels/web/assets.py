"""The widget's files as they are served: comments and spaces stripped once, named by a hash of all of them.

So the sources may be commented, and there is no build step.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.environment import ROOT
from channels.web.stripping import strip
from faq.model import Content

SOURCES = Path(__file__).parent / "widget"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")  # what is served: one flat folder, no drafts of editors
LAUNCHER = "widget.js"
APP = "app.js"  # what is loaded at the first click, with all that it imports
IMPORT = re.compile(r"^import {[^}]*} from '\./([\w-]+\.js)'\n", re.M)
LAUNCHER_STYLE = "launcher.css"
# Lines of the launcher's source that are replaced: it works from the sources too, with German labels and no style.
MODULES_LINE = "const MODULES = './'"
STYLE_LINE = "const STYLE = ''"
LABELS_LINE = "const LABELS = "  # and the rest of the line
MARKS = (MODULES_LINE, STYLE_LINE, LABELS_LINE)
PLACES = ("__MODULES__", "__STYLE__", "__LABELS__")  # what stands there while the launcher is stripped
LABEL_KEYS = {"open": "widget_open", "close": "widget_close"}


class AssetError(Exception):
    """A fault in the widget's files that whoever writes them can mend. The text is shown as it is."""


@dataclass(frozen=True)
class Widget:
    """The widget as it stood when the process started."""

    files: Mapping[str, bytes]  # name -> what is served below /widget/<hash>/: all but the launcher
    hash: str  # 16 hexadecimal digits; another one as soon as a byte of `files` differs
    source: str  # of the launcher, stripped, with the names of PLACES
    style: str  # launcher.css, stripped

    def launcher(self, labels: str, modules: str) -> bytes:
        """The launcher, stripped. `labels` is JSON; `modules` is where its modules are, relative to itself."""
        values = (json.dumps(modules), json.dumps(self.style, ensure_ascii=False), labels)
        text = self.source
        for place, value in zip(PLACES, values, strict=True):
            text = text.replace(place, value)
        return text.encode() + b"\n"


@dataclass(frozen=True)
class Script:
    """A script that is ready to be sent."""

    body: bytes
    gzipped: bytes
    etag: str  # weak: both forms have the same


def load(folder: Path) -> Widget:
    """Read a folder of sources; links and hidden files are passed over. AssetError: the launcher has a fault."""
    paths = [path for path in sorted(folder.iterdir()) if _is_source(path)]
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths if path.suffix in (".js", ".css")}
    texts = joined(texts, APP)
    texts[LAUNCHER] = _launcher_source(folder)
    stripped = strip(texts)
    source = stripped.pop(LAUNCHER)
    files = {name: f"{text}\n".encode() for name, text in sorted(stripped.items())}
    files |= {path.name: path.read_bytes() for path in paths if path.suffix not in (".js", ".css")}
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name} {len(content)} ".encode() + content)
    return Widget(files, digest.hexdigest()[:16], source, files.get(LAUNCHER_STYLE, b"").decode())


@lru_cache(maxsize=1)
def widget() -> Widget:
    """The widget that this process serves."""
    return load(SOURCES)


def joined(texts: Mapping[str, str], name: str) -> dict[str, str]:
    """The texts with a module and all that it imports as one file, under its name; the others import from there.

    One request instead of eight, and a seventh fewer bytes: gzip sees all of it. Names must not meet another's.
    """
    order: list[str] = []

    def take(module: str) -> None:
        for imported in IMPORT.findall(texts.get(module, "")):
            if imported not in order:
                take(imported)
        order.append(module)

    take(name)
    whole = "".join(IMPORT.sub("", texts.get(module, "")) for module in order)
    rest = {other: text for other, text in texts.items() if other not in order}
    moved = re.compile(f"'\\./({'|'.join(map(re.escape, order))})'")
    return {**{other: moved.sub(f"'./{name}'", text) for other, text in rest.items()}, name: whole}


def asset_url(name: str) -> str:
    """Where a file of channels/web/widget/ is served, such as "page.css". AssetError: there is no such file."""
    if name not in widget().files:
        raise AssetError(f"{_shown(SOURCES / name)} is missing. There are: {', '.join(widget().files)}.")
    return f"/widget/{widget().hash}/{name}"


def launcher(content: Content) -> bytes:
    """What /widget.js is with the labels of this content."""
    return launcher_script(content).body


def launcher_script(content: Content) -> Script:
    """The launcher, ready to be sent; assembled anew only when a label has changed."""
    return _assembled(labels(content))


@lru_cache(maxsize=2)
def _assembled(labels: str) -> Script:
    body = widget().launcher(labels, f"./widget/{widget().hash}/")
    return Script(body, packed(body), f'W/"{hashlib.sha256(body).hexdigest()[:16]}"')


def labels(content: Content) -> str:
    """JSON: language -> what the launcher says before anything is loaded; `rtl` where it reads from right to left."""
    table: dict[str, dict[str, str | int]] = {}
    for code in sorted(content.texts):
        table[code] = {name: content.text(key, code) for name, key in LABEL_KEYS.items()}
        if content.languages[code].direction == "rtl":
            table[code]["rtl"] = 1
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def packed(content: bytes) -> bytes:
    """Gzip, the same bytes each time."""
    return gzip.compress(content, 9, mtime=0)


def _is_source(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and NAME.fullmatch(path.name) is not None


def _launcher_source(folder: Path) -> str:
    """AssetError: the file is missing, or a line that is to be replaced does not stand in it exactly once."""
    path = folder / LAUNCHER
    if not path.is_file():
        raise AssetError(f"{_shown(path)} is missing. It is the launcher, the one script that pages embed.")
    source = path.read_text(encoding="utf-8")
    found = [_mark(line) for line in source.splitlines()]
    for mark in MARKS:
        if (count := found.count(mark)) != 1:
            raise AssetError(
                f"{_shown(path)}: {count} lines `{mark}{'{…}' if mark == LABELS_LINE else ''}`; "
                "there must be one, which is replaced when the file is served. Write it exactly like this."
            )
    lines = (_with_place(line) for line in source.splitlines())
    return "\n".join(lines)


def _with_place(line: str) -> str:
    mark = _mark(line)
    return line if mark is None else f"{mark.partition('=')[0]}= {PLACES[MARKS.index(mark)]}"


def _mark(line: str) -> str | None:
    """Which of the replaced lines this is, if any."""
    if line.startswith(LABELS_LINE):
        return LABELS_LINE
    return line if line in (MODULES_LINE, STYLE_LINE) else None


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
