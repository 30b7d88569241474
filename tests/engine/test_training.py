from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from nlu.engine import training
from nlu.engine.model_files import model_for, training_fingerprint
from tests.engine.conftest import command


def test_a_model_that_fits_is_not_made_again(model):
    before = model.read_bytes()
    started = time.monotonic()
    result = command("train")

    assert result.returncode == 0
    assert "nothing to do" in result.stdout
    assert time.monotonic() - started < 3  # 0.2 on a quiet machine
    assert model.read_bytes() == before


def test_nothing_of_rasa_is_imported_to_find_that_out(model):
    import subprocess
    import sys

    code = "import sys; from nlu.engine.__main__ import main; main(['train']); sys.exit('rasa' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_another_question_is_another_model(model, tmp_path, monkeypatch):
    content = tmp_path / "content"
    shutil.copytree(Path(__import__("os").environ["KILOTSE_CONTENT"]), content)
    entry = content / "entries" / "life.housing.yml"
    monkeypatch.setenv("KILOTSE_CONTENT", str(content))
    assert model_for(training_fingerprint()) == model

    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("    questions:\n", '    questions:\n      - "Noch eine Frage zur Wohnung"\n', 1))

    assert model_for(training_fingerprint()) != model


def test_a_crash_in_the_middle_leaves_the_old_model_and_no_rest(model, monkeypatch):
    before = model.read_bytes()

    def crash(directory: Path) -> Path:
        (directory / "model.tar.gz").write_bytes(b"half a mod")
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "_train_with_rasa", crash)
    with pytest.raises(KeyboardInterrupt):
        training.train(force=True)

    assert model.read_bytes() == before
    assert [path.name for path in model.parent.iterdir() if path.name.startswith(".")] == []
