from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from faq.model import variant_of
from nlu import identifier as module
from nlu.identifier import MISSING, OTHER, SECOND_NAMES, FastTextModel, model_path
from nlu.language import audience_of

# Labels that stand for nobody's language of ours, so that their speakers are not mistaken for others.
STRANGERS = {"az", "bn", "cs", "hy", "mk", "rom", "sk", "ta"}


def best(probabilities: dict[str, float]) -> str:
    return max(probabilities, key=lambda label: probabilities[label])


@pytest.mark.parametrize("text", ["Wo lerne ich Deutsch?", "k", "مرحبا", "eins\nzwei drei", "我想学德语", "d'accord"])
def test_probabilities_of_the_likeliest_labels_add_up_to_one(identifier, text):
    found = identifier.probabilities(text)

    assert found.keys() <= identifier.labels
    assert len(found) > 10
    assert sum(found.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in found.values())


@pytest.mark.parametrize("text", ["", "  ", "👍", "12:30", "?!", "\n"])
def test_a_text_without_letters_has_no_label(identifier, text):
    assert identifier.probabilities(text) == {}


def test_case_digits_and_punctuation_change_nothing(identifier):
    assert identifier.probabilities("WO IST DAS BÜRO, 3. Stock?!") == identifier.probabilities("wo ist das büro stock")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Wo kann ich Deutsch lernen?", "de"),
        ("gde mozhno uchit nemetskiy yazyk besplatno", "ru-Latn"),
        ("kif fini sajjel ibni bel madrase", "ar-Latn"),
        ("Где могу да научим немачки језик?", "sr"),
        ("لطفاً بگویید که شفاخانه در کجا است و چی وقت باز میشود", "prs"),
        ("Jeg leder efter et danskkursus til min kone og børn", "x-da"),
    ],
)
def test_the_finest_label_is_named(identifier, text, label):
    assert best(identifier.probabilities(text)) == label


def test_every_language_of_ours_has_a_label(identifier, languages):
    readers = {audience_of(label, languages) for label in identifier.labels}

    assert readers - {None} == {code for code in languages if not variant_of(code)}


def test_a_label_is_ours_a_strangers_or_another_one(identifier, languages):
    rest = {label for label in identifier.labels if not label.startswith(OTHER) and not audience_of(label, languages)}

    assert rest == STRANGERS


def test_the_second_names_are_labels_that_both_models_know(identifier):
    second = FastTextModel(model_path()).labels

    assert SECOND_NAMES.keys() <= identifier.labels
    assert {name for names in SECOND_NAMES.values() for name in names} <= second


def test_many_threads_get_the_answers_of_one(identifier):
    texts = ["Wo lerne ich Deutsch?", "Almanca kursu arıyorum", "Шукаю житло", "أبحث عن سكن"] * 50
    alone = [best(identifier.probabilities(text)) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: best(identifier.probabilities(text)), texts))

    assert together == alone == ["de", "tr", "uk", "ar"] * 50


def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda name: None)

    with pytest.raises(FileNotFoundError) as error:
        model_path()

    assert str(error.value) == MISSING
