from __future__ import annotations

import pytest

from faq.equality import differences

GERMAN = "Am 1. November 2025: [112](tel:112), Café Zuflucht, ab 27 Jahren, 2 Teams: {ki-staff}"


@pytest.mark.parametrize(
    "other",
    [
        GERMAN,
        "On 1 November 2025, 2 teams, [112](tel:112), age 27, Café Zuflucht, {ki-staff}",
        "2025 年 11 月 1 日：Café Zuflucht，27 岁，2 个团队，[112](tel:112) {ki-staff}",
    ],
)
def test_the_same_numbers_names_links_and_slots_are_no_difference_in_any_order(other: str):
    assert differences(GERMAN, other, ["Café Zuflucht"]) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ab 27", "ab 26", ["the number 27 is missing", "the number 26 is not in the German answer"]),
        (" ab 27 Jahren,", "", ["the number 27 is missing"]),
        ("tel:112", "tel:110", ["the link tel:112 is missing", "the link tel:110 is not in the German answer"]),
        ("{ki-staff}", "{switchboard}", ["the slot ki-staff is missing", "the slot switchboard is not in the German answer"]),
        ("Café Zuflucht", "кафе Цуфлухт", ["the name Café Zuflucht is missing"]),
        ("2 Teams", "2 Teams, 2 Chefs", ["the number 2 is not in the German answer"]),
    ],
)  # fmt: skip
def test_a_difference_is_told_in_words(old: str, new: str, told: list[str]):
    assert differences(GERMAN, GERMAN.replace(old, new), ["Café Zuflucht", "Jobcenter"]) == told


def test_other_digits_are_other_numbers():
    assert differences("ab 27", "از ۲۷", []) == [
        "the number 27 is missing",
        "the number ۲۷ is not in the German answer",
    ]
