"""The widget's files as they are served: the same programs and styles, under a name that changes with them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bot.environment import ROOT
from channels.web.assets import SOURCES, AssetError, asset_url, joined, labels, load, widget
from channels.web.stripping import StrippingError, strip

LAUNCHER = """\
/** The launcher. */
const MODULES = './'
const STYLE = ''
const LABELS = {de: {open: 'Chat öffnen'}}

export const all = [MODULES, STYLE, LABELS]
"""
SCRIPTS = sorted(SOURCES.glob("*.js"))
STYLES = sorted(SOURCES.glob("*.css"))


def widget_files() -> dict[str, bytes]:
    """What is served, the launcher with German labels included."""
    return {**widget().files, "widget.js": widget().launcher('{"de":{}}', "./")}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A small widget."""
    folder = tmp_path / "widget"
    folder.mkdir()
    (folder / "widget.js").write_text(LAUNCHER, encoding="utf-8")
    (folder / "launcher.css").write_text("/* round */\n.launcher > span::after {\n  content: '“ \\\\ ”';\n}\n", "utf-8")
    (folder / "app.js").write_text("// why\nexport const one =  1\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def rules() -> Iterator[Callable[[str], list[str]]]:
    """The selectors and properties that Chromium reads in a style sheet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        read = """text => {
            const sheet = new CSSStyleSheet()
            sheet.replaceSync(text)
            const told = rule => rule.style
                ? [rule.selectorText, rule.parentRule?.cssText.split('{')[0].replace(/:\\s+/g, ':'), ...rule.style].join(' ')
                : [...rule.cssRules ?? []].map(told).join('\\n')
            return [...sheet.cssRules].map(told)
        }"""
        yield lambda text: page.evaluate(read, text)
        browser.close()


def run(script: bytes, tmp_path: Path) -> list[object]:
    """What a stripped launcher exports as `all`."""
    (tmp_path / "run.mjs").write_bytes(script + b"\nconsole.log(JSON.stringify(all))")
    return json.loads(subprocess.run(["node", tmp_path / "run.mjs"], capture_output=True, check=True).stdout)


@pytest.mark.parametrize("name", sorted(name for name in widget_files() if name.endswith(".js")))
def test_a_stripped_script_is_a_module_of_the_year(name, tmp_path):
    served = widget_files()[name]
    (tmp_path / "served.mjs").write_bytes(served)

    check = subprocess.run(["node", "--check", "served.mjs"], cwd=tmp_path, capture_output=True, text=True)

    assert check.returncode == 0, check.stderr
    assert b"/*" not in served and b"\n" not in served.strip().replace(b"`\n`", b"")
    assert not re.search(rb"\|\|=|&&=|\?\?=|this\.#", served)


def test_the_app_is_one_file_and_the_others_import_from_it():
    texts = {
        "app.js": "import {b} from './b.js'\nimport {c} from './c.js'\nexport const a = b + c\nimport('./late.js')\n",
        "b.js": "import {c} from './c.js'\nexport const b = c\n",
        "c.js": "export const c = 1\n",
        "late.js": "import {c} from './c.js'\nimport {d} from './d.js'\n",
        "d.js": "export const d = 2\n",
    }

    assert joined(texts, "app.js") == {
        "app.js": "export const c = 1\nexport const b = c\nexport const a = b + c\nimport('./late.js')\n",
        "late.js": "import {c} from './app.js'\nimport {d} from './d.js'\n",
        "d.js": "export const d = 2\n",
    }


def test_every_module_of_the_app_is_in_it():
    files = widget().files

    assert {"app.js", "extras.js", "follow.js"} <= set(files)
    assert not {"panel.js", "view.js", "connection.js"} & set(files)
    assert all(
        f'from"./{name}"' not in text.decode() for text in files.values() if b"import" in text for name in ("view.js",)
    )


def test_strings_and_templates_survive(tmp_path):
    text = "const b = 1\nexport const all = [`${b}  // ${`x  y`}\n `, 'a  b', /x  \\/y/.source, 1 / 2, b ? 'ß' : null]"

    assert run(strip({"x.js": text})["x.js"].encode(), tmp_path) == ["1  // x  y\n ", "a  b", "x  \\/y", 0.5, "ß"]


def test_a_script_that_is_none_is_named():
    with pytest.raises(StrippingError, match=r"bad.js: .*Mend it"):
        strip({"good.js": "1", "bad.js": "const = 1"})


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_stripped_style_sheet_has_the_same_rules(path, rules):
    source = rules(path.read_text(encoding="utf-8"))

    assert source
    assert rules(widget_files()[path.name].decode()) == source


def test_the_launcher_gets_its_modules_its_style_and_its_labels(sources, tmp_path):
    script = load(sources).launcher('{"tr":{"open":"Sohbeti “aç”"}}', "./widget/0123/")

    style = ".launcher>span::after{content:'“ \\\\ ”'}\n"
    assert run(script, tmp_path) == ["./widget/0123/", style, {"tr": {"open": "Sohbeti “aç”"}}]
    assert b"The launcher" not in script


def test_labels_are_there_for_every_language_with_texts(content):
    table = json.loads(labels(content))

    assert table.keys() == content.texts.keys()
    assert {code for code, said in table.items() if "rtl" in said} == {
        code for code in content.texts if content.languages[code].direction == "rtl"
    }
    assert all(said["open"] and said["close"] for said in table.values())


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("const MODULES = './'", "const MODULES = './'"),
        ("const STYLE = ''", "const STYLE = ''"),
        ("const LABELS = {de: {open: 'Chat öffnen'}}", "const LABELS = {…}"),
    ],
)
@pytest.mark.parametrize(("instead", "count"), [("", 0), ("let OTHER = 1", 0), ("{line}\n{line}", 2)])
def test_a_launcher_without_its_marked_lines_is_refused_with_place_and_remedy(sources, line, shown, instead, count):
    path = sources / "widget.js"
    path.write_text(LAUNCHER.replace(line, instead.format(line=line)), encoding="utf-8")

    with pytest.raises(AssetError) as error:
        load(sources)

    assert str(error.value) == (
        f"{path}: {count} lines `{shown}`; there must be one, which is replaced when the file is served. "
        "Write it exactly like this."
    )


def test_a_missing_launcher_is_refused(sources):
    (sources / "widget.js").unlink()

    with pytest.raises(AssetError, match="widget.js is missing"):
        load(sources)


def test_links_and_hidden_files_are_not_served(sources, tmp_path):
    (tmp_path / "secret.js").write_text("secret", encoding="utf-8")
    (sources / "link.js").symlink_to(tmp_path / "secret.js")
    (sources / ".app.js.swp").write_text("draft", encoding="utf-8")
    (sources / "app.js~").write_text("draft", encoding="utf-8")

    assert set(load(sources).files) == {"app.js", "launcher.css"}


def test_the_hash_follows_what_is_served_and_nothing_else(sources):
    first = load(sources).hash
    (sources / "app.js").write_text("// another remark\nexport const one = 1\n", encoding="utf-8")
    remark = load(sources).hash
    (sources / "app.js").write_text("export const one = 2\n", encoding="utf-8")

    assert re.fullmatch("[0-9a-f]{16}", first)
    assert remark == first
    assert load(sources).hash != first


def test_the_address_of_an_unknown_file_offers_the_known_ones():
    with pytest.raises(AssetError, match=r"channels/web/widget/pages\.css is missing\. There are: .*page\.css"):
        asset_url("pages.css")


def test_templates_link_files_that_exist():
    used = [
        name
        for path in (ROOT / "channels/web/templates/web").glob("*.html")
        for name in re.findall(r'{% asset "([^"]+)" %}', path.read_text(encoding="utf-8"))
    ]

    assert used
    assert [asset_url(name) for name in used]
