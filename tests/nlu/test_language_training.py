from __future__ import annotations

import argparse
import json
import random

import pytest

from nlu.engine import language_command
from nlu.identifier import FastTextModel
from nlu.language_sources import Corpus, add, empty
from nlu.language_training import Row, fragments, measure, read_rows, train

TEXTS = {
    "de": "Wo kann ich Deutsch lernen/Ich suche eine Wohnung/Wie melde ich mein Kind an/Mein Nachbar braucht Hilfe",
    "tr": "Almanca kursu arıyorum/Ailem için ev arıyorum/Çocuğumu nasıl kaydettiririm/Komşumun yardıma ihtiyacı var",
    "ru": "Где можно учить немецкий/Ищу квартиру для семьи/Как записать ребёнка/Моему соседу нужна помощь",
    "x-fi": "Missä voin opiskella saksaa/Etsin asuntoa perheelleni/Miten ilmoitan lapseni kouluun",
}
UNSEEN = {"wo lerne ich Deutsch?": "de", "ev arıyorum": "tr", "ищу квартиру": "ru", "ishchu kvartiru": "ru-Latn"}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    made = empty()
    for label, texts in TEXTS.items():
        add(made, label, "own", texts.split("/"))
    return made


@pytest.fixture(scope="module")
def trained(corpus, tmp_path_factory):
    """The path of a model trained on the tiny corpus, in a folder that was not there, and what was said meanwhile."""
    target, said = tmp_path_factory.mktemp("language") / "deep" / "tiny.ftz", []
    train(corpus, target, said.append)
    return target, said


@pytest.fixture
def run(capsys):
    """Run the command with these words; returns its exit status, what it printed and its complaint."""

    def run_command(*words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        language_command.add_arguments(parser)
        status = language_command.run(parser.parse_args(words))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run_command


def test_a_trained_model_names_what_it_has_not_seen_and_romanises_by_itself(trained):
    model = FastTextModel(trained[0])
    named = {text: max((shares := model.probabilities(text.strip("?").lower())), key=shares.get) for text in UNSEEN}

    assert model.labels == {*TEXTS, "ru-Latn"}
    assert named == UNSEEN


def test_training_leaves_the_model_alone_in_its_folder_and_says_how_large_it_is(trained):
    target, said = trained

    assert list(target.parent.iterdir()) == [target]
    assert [line.split(" ")[0] for line in said] == ["Training", "Wrote"]


def test_a_model_is_measured_on_sources_it_was_not_trained_on(trained):
    rows = [Row("de", "new", "ich suche hilfe"), Row("tr", "new", "ищу квартиру"), Row("de", "own", "xxx")]

    result = measure(FastTextModel(trained[0]), rows, lambda label: label, ["own"])

    assert result["rows"] == 2
    assert result["labels"] == {"de": 1.0, "tr": 0.0}
    assert result["macro"] == 0.5
    assert result["mistaken"] == [["tr", "ru", 1]]


def test_readers_of_two_labels_are_counted_as_one(trained):
    rows = [Row("ru", "new", "ishchu kvartiru")]

    assert measure(FastTextModel(trained[0]), rows, lambda label: label[:2], [])["macro"] == 1.0


def test_there_are_as_many_fragments_as_wanted_and_none_without_letters():
    assert len(list(fragments(["Wo lerne ich Deutsch?", "12"], 40, random.Random(1)))) == 40
    assert list(fragments(["12", "👍", ""], 40, random.Random(1))) == []


def test_fragments_are_the_same_each_time_and_some_lack_their_diacritics():
    first = list(fragments(["Çocuğumu okula nasıl kaydettirebilirim"], 80, random.Random(1)))

    assert first == list(fragments(["Çocuğumu okula nasıl kaydettirebilirim"], 80, random.Random(1)))
    assert {"çocuğumu", "cocugumu"} <= {fragment.split()[0] for fragment in first}


def test_a_table_is_read_by_its_first_line(tmp_path):
    path = tmp_path / "rows.tsv"
    path.write_text("lang\tsource\tkind\ttext\nde\tchat\tx\tWo ist das?\n", encoding="utf-8")

    assert read_rows(path) == [Row("de", "chat", "Wo ist das?")]


@pytest.mark.parametrize("head", ["", "text\tlang", "lang\tsource", "Wo ist das Büro?"])
def test_a_table_without_its_columns_is_refused(tmp_path, run, head):
    path = tmp_path / "rows.tsv"
    path.write_text(f"{head}\nde\tWo?\n", encoding="utf-8")
    status, out, complaint = run("--test", str(path))

    assert (status, out) == (1, "")
    assert complaint == f"{path}: the first line must name the columns lang and text, with tabs between them.\n"


def test_a_missing_table_is_named(tmp_path, run):
    status, _, complaint = run("--test", str(tmp_path / "none.tsv"))

    assert status == 1
    assert "none.tsv" in complaint


def test_a_missing_folder_is_named_and_no_model_is_written(tmp_path, run):
    target = tmp_path / "model.ftz"
    status, _, complaint = run("--data", str(tmp_path / "none"), "--udhr", str(tmp_path), "--output", str(target))

    assert status == 1
    assert str(tmp_path / "none" / "commonvoice") in complaint
    assert not target.exists()


def test_training_without_its_folders_says_which_are_needed(run):
    status, _, complaint = run()

    assert status == 1
    assert complaint.startswith("Give --data and --udhr")


def test_a_measurement_is_printed_as_a_table_or_as_json(tmp_path, run):
    path = tmp_path / "rows.tsv"
    path.write_text("lang\tsource\ttext\nde\tchat\tWo ist das Büro?\nhr\tchat\tGdje je ured?\n", encoding="utf-8")

    assert "mean of the labels 100.0%" in run("--test", str(path))[1]
    assert json.loads(run("--test", str(path), "--json")[1])["labels"] == {"de": 1.0, "hr": 1.0}
