"""`kilotse widget release`: freezes what there is, and prints the tag to hand on."""

from __future__ import annotations

import pytest

from bot.command.__main__ import main
from bot.environment import ROOT


@pytest.fixture
def releases(tmp_path, monkeypatch):
    """An empty place for releases, in place of the project's."""
    import channels.web.release as release

    for function in (release.freeze, release.versions, release.frozen, release.integrity, release.script_tag):
        defaults = function.__defaults__ or ()
        monkeypatch.setattr(function, "__defaults__", (*defaults[:-1], tmp_path))
    return tmp_path


@pytest.fixture
def version() -> str:
    import channels.web.release as release

    return release.present_version()


def test_the_release_is_written_and_its_tag_shown(releases, version, capsys):
    status = main(["widget", "release"])

    shown = capsys.readouterr().out
    assert status == 0
    assert [path.name for path in releases.iterdir()] == [f"{version}.zip"]
    assert f'src="https://YOUR-HOST/widget/{version}/widget.js" integrity="sha384-' in shown
    assert 'crossorigin="anonymous"></script>' in shown


def test_a_taken_version_is_one_line_that_says_what_to_do(releases, version, capsys):
    (releases / f"{version}.zip").write_bytes(b"something else")

    status = main(["widget", "release"])

    assert status == 1
    assert capsys.readouterr().err == (
        f"{version}.zip is frozen and has another content: pages pin it by its hash. "
        "Raise the version in pyproject.toml.\n"
    )
    assert (releases / f"{version}.zip").read_bytes() == b"something else"


def test_the_list_shows_the_tags_of_all_releases_and_freezes_nothing(capsys):
    before = sorted((ROOT / "channels/web/releases").iterdir())

    status = main(["widget", "release", "--list"])

    shown = capsys.readouterr().out.splitlines()
    assert status == 0
    assert len(shown) == len(before)
    assert "/widget/0.1.0/widget.js" in shown[-1]
    assert sorted((ROOT / "channels/web/releases").iterdir()) == before
