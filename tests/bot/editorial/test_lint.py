"""All checks together, and the command, with a real side engine."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.command.arguments import parser
from bot.editorial.lint import lint_files, lint_meaning
from bot.editorial.side_engine import SideEngine, side_engine
from bot.environment import ROOT, SettingError

HOUSING = [
    "Ich suche eine Wohnung.",
    "Wo finde ich eine Wohnung in der Stadt?",
    "wohnung finden",
    "Ich brauche eine neue Wohnung!",
    "Wir sind fünf Personen und suchen eine größere Wohnung.",
    "Wo gibt es eine billige Wohnung?",
    "Der Vermieter kündigt uns die Wohnung.",
    "Mietwohnung gesucht",
]
COURSE = [
    "Wo kann ich Deutsch lernen?",
    "deutschkurs",
    "Ich suche einen Kurs für Deutsch.",
    "Wann beginnt der Deutschkurs?",
    "Gibt es einen Sprachkurs am Abend?",
    "Ich möchte die deutsche Sprache lernen.",
    "Deutsch für Anfänger",
    "Welcher Kurs ist gut für mein Deutsch?",
]
STRAY = "Wer hilft mir, eine Wohnung zu suchen?"
LONG_GERMAN = "Rufen Sie uns bitte an oder kommen Sie vorbei. Wir helfen Ihnen gern mit dem Brief vom Amt."
LONG_TURKISH = "Lütfen bizi arayın veya yanımıza gelin. Resmî daireden gelen mektupla size seve seve yardım ederiz."


def listed(questions: list[str]) -> str:
    """As a list of YAML."""
    return json.dumps(questions, ensure_ascii=False)


@pytest.fixture(scope="module")
def engine() -> Iterator[SideEngine]:
    with side_engine() as running:
        yield running


@pytest.fixture
def kilotse(directory):
    """Run a command of `kilotse` on the directory, as a process."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.command", *arguments],
            cwd=ROOT,
            env={**os.environ, "KILOTSE_CONTENT": str(directory), **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def health() -> Iterator[Callable[[bytes], str]]:
    """Start a real HTTP server whose every GET answers that; its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def meaning(directory, engine: SideEngine, check: str) -> list[tuple[str, str]]:
    content, _ = lint_files(directory)
    assert content is not None
    seen = []
    found = lint_meaning(content, directory, engine, lambda *progress: seen.append(progress))
    assert {what: done == of for what, done, of in seen} == {"languages": True, "example questions": True}
    return [(each.severity, each.text) for each in found if each.check == check]


def test_a_question_that_means_another_entry_is_found(write, directory, engine):
    write(questions=listed(HOUSING))
    write(id="letter.two", questions=listed([*COURSE, STRAY]))

    ((_, text),) = meaning(directory, engine, "collision")

    assert text.startswith(f'"{STRAY}" (de) sits nearer to letter.one (')


def test_questions_that_are_told_apart_do_not_collide(write, directory, engine):
    write(questions=listed(HOUSING))
    write(id="letter.two", questions=listed(COURSE))

    assert meaning(directory, engine, "collision") == []


def test_a_wording_under_the_wrong_language_is_an_error(write, directory, engine):
    write(answer=LONG_GERMAN, tr=("Mektup", LONG_GERMAN, "[Mektup?]"), en=("Letter", LONG_TURKISH, "[Letter?]"))

    found = meaning(directory, engine, "language")

    assert [severity for severity, _ in found] == ["error", "error"]
    assert ['read as "de"' in found[0][1], 'read as "tr"' in found[1][1]] == [True, True]


def test_wordings_in_their_own_language_are_no_finding(write, directory, engine):
    write(answer=LONG_GERMAN, tr=("Mektup", LONG_TURKISH, "[Mektup?]"), **{"de-x-easy": ("Brief", LONG_GERMAN, "")})

    assert meaning(directory, engine, "language") == []


def test_content_with_faults_of_its_schema_is_told_by_them_alone(write, directory):
    write().write_text("id: letter.one\n", encoding="utf-8")

    content, found = lint_files(directory)

    assert content is None
    assert {each.check for each in found} == {"schema"}


def test_an_engine_that_runs_beside_the_assistant_is_used(monkeypatch, engine):
    port = int(engine.address.rpartition(":")[2])
    monkeypatch.setenv("KILOTSE_ENGINE_PORT", str(port - 1))

    with side_engine() as found:
        assert found.address == engine.address


def test_an_engine_for_residents_on_that_port_is_not_taken_for_a_side_engine(health):
    assert not SideEngine(health(b'{"status": "ok", "model": "x"}')).ready()
    assert SideEngine(health(b'{"status": "ok", "tools": ["vectors", "languages"]}')).ready()


def test_nothing_is_left_behind_when_the_command_is_killed(write, directory):
    write(questions=listed(HOUSING))
    program = "import time\nfrom bot.editorial.side_engine import side_engine\n" + (
        "with side_engine() as engine:\n    print(engine.address, flush=True)\n    time.sleep(600)\n"
    )
    variables = {**os.environ, "KILOTSE_CONTENT": str(directory), "KILOTSE_ENGINE_PORT": "1"}
    killed = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout is not None
    left = SideEngine(killed.stdout.readline().strip())
    assert left.ready()
    killed.kill()
    killed.wait()

    ends = time.monotonic() + 20
    while left.ready() and time.monotonic() < ends:
        time.sleep(0.1)
    assert not left.ready()


def test_an_engine_that_is_gone_is_told_with_its_address(free_port):
    with pytest.raises(SettingError, match=f"The engine at http://127.0.0.1:{free_port} gave no vectors"):
        SideEngine(f"http://127.0.0.1:{free_port}").vectors(["a"])


def test_the_command_lists_findings_and_fails_on_errors(write, kilotse):
    write(questions=listed(HOUSING))

    result = kilotse("faq", "lint")

    assert result.returncode == 1
    assert 'content/entries/letter.one.yml:1: error: The wording "tr" is missing.' in result.stdout
    assert result.stdout.splitlines()[-1].startswith("1 errors, 0 warnings in ")


def test_the_command_passes_content_without_errors(write, kilotse):
    write(answer=LONG_GERMAN, tr=("Mektup", LONG_TURKISH, "[Mektup?]"))

    result = kilotse("faq", "lint", "--json")

    assert result.returncode == 0, result.stdout + result.stderr
    assert {each["severity"] for each in json.loads(result.stdout)} == {"warning"}


def test_the_command_shows_the_wanted_entries_alone(write, kilotse):
    write()
    write(id="letter.two", questions="[anderer Brief]")

    result = kilotse("faq", "lint", "--quick", "letter.two")

    assert all("letter.two" in line for line in result.stdout.splitlines()[:-1])
    assert "without engine" in result.stdout.splitlines()[-1]


def test_the_command_without_the_engines_environment_says_what_to_do(write, kilotse):
    write()

    result = kilotse("faq", "lint", KILOTSE_ENGINE_PYTHON="/nowhere/python", KILOTSE_ENGINE_PORT="1")

    assert result.returncode != 0
    assert "There is no /nowhere/python. Install the engine's environment: make install" in result.stderr
    assert "Traceback" not in result.stderr


def test_coverage_is_a_table_a_page_or_json(write, kilotse, tmp_path):
    write()
    page = tmp_path / "coverage.html"

    assert "letter.one" in kilotse("faq", "coverage").stdout
    assert json.loads(kilotse("faq", "coverage", "--json").stdout)["letter.one"]["tr"] == "missing"
    assert kilotse("faq", "coverage", "--html", str(page)).returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_page_that_cannot_be_written_is_one_sentence(write, kilotse):
    write()

    result = kilotse("faq", "coverage", "--html", "/nowhere/coverage.html")

    assert result.returncode != 0
    assert "/nowhere/coverage.html cannot be written (No such file or directory). Give another file." in result.stderr


@pytest.mark.parametrize("command", ["lint", "coverage"])
def test_the_help_shows_examples(command, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["faq", command, "--help"])

    assert f"kilotse faq {command}" in capsys.readouterr().out


def test_faq_without_a_command_says_which_there_are(capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["faq"])

    assert "COMMAND" in capsys.readouterr().err


def test_the_options_are_read():
    options = parser().parse_args(["faq", "lint", "life.housing", "--quick"])

    assert isinstance(options, argparse.Namespace)
    assert (options.entries, options.quick, options.json) == (["life.housing"], True, False)
