"""The engine as a process: starting, stopping, what it keeps, whom it talks to, what it writes."""

from __future__ import annotations

import http.client
import json
import os
import socket
import time
from pathlib import Path

import pytest

from tests.engine.conftest import command, free_port, turn

SECRET = "Zwetschgenkuchen"


def memory_kb(pid: int, kind: str) -> int:
    """`kind`: "VmRSS" is all, "RssAnon" leaves out the pages of the model file, which the system shares."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(kind))


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_it_keeps_no_conversation_and_does_not_grow(engine):
    for number in range(100):  # every pipeline and page that is used once
        engine.ask(f"Ich suche eine Wohnung {number}")
    before = memory_kb(engine.process.pid, "RssAnon")
    for number in range(300):
        engine.ask(f"Ich suche eine Wohnung mit Zimmer {number}")

    assert memory_kb(engine.process.pid, "RssAnon") - before < 3_000  # remembered vectors: 600


def test_it_stays_within_its_memory(engine):
    assert memory_kb(engine.process.pid, "VmRSS") < 350 * 1024


def test_it_talks_to_nobody(engine):
    """All its connections are on loopback: the ones of these tests."""
    inodes = {os.readlink(link) for link in Path(f"/proc/{engine.process.pid}/fd").iterdir() if link.is_symlink()}
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{engine.process.pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if f"socket:[{fields[9]}]" in inodes:
                assert fields[1].startswith("0100007F:"), line  # 127.0.0.1


def test_no_word_of_a_message_is_in_the_log(engine):
    engine.ask(f"Wo gibt es {SECRET} in Aachen?")
    engine.ask(f"/choose{{{SECRET}")
    engine.ask(f"{SECRET} \ud800 {SECRET}")
    engine.post(f'{{"message": "{SECRET}"'.encode())
    engine.post(f'{{"message": "{SECRET}", "{SECRET}": 1}}'.encode())

    assert SECRET not in engine.log.read_text()


def test_a_fault_in_an_action_is_a_500_and_its_words_are_not_in_the_log(start, tmp_path, monkeypatch):
    """A content whose words are gone while the engine runs: the action fails, the gateway hears of it."""
    fault = tmp_path / "sitecustomize.py"
    fault.write_text(
        "import actions.wording as wording\n"
        "right, said = wording.words, []\n"
        "def fail(content, decision):\n"
        "    said.append(decision)\n"
        "    if len(said) == 1:  # the engine's own turn, by which it proves that it works\n"
        "        return right(content, decision)\n"
        f"    raise ValueError('{SECRET}' + str(decision))\n"
        "wording.words = fail\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path.cwd()}")
    engine = start("--log-level", "debug")
    status, reply = engine.post(json.dumps(turn(f"Ich suche {SECRET}")).encode())

    assert status == 500
    assert reply == {"error": "The turn ended without a valid decision."}
    assert "ValueError" in engine.log.read_text()
    assert SECRET not in engine.log.read_text()


def test_it_is_ready_within_5_seconds_and_stops_within_2(start):
    engine = start()
    ready_cpu_s = cpu_seconds(engine.process.pid)  # of its own work: tests share the machine
    kept = http.client.HTTPConnection("127.0.0.1", engine.port)  # idle connections must not hold it
    kept.request("GET", "/health")
    kept.getresponse().read()
    with socket.create_connection(("127.0.0.1", engine.port)):
        stopped = time.monotonic()
        status = engine.stop()

    assert ready_cpu_s < 5
    assert time.monotonic() - stopped < 2
    assert status == 0


def test_a_port_in_use_is_one_sentence(model):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = command("serve", "--port", str(port))

    assert result.returncode == 1
    assert result.stderr.strip() == (
        f"Port {port} is in use. End the other process, or choose a port with --port or KILOTSE_ENGINE_PORT."
    )


def test_no_model_is_one_sentence(tmp_path):
    result = command("serve", "--port", str(free_port()), KILOTSE_VAR=str(tmp_path))

    assert result.returncode == 1
    assert result.stderr.strip() == (
        f"There is no model in {tmp_path}/models. Train one with: python -m nlu.engine train"
    )


@pytest.mark.parametrize("bytes_", [b"", b"no archive"])
def test_a_broken_model_ends_the_engine_with_one_sentence(tmp_path, bytes_):
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(bytes_)
    result = command("serve", "--port", str(free_port()), "--model", str(broken))

    assert result.returncode == 1
    assert f"The model {broken} does not load" in result.stderr
    assert "Traceback" not in result.stderr


def test_faults_of_the_content_are_listed_not_thrown(tmp_path):
    result = command("train", KILOTSE_CONTENT=str(tmp_path / "nowhere"))

    assert result.returncode == 1
    assert "Set KILOTSE_CONTENT" in result.stderr
    assert "Traceback" not in result.stderr


def test_help_has_examples():
    result = command("--help")

    assert result.returncode == 0
    assert "examples:" in result.stdout
