"""How the widget's files come to a browser: forever under a hash, five minutes under /widget.js, nothing else."""

from __future__ import annotations

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest

from bot import environment
from bot.asgi import application
from bot.static import Files
from channels.web import pages
from channels.web.assets import asset_url, launcher, widget
from channels.web.folders import KEPT, served, write

FILES = {"app.js": b"export const one=1\n", "style.css": b"a{color:red}\n"}


@pytest.fixture
async def site():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://localhost") as client:
        client.headers["Accept-Encoding"] = "identity"
        yield client


@pytest.fixture
def root() -> Path:
    return environment.read().var / "run/widget"


async def status(path: str) -> int:
    """The answer to a path exactly as it stands, decoded once as the server does."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    await application({**scope, "headers": [(b"host", b"localhost")], "scheme": "http"}, receive, send)
    return sent[0]["status"]


@pytest.mark.parametrize("name", sorted(widget().files))
async def test_every_file_is_served_forever_to_every_origin(site, name):
    response = await site.get(asset_url(name))

    assert response.status_code == 200
    assert response.content == widget().files[name]
    assert response.headers["Cache-Control"] == "max-age=31536000, public, immutable"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_files_come_packed_to_whom_that_suits(site):
    url = asset_url("style.css")

    packed = await site.get(url, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.content == widget().files["style.css"]
    assert "Content-Encoding" not in (await site.get(url)).headers


@pytest.mark.parametrize(
    "path",
    [
        "/widget/",
        "/widget/{hash}",
        "/widget/{hash}/",
        "/widget/{hash}/widget.js",
        "/widget/{hash}/app.js.gz",
        "/widget/{hash}/../{hash}/style.css",
        "/widget/../bot/settings.py",
        "/widget/{hash}/..%2f..%2fsecrets/django-key",
        "/widget/{hash}/%2e%2e/%2e%2e/secrets/django-key",
        "/widget/{hash}/style.css%00",
        "/widget/{hash}/style.css\x00",
        "/widget/{hash}\\style.css",
        "/widget//{hash}/style.css",
        "/widget/style.css",
        "/widget/0.0.0/widget.js",
    ],
)
async def test_any_other_path_is_not_found(path):
    assert await status(path.format(hash=widget().hash)) == 404


async def test_a_link_in_the_folder_is_not_found(root, monkeypatch, tmp_path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = write(root / ("0" * 16), FILES)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")

    files = Files(None, max_age=None)
    files.add_files(str(folder), prefix="widget/")

    assert set(files.files) == {"/widget/app.js", "/widget/style.css"}


async def test_the_launcher_is_kept_five_minutes_and_open_to_every_origin(site, content):
    response = await site.get("/widget.js")

    assert response.content == launcher(content)
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert f"./widget/{widget().hash}/" in response.text


async def test_an_unchanged_launcher_is_not_sent_again(site):
    tag = (await site.get("/widget.js")).headers["ETag"]

    again = await site.get("/widget.js", headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Cache-Control"] == "public, max-age=300"
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert (await site.get("/widget.js", headers={"If-None-Match": 'W/"other"'})).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("", False),
    ],
)
async def test_the_launcher_is_packed_for_whom_that_suits(site, content, accepted, packed):
    response = await site.get("/widget.js", headers={"Accept-Encoding": accepted})

    assert response.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.content == launcher(content)
    assert len(gzip.compress(response.content)) < len(response.content) / 1.5


async def test_the_launcher_follows_the_content(site, content, monkeypatch):
    before = await site.get("/widget.js")
    texts = {**content.texts, "de": MappingProxyType({**content.texts["de"], "widget_open": "Fragen Sie!"})}
    monkeypatch.setattr(pages, "current", lambda: replace(content, texts=texts, hash="other"))

    after = await site.get("/widget.js")

    assert "Fragen Sie!" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


async def test_nothing_can_be_sent_to_the_launcher(site):
    assert (await site.post("/widget.js")).status_code == 405


def test_a_folder_is_written_with_packed_twins_and_only_once(root):
    folder = write(root / "1.1.1", FILES)
    written = folder.stat().st_ino

    assert {path.name for path in folder.iterdir()} == {"app.js", "app.js.gz", "style.css", "style.css.gz"}
    assert gzip.decompress((folder / "app.js.gz").read_bytes()) == FILES["app.js"]
    assert write(folder, FILES).stat().st_ino == written


@pytest.mark.parametrize("damaged", [False, True])
def test_processes_that_start_at_once_write_one_whole_folder(root, damaged):
    for version in range(20):  # one round seldom meets the gap that a lock closes
        folder = root / f"1.1.{version}{int(damaged)}"
        if damaged:
            folder.mkdir(parents=True)
        with ThreadPoolExecutor(8) as pool:
            written = list(pool.map(lambda _, folder=folder: write(folder, FILES), range(16)))

        assert set(written) == {folder}
        assert (folder / "app.js").read_bytes() == FILES["app.js"]
    assert list(root.glob(".1.1.*")) == []


@pytest.mark.parametrize("damage", ["changed", "missing", "added", "link"])
def test_a_damaged_folder_is_written_anew(root, damage):
    folder = write(root / "1.1.2", FILES)
    if damage in ("missing", "link"):
        (folder / "app.js").unlink()
    if damage == "link":
        (folder / "app.js").symlink_to(folder / "style.css")
    if damage in ("changed", "added"):
        (folder / ("app.js" if damage == "changed" else "other.js")).write_bytes(b"other")

    write(folder, FILES)

    assert {path.name for path in folder.iterdir()} == {"app.js", "app.js.gz", "style.css", "style.css.gz"}
    assert (folder / "app.js").read_bytes() == FILES["app.js"]
    assert not (folder / "app.js").is_symlink()


def test_files_of_earlier_sources_stay_for_cached_launchers_but_not_forever(root):
    earlier = [write(root / f"{number:016x}", FILES) for number in range(1, KEPT + 4)]
    for age, folder in enumerate(earlier):
        os.utime(folder, (1_000_000 - age, 1_000_000 - age))

    prefixes = served()

    kept = [folder for folder in earlier if folder.exists()]
    assert f"widget/{widget().hash}/" in prefixes
    assert set(kept) <= set(prefixes.values())
    assert earlier[-1] not in kept
    assert len([prefix for prefix in prefixes if len(prefix) == len("widget//") + 16]) == KEPT + 1
