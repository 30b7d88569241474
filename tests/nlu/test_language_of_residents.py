"""How residents of Aachen write: German office words, other letters, neighbours of our languages, other languages."""

from __future__ import annotations

import pytest

from nlu.language import Hint
from nlu.office_words import tells_nothing, without_office_words

MIXED = [
    ("tr", "Ausländeramt termin nasıl alabilirim"),
    ("tr", "ben Kita için anmeldung yapmak istiyorum"),
    ("tr", "Jobcenter'den Bescheid geldi ne yapmalıyım"),
    ("ar", "كيف آخذ Termin في Jobcenter"),
    ("ar", "أريد Aufenthaltserlaubnis"),
    ("fa", "چطور از Ausländeramt Termin بگیرم"),
    ("uk", "як отримати Termin в Ausländeramt"),
    ("ru", "где получить Wohngeld и Kindergeld"),
    ("bg", "къде да подам Antrag за Kindergeld"),
    ("en", "where is the Jobcenter, I have a Bescheid"),
    ("pl", "Gdzie mogę złożyć Antrag na Wohngeld?"),
    ("es", "¿Dónde pido el Termin para la Aufenthaltserlaubnis?"),
    ("fr", "j'ai reçu un Bescheid du Jobcenter, que faire ?"),
    ("it", "dove posso fare il Integrationskurs?"),
    ("ro", "Unde fac programare la Ausländeramt pentru Aufenthaltstitel?"),
    ("sq", "Ku mund të bëj Integrationskurs?"),
    ("bs", "Gdje mogu dobiti Termin za Ausländeramt?"),
    ("so", "Sidee baan u helaa Termin Ausländeramt"),
    ("kmr", "Ez çawa dikarim Termin ji Ausländeramt bistînim"),
    ("vi", "tôi muốn đăng ký Integrationskurs ở đâu"),
    ("zh", "我想预约 Ausländeramt 的 Termin"),
    ("el", "πού μπορώ να κάνω Anmeldung για Kita;"),
    ("hi", "मुझे Jobcenter में Termin चाहिए"),
    ("ka", "სად შემიძლია Termin მივიღო Jobcenter-ში"),
    ("de", "Ich brauche einen Termin beim Jobcenter"),
    ("de", "Mein Vater spricht nur русский, wer kann dolmetschen?"),
]
ROMANISED = [
    ({"ar"}, "kif fini sajjel ibni bel madrase"),
    ({"ar"}, "wen ba2dar et3allam almani hon"),
    ({"fa"}, "salam chetor mitunam bachamo madrese sabte nam konam"),
    ({"fa"}, "man donbale kelase zabane almani migardam"),
    ({"ru"}, "zdravstvuyte kak zapisat rebenka v shkolu"),
    ({"ru"}, "gde mozhno uchit nemetskiy yazyk besplatno"),
    ({"uk"}, "dobryi den yak zapysaty dytynu do shkoly"),
    ({"uk"}, "de mozhna vchyty nimetsku movu bezkoshtovno"),
    ({"bg"}, "zdraveite kak da zapisha deteto si na uchilishte"),
    ({"bg"}, "kade moga da ucha nemski ezik bezplatno"),
    ({"el"}, "kalimera pos mporo na grapso to paidi mou sto sxoleio"),
    ({"el"}, "pou mporo na matho germanika dorean"),
    ({"ur", "hi"}, "mujhe apne bache ko school mein dakhil karwana hai"),  # so written, both are one language
    ({"ur", "hi"}, "mujhe apne bachche ka school mein admission karana hai"),
    ({"zh"}, "wo xiang gei haizi baoming shang xue zenme ban"),
    ({"zh"}, "nali keyi mianfei xuexi deyu"),
]
BOSNIAN_CROATIAN_SERBIAN = [
    "Kako da upišem dete u školu?",
    "Како да упишем дете у школу?",
    "Gdje mogu naučiti njemački jezik?",
    "Где могу да научим немачки језик?",
    "Tko mi može pomoći s prijavom djeteta u vrtić?",
    "Треба ми помоћ око уписа у вртић",
    "Što trebam donijeti na razgovor?",
    "Trebam pomoć",
    "Добар дан, где је канцеларија?",
]
DARI = [
    "من چطور میتوانم اولاد خود را در مکتب شامل کنم؟",
    "لطفاً بگویید که شفاخانه در کجا است و چی وقت باز میشود",
]
OTHERS = {
    "Swahili": "Ninatafuta kozi ya Kijerumani kwa ajili ya mke wangu",
    "Swahili, school": "Ninawezaje kumwandikisha mtoto wangu shuleni?",
    "Oromo": "Ijoollee koo mana barumsaa akkamittin galmeessuu danda'a?",
    "Oromo, school": "Mana barumsaa keessatti ijoollee koo galmeessuu nan barbaada",
    "Danish": "Hvordan melder jeg mit barn til skole i Aachen?",
    "Danish, course": "Jeg leder efter et danskkursus til min kone og børn",
    "Finnish": "Miten voin ilmoittaa lapseni kouluun?",
    "Indonesian": "Bagaimana cara mendaftarkan anak saya ke sekolah?",
    "Swedish": "Hur anmäler jag mitt barn till skolan?",
}


@pytest.mark.parametrize(("code", "text"), MIXED)
def test_a_mixed_message_is_in_the_language_of_its_grammar(real, code, text):
    guess = real.guess(text)

    assert guess.language == code
    assert not guess.ask


@pytest.mark.parametrize("text", ["Termin", "Jobcenter?", "Termin Ausländeramt", "Aachen"])
@pytest.mark.parametrize("code", ["tr", "ar", "uk", "so"])
def test_office_words_are_no_evidence_for_german(real, text, code):
    assert real.guess(text, Hint(code, "page")).language == code


@pytest.mark.parametrize(("codes", "text"), ROMANISED)
def test_a_message_in_latin_letters_is_recognised_without_a_hint(real, codes, text):
    guess = real.guess(text)

    assert guess.language in codes
    assert guess.label.removesuffix("-Latn") in codes
    assert not guess.ask or set(guess.candidates) <= codes


@pytest.mark.parametrize("text", BOSNIAN_CROATIAN_SERBIAN)
def test_croatian_and_serbian_are_one_language_and_never_asked_about(real, text):
    guess = real.guess(text)

    assert guess.language == "bs"
    assert not guess.ask


@pytest.mark.parametrize("text", DARI)
def test_dari_is_answered_in_persian(real, text):
    guess = real.guess(text)

    assert (guess.language, guess.label, guess.ask) == ("fa", "prs", False)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_language_that_we_do_not_have_is_asked_about(real, languages, text):
    guess = real.guess(text)

    assert guess.ask
    assert guess.label.startswith("x-")
    assert set(guess.candidates) <= languages.keys()
    assert not real.guess(text, Hint("en", "page")).ask


@pytest.mark.parametrize(("text", "codes"), [("casa", {"it", "pt"})])
def test_a_word_of_two_languages_is_asked_about_until_one_is_known(real, text, codes):
    guess = real.guess(text)

    assert guess.ask
    assert codes <= set(guess.candidates)
    assert {real.guess(text, Hint(code, "earlier")).language for code in codes} == codes


def test_a_script_that_none_of_ours_is_written_in_keeps_what_is_known(real):
    guess = real.guess("Ինչպե՞ս գրանցեմ երեխայիս դպրոցում", Hint("uk", "page"))

    assert (guess.language, guess.ask) == ("uk", False)


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
