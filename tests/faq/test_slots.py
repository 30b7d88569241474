"""Slots: confirmed contact data, or what stands in for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from faq.model import Content
from faq.slots import contact_markdown, dial, fill

Edit = Callable[[str, str, str], int]
Load = Callable[[], Content]

PAGE = "[Offizielle Seite](https://www.musterstadt.example/ki)"
STAND_INS = f"Zentrale: [0241 432-0](tel:+492414320) · {PAGE}"


@pytest.fixture
def confirm(edit: Edit) -> Callable[[str], int]:
    """Staff confirm one item of `ki-staff`, by its value."""
    return lambda value: edit("contacts.yml", f"{value}, confirmed: null", f"{value}, confirmed: 2026-11-20")


def test_an_unconfirmed_contact_is_never_shown_and_the_stand_ins_take_its_place(load: Load):
    shown = fill(load(), "Das Team hilft Ihnen: {ki-staff}", "de")

    assert shown == f"Das Team hilft Ihnen: {STAND_INS}"
    assert "team@musterstadt.example" not in shown


def test_a_confirmed_item_is_shown_and_the_others_stay_away(confirm: Callable[[str], int], load: Load):
    confirm("team@musterstadt.example")

    assert contact_markdown(load(), "ki-staff", "de") == (
        "Team: [team@musterstadt.example](mailto:team@musterstadt.example)"
    )


def test_all_confirmed_items_are_shown_in_their_order(confirm: Callable[[str], int], load: Load):
    confirm("0241 432-1")
    confirm("team@musterstadt.example")

    assert contact_markdown(load(), "ki-staff", "de") == (
        "Team: [team@musterstadt.example](mailto:team@musterstadt.example), [0241 432-1](tel:+492414321)"
    )


@pytest.mark.parametrize(("kind", "value"), [("address", "Beispielstraße 1"), ("hours", "Mo 9-12 Uhr")])
def test_an_address_and_hours_are_shown_as_they_are(edit: Edit, load: Load, kind: str, value: str):
    edit("contacts.yml", "kind: phone, value: 0241 432-1, confirmed: null", f"kind: {kind}, value: {value}, confirmed: 2026-11-20")  # fmt: skip

    assert contact_markdown(load(), "ki-staff", "de") == f"Team: {value}"


def test_a_stand_in_is_shown_unconfirmed(load: Load):
    assert contact_markdown(load(), "switchboard", "de") == "Zentrale: [0241 432-0](tel:+492414320)"


def test_a_contact_of_one_link_is_that_link_under_the_contacts_name(load: Load):
    assert contact_markdown(load(), "ki-page", "de") == PAGE


def test_a_link_among_other_items_has_its_own_label(edit: Edit, load: Load):
    edit("contacts.yml", "    - {kind: link", "    - {kind: phone, value: '115'}\n    - {kind: link")

    assert contact_markdown(load(), "ki-page", "de") == (
        "Offizielle Seite: [115](tel:115), [Zur Seite](https://www.musterstadt.example/ki)"
    )


def test_a_link_without_a_label_shows_its_address(edit: Edit, load: Load):
    edit("contacts.yml", ", label: {de: Zur Seite}", "")
    edit("contacts.yml", "    - {kind: link", "    - {kind: phone, value: '115'}\n    - {kind: link")

    assert "[https://www.musterstadt.example/ki](https://www.musterstadt.example/ki)" in (
        contact_markdown(load(), "ki-page", "de")
    )


@pytest.mark.parametrize(
    ("language", "name"), [("de", "Zentrale"), ("en", "Switchboard"), ("ckb", "Switchboard"), ("xx", "Zentrale")]
)
def test_a_contact_is_named_in_the_first_language_of_the_chain_that_has_a_name(load: Load, language: str, name: str):
    assert contact_markdown(load(), "switchboard", language).startswith(f"{name}: ")


@pytest.mark.parametrize(("language", "office"), [("de", "Integrationszentrum"), ("tr", "Integration Centre")])
def test_the_office_is_named_in_the_readers_language(load: Load, language: str, office: str):
    assert fill(load(), "Hier: {office}.", language) == f"Hier: {office}."


def test_a_value_fills_its_placeholder_and_wins_over_contacts(load: Load):
    assert fill(load(), "{date}, {switchboard}", "de", date="20.11.2026", switchboard="x") == "20.11.2026, x"


def test_a_value_that_looks_like_a_slot_is_not_filled_again(load: Load):
    assert fill(load(), "{date}", "de", date="{ki-staff}") == "{ki-staff}"


def test_a_slot_that_does_not_exist_is_a_bug_of_the_caller(load: Load):
    with pytest.raises(KeyError):
        fill(load(), "{nobody}", "de")


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0241 432-0", "+492414320"),
        ("0241/432 56612", "+4924143256612"),
        ("0800 111 0 111", "+498001110111"),
        ("+49 241 432-0", "+492414320"),
        ("0049 241 4320", "00492414320"),
        ("112", "112"),
        ("115", "115"),
        ("116 117", "116117"),
    ],
)
def test_a_number_is_dialled_from_any_country_and_short_ones_stay_short(written: str, dialled: str):
    assert dial(written) == dialled
