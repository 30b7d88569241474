"""What can go wrong at the start is told in one plain sentence, with the remedy."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys

import pytest

from tests.e2e.conftest import ROOT


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_port_in_use_is_said_with_the_remedy():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(sys.executable, "-m", "bot.command", "serve", KILOTSE_PORT=str(port))

    assert result.returncode == 1
    assert f"Port {port}" in result.stderr
    assert f"KILOTSE_PORT={port + 1}" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("port", ["0", "70000", "http", "-1"])
def test_port_that_is_none_is_said(port):
    result = run(sys.executable, "-m", "bot.command", "serve", KILOTSE_PORT=port)

    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert "KILOTSE_PORT" in result.stderr


def test_second_start_in_the_same_place_is_refused(whole):
    result = subprocess.run(
        [sys.executable, "-m", "bot.command", "serve"], cwd=ROOT, env=whole.environment, capture_output=True, text=True
    )

    assert result.returncode == 1
    assert "runs already" in result.stderr


@pytest.mark.parametrize(("kind", "variable"), [("engine", "PYTHON310"), ("gateway", "PYTHON311")])
def test_missing_python_is_said_with_the_remedy(kind, variable, tmp_path):
    script = tmp_path / "requirements/find-python.sh"
    script.parent.mkdir()
    script.write_text((ROOT / "requirements/find-python.sh").read_text().replace("/usr/", "/nowhere/"))
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "dirname"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))

    result = run(
        "/bin/sh", str(script), kind, PATH=str(tmp_path / "bin"), HOME=str(tmp_path), **{variable: "/no/python"}
    )

    assert result.returncode == 1
    assert "is missing" in result.stderr
    assert variable in result.stderr


def test_no_network_at_the_first_install_is_said_with_the_remedy(tmp_path):
    for name in ("Makefile", "requirements", "pyproject.toml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    dead = "http://127.0.0.1:9/simple"

    result = subprocess.run(
        ["make", "install"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PIP_INDEX_URL": dead,
            "PIP_EXTRA_INDEX_URL": dead,
            "PIP_RETRIES": "0",
            "PIP_CONFIG_FILE": os.devnull,
        },
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert result.returncode != 0
    assert "needs a network once" in result.stderr


def test_secrets_are_made_at_the_first_start_for_nobody_else_to_read(whole):
    secrets = list((whole.var / "secrets").iterdir())

    assert {secret.name for secret in secrets} == {"django-key", "token-key"}
    assert {stat.S_IMODE(secret.stat().st_mode) for secret in secrets} == {0o600}


def test_faulty_content_stops_the_start_with_every_fault(tmp_path):
    shutil.copytree(os.environ["KILOTSE_CONTENT"], tmp_path / "content")
    for name in ("life.housing", "contact.reach"):
        path = tmp_path / f"content/entries/{name}.yml"
        path.write_text(path.read_text(encoding="utf-8") + "surprise: 1\n", encoding="utf-8")

    result = run(
        sys.executable,
        "-m",
        "bot.command",
        "train",
        KILOTSE_CONTENT=str(tmp_path / "content"),
        KILOTSE_VAR=str(tmp_path),
    )

    assert result.returncode == 1
    assert result.stderr.count("no key `surprise`") == 2
    assert "2 faults" in result.stderr


@pytest.mark.skipif(os.getuid() != 0, reason="a network namespace needs root")
def test_nothing_is_asked_of_any_other_host(serve):
    served = serve(prefix=("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"))
    pid = served.child("engine").pid
    body = '{"client_id": "3f2a4c1e-0b6d-4b7e-9d55-0123456789ab", "text": "Wo kann ich Deutsch lernen?", "wait": 8}'
    command = ["nsenter", "--net", "--target", str(pid), sys.executable, "-c", _POST, served.address, body]

    answer = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert "life.german-course" in answer.stdout, answer.stderr
    assert _unroutable(pid) == 0


_POST = """
import sys, urllib.request
request = urllib.request.Request(
    sys.argv[1] + "/api/conversations", sys.argv[2].encode(), {"Content-Type": "application/json"}
)
print(urllib.request.urlopen(request, timeout=20).read().decode())
"""


def _unroutable(pid: int) -> int:
    """Packets to other hosts that the process's network, which has only loopback, was asked to send."""
    with open(f"/proc/{pid}/net/snmp") as file:
        names, values = (line.split()[1:] for line in file if line.startswith("Ip:"))
    return int(dict(zip(names, values, strict=True))["OutNoRoutes"])


def test_engine_does_not_see_how_to_reach_the_database(whole):
    assert "KILOTSE_DATABASE" not in whole.child("engine").environ()
    assert "KILOTSE_DATABASE" in whole.child("gateway").environ()


def test_conversations_are_for_the_owner_alone(whole):
    whole.start("Wo kann ich Deutsch lernen?")

    modes = {stat.S_IMODE(path.stat().st_mode) for path in whole.var.glob("kilotse.sqlite3*")}
    assert modes == {0o600}
