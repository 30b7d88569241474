"""The real loop: staff write a question, the side engine trains, the engine that answers understands it."""

from __future__ import annotations

import os
import signal
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faq.kept import keep
from faq.store import load_content
from nlu.engine.keeping import LOOK_EVERY_S
from tests.engine.conftest import Engine, Small
from tests.engine.test_reload import NEW, answers_with
from tests.engine.test_side import Side

UNDERSTOOD_WITHIN_S = 60
OTHER = "Sabirni centar Bärenhöhle"  # nonsense that nothing else is near to


def wait_for(met: Callable[[], bool], within_s: float = UNDERSTOOD_WITHIN_S) -> bool:
    """Whether it is so in time."""
    ends = time.monotonic() + within_s
    while time.monotonic() < ends:
        if met():
            return True
        time.sleep(0.2)
    return False


def children(pid: int) -> list[int]:
    """The processes that this one has started."""
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


@pytest.fixture
def engine(start_small) -> Engine:
    return start_small()


@pytest.fixture
def follow(small: Small, tmp_path: Path) -> Iterator[Callable[[Engine], Side]]:
    """Start the side engine that keeps this engine in step."""
    started: list[Side] = []

    def start(engine: Engine) -> Side:
        started.append(Side(tmp_path / "side.log", "--follow", engine.url, **small.environment))
        started[-1].wait_until_ready()
        return started[-1]

    yield start
    for side in started:
        side.stop()


@pytest.fixture
def keeper(engine: Engine, follow: Callable[[Engine], Side]) -> Side:
    return follow(engine)


def test_a_question_that_staff_add_is_understood_within_a_minute(small, engine, keeper):
    before = engine.ask(NEW)
    small.add_question("life.housing", NEW)

    assert not answers_with(before, "life.housing")
    assert wait_for(lambda: answers_with(engine.ask(NEW), "life.housing"))
    assert engine.get("/health")[1]["content"] == small.training_hash


def test_broken_content_in_between_stops_neither_engine_nor_keeper(small, engine, keeper):
    whole = small.entry("life.work").read_text(encoding="utf-8")
    models = small.models()
    small.entry("life.work").write_text("id: life.work\nwordings: {de: [", encoding="utf-8")
    time.sleep(4 * LOOK_EVERY_S)  # nothing tells that it has looked and done nothing
    assert keeper.get("/health")[0] == 200
    assert answers_with(engine.ask("Ich suche eine Wohnung"), "life.housing")
    assert small.models() == models
    small.entry("life.work").write_text(whole, encoding="utf-8")
    small.add_question("life.housing", NEW)

    assert wait_for(lambda: answers_with(engine.ask(NEW), "life.housing"))


def test_another_answer_is_no_reason_to_train(small, engine, keeper):
    models = small.models()
    path = small.entry("life.housing")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: Wohnung, WBS und Wohngeld", "title: Wohnen", 1), encoding="utf-8")
    time.sleep(4 * LOOK_EVERY_S)

    assert small.models() == models
    assert children(keeper.process.pid) == []


def test_a_killed_training_leaves_no_broken_model_and_the_next_change_is_trained(small, engine, keeper):
    before, models = engine.get("/health"), small.models()
    small.add_question("life.housing", OTHER)
    assert wait_for(lambda: any((small.var / "models").glob(".training-*/")))  # under way: Rasa is at work
    (training,) = children(keeper.process.pid)
    os.kill(training, signal.SIGKILL)
    assert wait_for(lambda: children(keeper.process.pid) == [])

    assert small.models() == models
    assert engine.get("/health") == before
    assert answers_with(engine.ask("Ich suche eine Wohnung"), "life.housing")
    small.add_question("life.housing", NEW)
    assert wait_for(lambda: answers_with(engine.ask(NEW), "life.housing"))
    assert all(tarfile.is_tarfile(model) for model in small.models())


def test_an_engine_that_starts_later_is_brought_in_step(small, engine, keeper, tmp_path):
    """It was down while staff wrote; the keeper asks until it answers."""
    engine.stop()
    small.add_question("life.housing", NEW)
    again = Engine(tmp_path / "again.log", port=engine.port, **small.environment)
    try:
        again.wait_until_ready()

        assert wait_for(lambda: answers_with(again.ask(NEW), "life.housing"))
    finally:
        again.process.kill()


def test_an_engine_that_started_on_a_kept_copy_takes_the_mended_content(small, start_small, follow):
    """The content had faults when it started, so it answers from the last good state: until they are mended."""
    keep(load_content(small.content, crisis=False), small.content, small.var / "content-kept")
    whole = small.entry("life.work").read_text(encoding="utf-8")
    small.entry("life.work").write_text("id: [", encoding="utf-8")
    engine = start_small()
    follow(engine)
    small.entry("life.work").write_text(whole, encoding="utf-8")
    small.add_question("life.housing", NEW)

    assert wait_for(lambda: answers_with(engine.ask(NEW), "life.housing"))
