from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from faq.store import load_content
from nlu.engine import training
from nlu.engine.model_files import model_for, training_fingerprint
from tests.engine.conftest import command


def test_a_model_that_fits_is_not_made_again(model):
    before = model.read_bytes()
    result = command("train")

    assert result.returncode == 0
    assert "nothing to do" in result.stdout
    assert model.read_bytes() == before


def test_nothing_of_rasa_is_imported_to_find_that_out(model):
    code = "import sys; from nlu.engine.__main__ import main; main(['train']); sys.exit('rasa' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


@pytest.fixture
def changed_content(tmp_path, monkeypatch):
    """A content of the test's own, in use, to which a question has been added."""
    content = tmp_path / "content"
    shutil.copytree(Path(os.environ["KILOTSE_CONTENT"]), content)
    entry = content / "entries" / "life.housing.yml"
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("    questions:\n", '    questions:\n      - "Noch eine Frage zur Wohnung"\n', 1))
    monkeypatch.setenv("KILOTSE_CONTENT", str(content))
    return content


def test_another_question_is_another_model(model, changed_content):
    assert model_for(training_fingerprint()) != model


def test_until_it_is_trained_the_last_model_serves_and_says_which_content_it_knows(model, changed_content, start):
    present = load_content(changed_content).training_hash
    engine = start()
    health = engine.get("/health")[1]

    assert health["model"] == model.name.removesuffix(".tar.gz")
    assert health["content"] != present
    assert "no model fits the content" in engine.log.read_text()


def test_content_with_too_little_to_tell_apart_is_one_sentence(tmp_path, monkeypatch, model):
    content = tmp_path / "content"
    shutil.copytree(Path(os.environ["KILOTSE_CONTENT"]), content)
    rule = 'rules: [{entry: life.housing, patterns: [feuer], examples: {"yes": [Feuer], "no": [Ofen]}}]\n'
    for path in (content / "crisis").glob("*.yml"):
        path.unlink()
    (content / "crisis/de.yml").write_text(rule, encoding="utf-8")
    for entry in (content / "entries").glob("*.yml"):
        if entry.stem != "life.housing":
            entry.unlink()
    path = content / "entries" / "life.housing.yml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("see_also")]
    path.write_text("\n".join(lines), encoding="utf-8")
    result = command("train", KILOTSE_CONTENT=str(content))

    assert result.returncode == 1
    assert "fewer than two entries" in result.stderr
    assert "Traceback" not in result.stderr


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
