from __future__ import annotations

import pytest

from actions.language_names import named_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("English, please", "en"),
        ("auf Türkisch bitte", "tr"),
        ("AUF TÜRKISCH BITTE", "tr"),
        ("по-русски пожалуйста", "ru"),
        ("українською, будь ласка", "uk"),
        ("بالعربي لو سمحت", "ar"),
        ("türkçe konuşabilir misin", "tr"),
        ("请说中文", "zh"),
        ("Kurdî (Kurmancî)", "kmr"),
        ("فارسی", "fa"),
    ],
)
def test_the_named_language_is_found(content, text, code):
    assert named_language(text, content.languages) == code


@pytest.mark.parametrize("text", ["", "hallo", "Germany", "Turkishly"])
def test_without_a_name_there_is_none(content, text):
    assert named_language(text, content.languages) is None


def test_each_languages_autonym_names_it(content):
    found = {code: named_language(row.autonym, content.languages) for code, row in content.languages.items()}

    assert found == {code: code for code in content.languages}


def test_the_longest_name_wins(content):
    names = {name: code for code, row in content.languages.items() for name in row.names}
    longer = next(name for name in names if " " in name and names.get(name.split()[0], names[name]) != names[name])

    assert named_language(longer, content.languages) == names[longer]
