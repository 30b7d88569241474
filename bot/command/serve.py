"""`kilotse serve`: prepares everything, then runs engine, gateway and worker under a supervisor until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from bot import environment
from bot.command.engine_process import SECRET_VARIABLES, engine_command, engine_variables, run_engine
from bot.command.prepare import prepare_content, prepare_database
from bot.command.stop import running_supervisor
from bot.environment import ROOT, Environment, SettingError

STOP_WAIT_S = 15  # seconds between SIGTERM and SIGKILL for each process
READY_WAIT_S = 120.0


def run(options: argparse.Namespace) -> int:
    os.umask(0o077)  # whatever is written from here on, conversations first of all, is the owner's alone
    settings = environment.read()
    if pid := running_supervisor(settings.var):
        raise SettingError(f"kilotse runs already (process {pid}) at {settings.address}. End it: kilotse stop")
    for port, name in (
        (settings.port, "PORT"),
        (settings.engine_port, "ENGINE_PORT"),
        (settings.side_port, "ENGINE_PORT"),
    ):
        _check_port(settings.host if name == "PORT" else "127.0.0.1", port, name)
    prepare_content()
    prepare_database()
    if status := run_engine(["train"]):
        return status
    return _supervise(settings)


def _check_port(host: str, port: int, name: str) -> None:
    """SettingError: somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingError(
                f"Port {port} on {host} cannot be used: {os.strerror(error.errno or 0)}. "
                f"Stop what uses it, or choose another: KILOTSE_{name}={port + 1} kilotse serve"
            ) from None


def _supervise(settings: Environment) -> int:
    """Run the supervisor; say when the first resident could come. Returns when all have stopped."""
    configuration = _write_configuration(settings)
    started = time.monotonic()
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(configuration)], cwd=ROOT, env=_variables(settings)
    )

    def end(number: int, frame: FrameType | None) -> None:
        supervisor.terminate()  # Ctrl-C reaches the supervisor too; a second signal changes nothing

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    print("starting engine, gateway and worker …", flush=True)
    if asyncio.run(_ready(settings, supervisor)):
        print(f"ready after {time.monotonic() - started:.1f} s. Open {settings.address} (Ctrl-C ends all)", flush=True)
    elif supervisor.poll() is None:
        print(f"not ready after {READY_WAIT_S:.0f} s; see the lines above. Still trying.", flush=True)
    if status := supervisor.wait():
        print(f"the supervisor ended with status {status}; see {settings.var / 'run/supervisord.log'}", file=sys.stderr)
        return 1
    print("stopped")
    return 0


async def _ready(settings: Environment, supervisor: subprocess.Popen[bytes]) -> bool:
    """True when gateway and engine answer."""
    from bot.engine.client import Engine

    deadline = time.monotonic() + READY_WAIT_S
    async with Engine((*settings.engines,)) as engine, Engine((settings.address,)) as gateway:
        while time.monotonic() < deadline and supervisor.poll() is None:
            if await engine.healthy() and await gateway.healthy(path="healthz"):
                return True
            await asyncio.sleep(0.1)
    return False


def _variables(settings: Environment) -> dict[str, str]:
    return {
        **engine_variables(settings),
        "PYTHONUNBUFFERED": "1",
        "KILOTSE_PORT": str(settings.port),
        "KILOTSE_DATABASE": settings.database,
    }


def _write_configuration(settings: Environment) -> Path:
    """The supervisor's configuration, in `var/run`. Programs stop in reverse order: the engine last."""
    folder = settings.var / "run"
    folder.mkdir(parents=True, exist_ok=True)
    python = [sys.executable, "-m"]
    without_secrets = ["env", *(f"--unset={name}" for name in SECRET_VARIABLES)]
    side = ["side", "--port", str(settings.side_port), "--follow", ",".join(settings.engines)]
    programs = {
        "engine": [*without_secrets, *engine_command(settings, ["serve"])],
        "side": [*without_secrets, *engine_command(settings, side)],
        "worker": [*python, "bot.worker"],
        "gateway": [*python, "bot.gateway"],
    }
    user = "user=root\n" if os.getuid() == 0 else ""
    text = (
        f"[supervisord]\nnodaemon=true\n{user}pidfile={_escaped(folder / 'supervisord.pid')}\n"
        f"logfile={_escaped(folder / 'supervisord.log')}\nlogfile_maxbytes=1MB\nlogfile_backups=1\nloglevel=info\n"
    )
    for priority, (name, command) in enumerate(programs.items(), start=1):
        words = " ".join(f'"{_escaped(word)}"' for word in [*_dies_with_parent(), *command])
        text += (
            f"\n[program:{name}]\ncommand={words}\ndirectory={_escaped(ROOT)}\npriority={priority}\n"
            "autorestart=true\nstartsecs=2\nstartretries=1000000\n"
            f"stopsignal=TERM\nstopwaitsecs={STOP_WAIT_S}\n"
            "stdout_logfile=/dev/fd/1\nstdout_logfile_maxbytes=0\nredirect_stderr=true\n"
        )
    path = folder / "supervisord.conf"
    path.write_text(text, encoding="utf-8")
    return path


def _dies_with_parent() -> list[str]:
    """A killed supervisor must leave nobody behind; util-linux's setpriv sees to it where it is installed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _escaped(value: object) -> str:
    return str(value).replace("%", "%%")
