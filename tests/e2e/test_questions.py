"""A resident's question through all real processes."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid

import httpx
import pytest

from tests.e2e.conftest import ROOT, wait_for

QUESTIONS = [
    ("Bana bir tercüman lazım, ne yapabilirim?", "tr", "counselling.interpreter"),
    ("أين يمكنني أن أتعلم اللغة الألمانية؟", "ar", "life.german-course"),
    ("Mein Aufenthaltstitel läuft bald ab, wohin muss ich gehen?", "de", "life.residence-permit"),
]


@pytest.mark.parametrize(("question", "language", "entry"), QUESTIONS)
def test_question_is_answered_word_for_word_in_its_language(whole, question, language, entry):
    response = whole.start(question)

    answer = response.json()["messages"][1]
    assert response.status_code == 201
    assert (answer["kind"], answer["entry"], answer["language"]) == ("answer", entry, language)


def test_corrected_answer_reaches_the_next_reader_without_a_restart(whole):
    path = whole.content / "entries/life.german-course.yml"
    before = path.read_text(encoding="utf-8")
    answer_line = next(line for line in before.splitlines() if line.startswith("    answer: |"))
    path.write_text(before.replace(answer_line, answer_line + "\n      Ganz neuer Satz.", 1), encoding="utf-8")

    def answered() -> bool:
        return "Ganz neuer Satz." in whole.start("Wo kann ich Deutsch lernen?").json()["messages"][1]["text"]

    assert wait_for(answered, timeout_s=5, what="the corrected answer")
    path.write_text(before, encoding="utf-8")


def test_broken_edit_keeps_the_last_good_state_and_says_so(whole):
    path = whole.content / "entries/life.housing.yml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "surprise: 1\n", encoding="utf-8")

    wait_for(lambda: any("keeping the last good state" in line for line in whole.lines), what="the notice")

    answer = whole.start("Wohnung", language="de").json()
    path.write_text(before, encoding="utf-8")
    assert answer["messages"][1]["kind"] in ("answer", "clarify")
    assert any("no key `surprise`" in line for line in whole.lines)


def test_stream_brings_each_message_once_and_in_order(whole):
    started = whole.start("Wo kann ich Deutsch lernen?").json()
    headers = {"Authorization": f"Bearer {started['token']}"}
    seen = []

    with httpx.stream("GET", f"{whole.address}/api/stream?after=0", headers=headers, timeout=10) as stream:
        assert stream.headers["x-accel-buffering"] == "no"
        assert stream.headers["cache-control"] == "no-cache, no-transform"
        lines = stream.iter_lines()
        for line in lines:
            seen += [int(line[4:])] if line.startswith("id: ") else []
            if len(seen) == 2:
                body = {"client_id": str(uuid.uuid4()), "text": "Was kostet das?"}
                httpx.post(f"{whole.address}/api/messages", json=body, headers=headers)
            if len(seen) == 4:
                break

    assert seen == [1, 2, 3, 4]


def test_stream_goes_on_after_the_last_event_that_was_seen(whole):
    started = whole.start("Wo kann ich Deutsch lernen?").json()
    headers = {"Authorization": f"Bearer {started['token']}", "Last-Event-ID": "1"}

    with httpx.stream("GET", f"{whole.address}/api/stream", headers=headers, timeout=10) as stream:
        first = next(line for line in stream.iter_lines() if line.startswith("id: "))

    assert first == "id: 2"


def kilotse(served, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.command", *arguments]
    return subprocess.run(command, cwd=ROOT, env=served.environment, capture_output=True, text=True, timeout=120)


def test_ask_prints_the_judgement_as_json(whole):
    result = kilotse(whole, "ask", "Bana bir tercüman lazım, ne yapabilirim?", "--json")

    data = json.loads(result.stdout)
    assert (data["kind"], data["language"], data["entries"]) == ("answer", "tr", ["counselling.interpreter"])


def test_check_finds_nothing_wrong(whole):
    result = kilotse(whole, "check")

    assert result.returncode == 0, result.stdout + result.stderr
    assert "all is well" in result.stdout


def test_evaluate_counts_every_line(whole, tmp_path):
    lines = [
        {"id": "1", "lang": "tr", "kind": "plain", "text": QUESTIONS[0][0], "expect": ["counselling.interpreter"]},
        {"id": "2", "lang": "de", "kind": "oos-far", "text": "Wie wird das Wetter morgen?", "expect": []},
    ]
    questions, outcomes = tmp_path / "questions.jsonl", tmp_path / "outcomes.jsonl"
    questions.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    result = kilotse(whole, "evaluate", str(questions), "--json", "--outcomes", str(outcomes))

    summary = json.loads(result.stdout)
    assert summary["lines"] == 2
    assert summary["in_scope"] == {"right": 1, "asked_well": 0, "missed": 0, "wrong": 0}
    assert [json.loads(line)["id"] for line in outcomes.read_text().splitlines()] == ["1", "2"]
