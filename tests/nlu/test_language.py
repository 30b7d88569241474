from __future__ import annotations

import pytest

from faq.model import variant_of
from nlu.identifier import FastTextIdentifier, model_path
from nlu.language import Hint, LanguageGuesser
from nlu.marks import LETTERS, WORDS
from nlu.office_words import tells_nothing, without_office_words

MESSAGES = {
    "am": "ልጄን ትምህርት ቤት እንዴት ማስመዝገብ እችላለሁ?",
    "ar": "كيف أسجل طفلي في المدرسة؟",
    "bg": "Как да запиша детето си на училище?",
    "bs": "Kako mogu upisati dijete u školu?",
    "ckb": "چۆن منداڵەکەم لە قوتابخانە تۆمار بکەم؟",
    "de": "Wie melde ich mein Kind in der Schule an?",
    "el": "Πώς γράφω το παιδί μου στο σχολείο;",
    "en": "How do I register my child at school?",
    "es": "¿Cómo inscribo a mi hijo en la escuela?",
    "fa": "چطور فرزندم را در مدرسه ثبت‌نام کنم؟",
    "fr": "Comment inscrire mon enfant à l'école ?",
    "hu": "Hogyan írathatom be a gyerekemet az iskolába?",
    "hi": "मैं अपने बच्चे को स्कूल में कैसे दाखिल कराऊँ?",
    "it": "Come iscrivo mio figlio a scuola?",
    "ka": "როგორ ჩავწერო ბავშვი სკოლაში?",
    "kmr": "Ez çawa dikarim zarokê xwe li dibistanê qeyd bikim?",
    "nl": "Hoe schrijf ik mijn kind in op school?",
    "pl": "Jak zapisać dziecko do szkoły?",
    "ps": "زه څنګه خپل ماشوم په ښوونځي کې ثبت کړم؟",
    "pt": "Como matriculo o meu filho na escola?",
    "ro": "Cum îmi înscriu copilul la școală?",
    "ru": "Как записать ребёнка в школу?",
    "so": "Sidee baan ilmahayga ugu qoraa dugsiga?",
    "sq": "Si ta regjistroj fëmijën tim në shkollë?",
    "ti": "ንውላደይ ኣብ ቤት ትምህርቲ ከመይ ገይረ ከመዝግቦ እኽእል?",
    "tr": "Çocuğumu okula nasıl kaydettirebilirim?",
    "uk": "Як записати дитину до школи?",
    "ur": "میں اپنے بچے کو اسکول میں کیسے داخل کروں؟",
    "vi": "Làm thế nào để đăng ký cho con tôi đi học?",
    "zh": "我怎么给孩子报名上学？",
}


@pytest.fixture(scope="module")
def real(languages):
    return LanguageGuesser(languages, FastTextIdentifier(model_path()))


def test_every_language_of_ours_has_a_message_here(languages):
    assert MESSAGES.keys() == {code for code in languages if not variant_of(code)}


@pytest.mark.parametrize("code", MESSAGES)
def test_a_sentence_is_recognised_without_any_hint(real, code):
    guess = real.guess(MESSAGES[code])

    assert guess.language == code
    assert 0 <= guess.confidence <= 1
    assert not guess.ask


@pytest.mark.parametrize("text", ["ok", "OK!", "👍", "123", "", "?", "hotel", "\u200b", "k"])
@pytest.mark.parametrize("code", ["tr", "ar", "uk"])
def test_a_bare_word_never_flips_the_language(real, text, code):
    assert real.guess(text, Hint(code, "earlier")).language == code


@pytest.mark.parametrize("text", ["", "👍", "12:30"])
def test_without_letters_and_hint_it_is_the_original_language(real, text):
    assert real.guess(text).language == "de"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ausländeramt termin nasıl alabilirim", "tr"),
        ("كيف آخذ Termin في Jobcenter", "ar"),
        ("أريد Aufenthaltserlaubnis", "ar"),
        ("як отримати Termin в Ausländeramt", "uk"),
        ("where is the Jobcenter, I have a Bescheid", "en"),
        ("Ich brauche einen Termin beim Jobcenter", "de"),
    ],
)
def test_german_office_words_do_not_make_a_message_german(real, text, code):
    assert real.guess(text).language == code


def test_a_message_of_office_words_alone_follows_the_hint(real):
    assert real.guess("Termin Ausländeramt", Hint("tr", "chosen")).language == "tr"


def test_a_whole_sentence_beats_the_page(real):
    assert real.guess(MESSAGES["ru"], Hint("de", "page")).language == "ru"
    assert real.guess(MESSAGES["tr"], Hint("de", "earlier")).language == "tr"


def test_a_hint_of_a_language_that_is_not_ours_is_no_hint(real):
    assert real.guess("👍", Hint("tlh", "chosen")).language == "de"


def test_only_our_languages_are_ever_answered(real, languages):
    assert real.guess("Hvordan melder jeg barnet mitt på skolen?").language in languages
    assert real.guess("Ինչպե՞ս գրանցեմ երեխայիս դպրոցում", Hint("uk", "page")).language == "uk"


def test_easy_german_stays_while_somebody_writes_german(real):
    easy = Hint("de-x-easy", "chosen")

    assert real.guess(MESSAGES["de"], easy).language == "de-x-easy"
    assert real.guess("ok", easy).language == "de-x-easy"
    assert real.guess(MESSAGES["tr"], easy).language == "tr"


def test_easy_german_is_never_guessed(real):
    assert real.guess(MESSAGES["de"]).language == "de"
    assert "de-x-easy" not in real.guess("Wo ist der Bus?").candidates


def test_two_truly_close_ones_are_asked_for_when_nothing_is_known(told):
    guess = told(ro=0.36, it=0.35, es=0.2).guess("abcdefghijklmnopqr")

    assert guess.ask
    assert guess.candidates == ("ro", "it")


def test_close_ones_are_not_asked_for_when_a_language_is_known(told):
    guess = told(ro=0.36, it=0.35, es=0.2).guess("abcdefghijklmnopqr", Hint("it", "earlier"))

    assert not guess.ask
    assert guess.language == "it"


def test_labels_of_one_language_are_added_up(told):
    assert told(de=0.2, als=0.2, bar=0.1, nl=0.4).guess("abcdefghijklmnopqr").language == "de"


def test_a_label_overrules_the_usual_script(told):
    assert told(sr=0.6, bg=0.3).guess("абвгдежзиклмнопр").language == "bs"


def test_marks_exist_only_for_languages_of_ours(languages):
    assert (LETTERS.keys() | WORDS.keys()) <= languages.keys()


@pytest.mark.parametrize(
    ("tokens", "rest"),
    [
        (["termin", "nasıl", "alınır"], ["nasıl", "alınır"]),
        (["termin"], []),
        (["ki", "nerede"], ["nerede"]),
        (["kim", "var"], ["kim", "var"]),
    ],
)
def test_office_words_go(tokens, rest):
    assert without_office_words(tokens) == rest


@pytest.mark.parametrize(
    ("tokens", "nothing"), [(["ok"], True), (["termin", "jobcenter"], True), ([], True), (["ok", "merhaba"], False)]
)
def test_what_tells_nothing(tokens, nothing):
    assert tells_nothing(tokens) is nothing
