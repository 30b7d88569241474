"""Frozen releases of the widget for pages that pin one: releases/<version>.zip, whose bytes never change."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from pathlib import Path

import tomllib

from bot.environment import ROOT, SEED
from channels.web.assets import LAUNCHER, NAME, AssetError, Widget, labels
from faq.store import load_content

RELEASES = Path(__file__).parent / "releases"
VERSION = re.compile(r"\d+\.\d+\.\d+")
NAMED = re.compile(r"['\"`](?:\./)?([a-z0-9-]+\.[a-z]+)['\"`]")  # a file, in a script
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can name


def present_version() -> str:
    """The version in pyproject.toml."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def release_files(widget: Widget) -> dict[str, bytes]:
    """What a release of this widget consists of. Its labels are the seed's: a pinned script cannot follow edits."""
    files = {**widget.files, LAUNCHER: widget.launcher(labels(load_content(SEED)), "./")}
    found = [LAUNCHER]
    for name in found:  # grows: what a script names, and what that one names; style sheets of pages are no part of it
        if name.endswith(".js"):
            named = NAMED.findall(files[name].decode())
            found += [each for each in dict.fromkeys(named) if each in files and each not in found]
    return {name: files[name] for name in sorted(found)}


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip that depends on names and contents alone; not compressed, as compressors differ between machines."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # Unix, whatever this machine is
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def freeze(widget: Widget, version: str, folder: Path = RELEASES) -> Path:
    """Write the release; well if the same is there. AssetError: another one has that version, or it is none."""
    if not VERSION.fullmatch(version):
        raise AssetError(f'pyproject.toml: version is "{version}". Make it three numbers, such as 0.2.0.')
    path = folder / f"{version}.zip"
    content = zipped(release_files(widget))
    if path.exists() and path.read_bytes() != content:
        raise AssetError(
            f"{path.name} is frozen and has another content: pages pin it by its hash. "
            "Raise the version in pyproject.toml."
        )
    if not path.exists():
        folder.mkdir(exist_ok=True)
        path.write_bytes(content)
    return path


def versions(folder: Path = RELEASES) -> list[str]:
    """All frozen versions, the newest first."""
    found = [path.stem for path in folder.glob("*.zip") if VERSION.fullmatch(path.stem)]
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")], reverse=True)


def frozen(version: str, folder: Path = RELEASES) -> dict[str, bytes]:
    """The files of a release. AssetError: the archive names a file that could lie outside its folder."""
    with zipfile.ZipFile(folder / f"{version}.zip") as archive:
        for name in archive.namelist():
            if not NAME.fullmatch(name):
                raise AssetError(f'{version}.zip has a file "{name}". Names are small letters, digits, "." and "-".')
        return {name: archive.read(name) for name in archive.namelist()}


def integrity(version: str, folder: Path = RELEASES) -> str:
    """What the script tag of a release says its script must hash to: "sha384-…"."""
    digest = hashlib.sha384(frozen(version, folder)[LAUNCHER]).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def script_tag(version: str, origin: str, folder: Path = RELEASES) -> str:
    """The tag that pins a release served at `origin`, such as "https://chat.example.org"."""
    attributes = {
        "type": "module",
        "src": f"{origin}/widget/{version}/{LAUNCHER}",
        "integrity": integrity(version, folder),
        "crossorigin": "anonymous",
    }
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<script {written}></script>"
