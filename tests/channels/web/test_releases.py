"""Frozen releases: served under their version, pinned by a hash, never changed."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile

import httpx
import pytest

from bot.asgi import application
from channels.web import release
from channels.web.assets import AssetError, Widget, widget
from channels.web.release import RELEASES, freeze, frozen, integrity, present_version, release_files, versions, zipped

SMALL = Widget(
    files={
        "app.js": b"import'./view.js'\nconst again='widget.js'\n",
        "view.js": b"const style=`style.css`\n",
        "style.css": b"a{color:red}\n",
        "page.css": b"b{color:red}\n",
    },
    hash="0123456789abcdef",
    source="const MODULES=__MODULES__,STYLE=__STYLE__,LABELS=__LABELS__;import(MODULES+'app.js')",
    style="",
)


def without_labels(script: bytes) -> str:
    """The script but for its labels: content that changes need no new version."""
    before, _, rest = script.decode().partition("LABELS=")
    return before + rest[json.JSONDecoder().raw_decode(rest)[1] :]


@pytest.mark.parametrize("version", versions())
async def test_every_file_of_a_release_is_served_forever_to_every_origin(version):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://localhost") as client:
        for name, content in frozen(version).items():
            response = await client.get(f"/widget/{version}/{name}")

            assert (response.status_code, response.content) == (200, content)
            assert response.headers["Cache-Control"] == "max-age=31536000, public, immutable"
            assert response.headers["Access-Control-Allow-Origin"] == "*"  # without it `integrity` refuses the script


@pytest.mark.parametrize("version", versions())
def test_the_tag_of_a_release_names_the_hash_of_its_script(version):
    tag = release.script_tag(version, "https://chat.example.org")

    digest = base64.b64encode(hashlib.sha384(frozen(version)["widget.js"]).digest()).decode()
    assert tag == (
        f'<script type="module" src="https://chat.example.org/widget/{version}/widget.js" '
        f'integrity="sha384-{digest}" crossorigin="anonymous"></script>'
    )


@pytest.mark.parametrize("version", versions())
def test_a_release_has_every_file_that_its_scripts_name(version):
    files = frozen(version)
    scripts = [content.decode() for name, content in files.items() if name.endswith(".js")]

    named = {name for script in scripts for name in re.findall(r"""['"]\./([\w-]+\.\w+)['"]""", script)}
    assert named - set(files) == set()


@pytest.mark.parametrize("version", versions())
def test_an_archive_has_fixed_dates_sorted_names_and_nothing_else(version):
    assert (RELEASES / f"{version}.zip").read_bytes() == zipped(frozen(version))


def test_the_first_release_still_has_the_bytes_that_pages_pin():
    assert integrity("0.1.0") == "sha384-qpt3nbExqACSTAFFp5wwa3vntgqwvGW0/vcyd86vm7AhJc/jzY6PrIU38QXULE7M"


def test_a_widget_that_has_changed_since_its_release_has_another_version():
    """Fails when somebody changes the widget: raise the version in pyproject.toml."""
    if present_version() not in versions():
        pytest.skip("the present version is not frozen yet: kilotse widget release")
    was, now = frozen(present_version()), release_files(widget())
    for files in (was, now):
        files["widget.js"] = without_labels(files["widget.js"]).encode()

    assert now == was


def test_a_release_holds_what_its_scripts_need_and_no_page_styles():
    assert set(release_files(SMALL)) == {"app.js", "style.css", "view.js", "widget.js"}


def test_a_released_launcher_finds_its_modules_beside_itself_and_says_the_seeds_labels(content):
    script = release_files(SMALL)["widget.js"].decode()

    assert 'const MODULES="./"' in script
    assert content.text("widget_open", "tr") in script


def test_the_same_files_make_the_same_archive_whatever_their_order():
    files = {"b.js": b"1", "a.js": b"2"}

    archive = zipped(files)

    assert archive == zipped(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == ["a.js", "b.js"]
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_freezing_twice_changes_nothing(tmp_path):
    path = freeze(SMALL, "1.2.3", tmp_path)
    written = path.stat().st_mtime_ns

    assert freeze(SMALL, "1.2.3", tmp_path) == path
    assert path.stat().st_mtime_ns == written
    assert frozen("1.2.3", tmp_path) == release_files(SMALL)


def test_a_version_is_never_given_to_another_content(tmp_path):
    freeze(SMALL, "1.2.3", tmp_path)
    other = Widget({**SMALL.files, "app.js": b"other\n"}, "0", SMALL.source, SMALL.style)

    with pytest.raises(AssetError) as error:
        freeze(other, "1.2.3", tmp_path)

    assert str(error.value).startswith("1.2.3.zip is frozen and has another content")
    assert str(error.value).endswith("Raise the version in pyproject.toml.")
    assert frozen("1.2.3", tmp_path) == release_files(SMALL)


@pytest.mark.parametrize("version", ["", "1.2", "1.2.3-rc1", "../1.2.3"])
def test_a_version_is_three_numbers(version, tmp_path):
    with pytest.raises(AssetError, match="Make it three numbers"):
        freeze(SMALL, version, tmp_path)


def test_the_newest_release_comes_first(tmp_path):
    for name in ("0.9.0.zip", "0.10.0.zip", "0.2.11.zip", "draft.zip", "0.2.txt"):
        (tmp_path / name).touch()

    assert versions(tmp_path) == ["0.10.0", "0.9.0", "0.2.11"]


@pytest.mark.parametrize("name", ["../app.js", "/etc/app.js", "a/b.js", "", ".hidden", "A.js", "a\\b.js"])
def test_an_archive_with_a_name_that_leads_elsewhere_is_refused(name, tmp_path):
    (tmp_path / "1.2.3.zip").write_bytes(zipped({name: b""}))

    with pytest.raises(AssetError, match=r"^1\.2\.3\.zip has a file"):
        frozen("1.2.3", tmp_path)
