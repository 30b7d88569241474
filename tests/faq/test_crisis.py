"""The crisis check: folding, patterns, exceptions, and the language of the answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.crisis import crisis_language, find_crisis, fold
from faq.model import CrisisRule


def rule(language: str = "de", *patterns: str, unless: tuple[str, ...] = ()) -> CrisisRule:
    return CrisisRule("safety.crisis", language, patterns, unless, positive=(), negative=())


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ich will nicht mehr LEBEN!!", " ich will nicht mehr leben "),
        ("Größe, Ärger; Öl", " grosse arger ol "),
        ("STRASSE Straße", " strasse strasse "),
        ("A\u0308rger", " arger "),  # the dots as a character of their own
        ("Je n’en peux plus", " je n'en peux plus "),
        ("l'aide l‘aide l’aide l´aide l`aide lʼaide", " l'aide l'aide l'aide l'aide l'aide l'aide "),
        ("Élève, ça œuvre", " eleve ca œuvre "),
        ("İSTANBUL Isparta ısırdı ILIK", " istanbul isparta isirdi ilik "),
        ("ölmek istiyorum, ğüşç", " olmek istiyorum gusc "),
        ("أُريدُ أنْ أموت إلى آخر ٱلموت", " اريد ان اموت الي اخر الموت "),
        ("المـــوت", " الموت "),
        ("مى‌خواهم بمیرم، کمک", " ميخواهم بميرم كمك "),
        ("می خواهم بميرم، كمك", " مي خواهم بميرم كمك "),
        ("मैं मरना चाहता हूँ", " म मरना चाहता ह "),
        ("Її йолка, ещё; п’ять", " іі иолка еще п'ять "),
        ("ich\u200b will\u00a0st\u00aderben", " ich will sterben "),  # a hidden blank, a hard one, a soft hyphen
        ("s\u0336t\u0336e\u0336r\u0336b\u0336e\u0336n\u0336", " sterben "),  # struck through
        ("𝐇𝐞𝐥𝐩 Ｈｅｌｐ ℌelp ⓗelp", " help help help help "),
        ("will---sterben 112", " will sterben 112 "),
        ("", "  "),
        ("?! 😢", "  "),
    ],
)
def test_text_is_folded(text: str, folded: str):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_has_one_case_and_single_blanks(text: str):
    folded = fold(text)

    assert folded == folded.casefold()
    assert folded == "  " or folded == f" {' '.join(folded.split())} "


@pytest.mark.parametrize("text", ["Ich will STERBEN!", "ich will\nnur noch sterben", "ich will... sterben"])
def test_a_rule_is_found_however_the_sentence_is_written(text: str):
    wanted = rule("de", r"\bwill (?:\w+ ){0,2}sterben\b")

    assert find_crisis([wanted], text) == [wanted]


@pytest.mark.parametrize("text", ["Mein Hund ist gestorben", "Ich will die Sterbeurkunde", "", "Guten Tag"])
def test_a_rule_is_not_found_in_another_sentence(text: str):
    assert find_crisis([rule("de", r"\bwill (?:\w+ ){0,2}sterben\b")], text) == []


def test_an_exception_cancels_its_own_rule_alone():
    narrow = rule("de", "sterben", unless=("vor langeweile",))
    wide = rule("de", "sterben")

    assert find_crisis([narrow, wide], "Ich könnte vor Langeweile sterben") == [wide]


def test_any_of_the_patterns_counts():
    wanted = rule("de", "selbstmord", "umbringen|a(b)c", "sterben")

    assert find_crisis([wanted], "ich will mich umbringen") == [wanted]


def test_a_rule_without_patterns_never_matches():
    assert find_crisis([rule("de")], "ich will sterben") == []


def test_the_rules_of_all_languages_are_tried_on_every_message():
    german, turkish = rule("de", "sterben"), rule("tr", "olmek istiyorum")

    assert find_crisis([german, turkish], "Ölmek istiyorum") == [turkish]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("أموت", "اموت"),
        ("أموت", "أموت"),
        ("می‌میرم".replace("\u200c", ""), "مي‌ميرم"),
        ("ılık", "ILIK"),
        ("j’ai", "j'ai"),
    ],
)
def test_patterns_may_be_written_with_the_letters_of_another_keyboard(pattern: str, text: str):
    assert len(find_crisis([rule("ar", pattern)], text)) == 1


@pytest.mark.parametrize(("language", "answer"), [("tr", "tr"), ("de", "de"), ("ar", "de"), ("", "de")])
def test_the_answer_is_in_the_conversations_language_if_it_matches_else_in_the_first_match(language: str, answer: str):
    assert crisis_language([rule("de", "x"), rule("tr", "x")], language) == answer


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("(?:жена|zhena) меня бь?ет", "zhena меня бьет", True),  # a mixture of scripts on both sides
        ("(?:жена|zhena) me byet", "ZHENA me byet!", True),
        ("(?:^ )112(?: $)", "112", True),  # no letter at all
        ("(?:^ )112(?: $)", "۱۱۲", False),
        (r"\w+ бьет", "он бьет", True),
        ("brennt", "горит", False),
    ],
)
def test_patterns_of_any_script_are_tried_where_their_letters_stand(pattern: str, text: str, found: bool):
    rule = CrisisRule("safety.emergency", "ru", (pattern,), (), (), ())

    assert bool(find_crisis([rule], text)) is found
