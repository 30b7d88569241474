from __future__ import annotations

import pytest

from faq.model import variant_of
from nlu.language import FEWEST_FOREIGN_LETTERS, Hint, audience_of

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
ORIGINS = ["chosen", "earlier", "profile", "page"]


def test_every_language_of_ours_has_a_message_here(languages):
    assert MESSAGES.keys() == {code for code in languages if not variant_of(code)}


@pytest.mark.parametrize("code", MESSAGES)
def test_a_sentence_is_recognised_without_any_hint(real, code):
    guess = real.guess(MESSAGES[code])

    assert guess.language == guess.candidates[0] == code
    assert 0.5 < guess.confidence <= 1
    assert not guess.ask


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("code", MESSAGES)
def test_a_whole_sentence_beats_every_hint(real, code, origin):
    guesses = {other: real.guess(MESSAGES[code], Hint(other, origin)) for other in MESSAGES}

    assert {other: guess.language for other, guess in guesses.items() if guess.language != code} == {}
    assert not any(guess.ask for guess in guesses.values())


@pytest.mark.parametrize(
    "text", ["ok", "OK!", "danke", "ok danke", "👍", "123", "12:30", "", "?", "hotel", "\u200b", "k"]
)
@pytest.mark.parametrize("origin", ORIGINS)
def test_what_is_said_in_every_chat_never_flips_the_language(real, text, origin):
    assert [real.guess(text, Hint(code, origin)).language for code in MESSAGES] == list(MESSAGES)


@pytest.mark.parametrize("text", ["", "👍", "12:30", "52062"])
def test_without_letters_and_hint_it_is_the_original_language(real, text):
    assert real.guess(text).language == "de"


def test_a_hint_of_a_language_that_is_not_ours_is_no_hint(real):
    assert real.guess("👍", Hint("tlh", "chosen")).language == "de"
    assert real.guess("👍", Hint("en-x-easy", "chosen")).language == "de"


def test_easy_german_stays_while_somebody_writes_german(real):
    easy = Hint("de-x-easy", "chosen")

    assert real.guess(MESSAGES["de"], easy).language == "de-x-easy"
    assert real.guess("ok", easy).language == "de-x-easy"
    assert real.guess(MESSAGES["tr"], easy).language == "tr"


def test_easy_german_is_never_guessed(real):
    assert real.guess(MESSAGES["de"]).language == "de"
    assert "de-x-easy" not in real.guess("Wo ist der Bus?").candidates


def test_two_truly_close_ones_are_asked_for_when_nothing_is_known(told):
    guess = told({"ro": 0.36, "it": 0.35, "es": 0.2}).guess("abcdefghijklmnopqr")

    assert guess.ask
    assert guess.candidates == ("ro", "it")


@pytest.mark.parametrize("origin", ORIGINS)
def test_close_ones_are_not_asked_for_when_a_language_is_known(told, origin):
    guess = told({"ro": 0.36, "it": 0.35, "es": 0.2}).guess("abcdefghijklmnopqr", Hint("it", origin))

    assert not guess.ask
    assert guess.language == "it"


def test_whoever_has_a_language_is_not_asked_even_if_they_write_in_another_one(told):
    close = told({"ro": 0.49, "it": 0.48, "es": 0.01})

    assert close.guess("abcdefghijklmnopqr").ask
    assert close.guess("abcdefghijklmnopqr", Hint("es", "page")).language == "ro"
    assert not close.guess("abcdefghijklmnopqr", Hint("es", "page")).ask


def test_a_clear_winner_is_not_asked_for(told):
    assert not told({"ro": 0.6, "it": 0.3}).guess("abcdefghijklmnopqr").ask


def test_labels_of_one_language_are_added_up(told):
    assert told({"de": 0.2, "als": 0.2, "bar": 0.1, "nl": 0.4}).guess("abcdefghijklmnopqr").language == "de"


def test_a_label_overrules_the_usual_script(told):
    assert told({"sr": 0.6, "bg": 0.3}).guess("абвгдежзиклмнопр").language == "bs"


def test_a_language_that_we_do_not_have_is_asked_about_but_not_in_a_word(told):
    stranger = told({"x-fi": 0.95, "nl": 0.05})
    word = "a" * (FEWEST_FOREIGN_LETTERS - 1)

    assert stranger.guess(word + "a").ask
    assert not stranger.guess(word).ask


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("hr", "bs"),
        ("sr-Latn", "bs"),
        ("prs", "fa"),
        ("ru-Latn", "ru"),
        ("als", "de"),
        ("de", "de"),
        ("cs", None),
        ("x-swh", None),
        ("", None),
    ],
)
def test_a_label_has_the_readers_of_its_language(languages, label, code):
    assert audience_of(label, languages) == code
