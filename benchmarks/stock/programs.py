"""Stock Rasa's programs: `rasa train`, `rasa run` and `rasa run actions`, each as its manual tells."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.place import Place
from benchmarks.process import Running, answers, free_ports, run
from benchmarks.stock import corpus, environment


class Stock:
    """A project of stock Rasa in the place, with its own environment."""

    def __init__(self, place: Place, epochs: int, most_features: int | None = None) -> None:
        """Installs the environment if need be. `most_features`: so many n-grams, the most frequent; None: all.

        CannotMeasure: it cannot be installed.
        """
        self.place = place
        self.rasa = str(environment.install() / "rasa")
        self.folder = place.folder / "stock"
        self.examples = corpus.write_project(place.content, self.folder)
        _set_training(self.folder / "config.yml", epochs, most_features)
        self.port, self.actions_port = free_ports(2)
        actions = f"http://127.0.0.1:{self.actions_port}/webhook"
        self.variables = place.variables(RASA_TELEMETRY_ENABLED="false", STOCK_ACTIONS=actions)

    def train(self) -> float:
        """Seconds of `rasa train`, nothing cached."""
        command = [self.rasa, "train", "--data", "data", "--fixed-model-name", "stock"]
        return run(command, self.variables, self.folder, self.place.log("stock-train"))

    def actions(self) -> Running:
        command = [self.rasa, "run", "actions", "--port", str(self.actions_port)]
        return Running(command, self.variables, self.folder, self.place.log("stock-actions"))

    def wait_for_actions(self, program: Running) -> float:
        """Seconds from the start until the action server is ready."""
        return program.wait_until(lambda: answers(self.actions_port, "/health"), "rasa run actions")

    def server(self) -> Running:
        command = [self.rasa, "run", "--interface", "127.0.0.1", "--port", str(self.port), "--model", "models"]
        command += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
        return Running(command, self.variables, self.folder, self.place.log("stock"))

    def wait_for_server(self, program: Running) -> float:
        """Seconds from the start until Rasa listens, which it does when the model is loaded."""
        return program.wait_until(lambda: answers(self.port, "/"), "rasa run")


def _set_training(path: Path, epochs: int, most_features: int | None) -> None:
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    for component in config["pipeline"]:
        if "epochs" in component:
            component["epochs"] = epochs
        if most_features and component["name"] == "CountVectorsFeaturizer":
            component["max_features"] = most_features
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
