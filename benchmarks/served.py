"""The programs of ours that are measured: all of kilotse, and its engine alone."""

from __future__ import annotations

import re

import psutil

from benchmarks.figures import CannotMeasure
from benchmarks.place import COMMAND, Place
from benchmarks.process import Running, answers, free_ports
from bot.environment import ROOT

MODULES = {"engine": "nlu.engine", "gateway": "bot.gateway", "worker": "bot.worker"}
FAULT = re.compile(r"engine http\S+ .*attempt")  # what the gateway writes when a question was not decided


class Kilotse(Running):
    """`kilotse serve`: engine, gateway and worker on free ports."""

    def __init__(self, place: Place, origins: str = "") -> None:
        """`origins`: of pages whose scripts may ask it."""
        place.first_training_s  # noqa: B018  (a start must find the model)
        self.port, self.engine_port = free_ports(2)
        ports = {"KILOTSE_PORT": self.port, "KILOTSE_ENGINE_PORT": self.engine_port}
        variables = place.variables(**ports, KILOTSE_PROXIES=1, KILOTSE_ORIGINS=origins)
        super().__init__([*COMMAND, "serve"], variables, ROOT, place.log("serve"))

    def ready(self) -> bool:
        return answers(self.engine_port, "/health") and answers(self.port, "/healthz")

    def wait(self) -> float:
        """Seconds from the start until engine and gateway are ready."""
        return self.wait_until(self.ready, "kilotse serve")

    def child(self, name: str) -> psutil.Process:
        """The process of the engine, gateway or worker. CannotMeasure: it does not run."""
        for process in self.family():
            if MODULES[name] in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                return process
        raise CannotMeasure(f"The {name} has no process; look at {self.log}")

    def engine_faults(self) -> int:
        """Attempts that the gateway gave up so far: those messages were answered without the engine."""
        return len(FAULT.findall(self.log.read_text(encoding="utf-8", errors="replace")))


class Engine(Running):
    """`python -m nlu.engine serve`, without gateway and worker."""

    def __init__(self, place: Place) -> None:
        place.first_training_s  # noqa: B018
        (self.port,) = free_ports(1)
        python = str(ROOT / ".venv-rasa/bin/python")
        command = [python, "-m", "nlu.engine", "serve", "--port", str(self.port)]
        variables = place.variables(RASA_TELEMETRY_ENABLED="false")
        super().__init__(command, variables, ROOT, place.log("engine"))

    def wait(self) -> float:
        """Seconds from the start until it is ready."""
        return self.wait_until(lambda: answers(self.port, "/health"), "the engine")
