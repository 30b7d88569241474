"""Personal data before it is stored: found in any country's form, and nothing else taken for it."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.masking import mask

SWITCHBOARD = frozenset({"+492414320"})
IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(
    "number",
    [
        "0176 12345678",
        "0176/12345678",
        "0151-23456789",
        "(0241) 43 25 66 12",
        "+49 176 12345678",
        "0049 151 23456789",
        "+90 532 123 45 67",
        "00905321234567",
        "+380 50 123 45 67",
        "+33 6 12 34 56 78",
        "+7 912 345-67-89",
        "+963 944 123 456",
        "٠١٧٦١٢٣٤٥٦٧٨",  # Arabic digits
        "+٩٦٣ ٩٤٤ ١٢٣ ٤٥٦",
        "۰۱۵۱۲۳۴۵۶۷۸۹",  # Persian digits
        "+８１ ９０ １２３４ ５６７８",  # full-width digits
    ],
)
def test_a_phone_number_is_masked(number):
    assert mask(f"Rufen Sie an: {number}, danke") == ("Rufen Sie an: [☎], danke", ["phone"])


@pytest.mark.parametrize("number", ["0241 432-0", "0241/4320", "+49 241 4320", "0049 241 432 0", "٠٢٤١ ٤٣٢٠"])
def test_a_public_number_is_kept(number):
    assert mask(f"Ist {number} richtig?", SWITCHBOARD) == (f"Ist {number} richtig?", [])


def test_a_public_number_is_masked_where_it_is_not_known_as_public():
    assert mask("0241 432-0") == ("[☎]", ["phone"])


@pytest.mark.parametrize(
    "iban",
    [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "DE89-3704-0044-0532-0130-00",
        "de89 3704 0044 0532 0130 00",
        "TR33 0006 1005 1978 6457 8413 26",
        "GB29 NWBK 6016 1331 9268 19",
        "NL91ABNA0417164300",
        "UA213223130000026007233566001",
        "NO9386011117947",  # the shortest, 15 characters
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_an_account_number_is_masked(iban):
    assert mask(f"Konto: {iban} bitte") == ("Konto: [IBAN] bitte", ["iban"])


@pytest.mark.parametrize("iban", ["DE88 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 01", "DE89 3704"])
def test_an_account_number_with_a_wrong_checksum_is_left_alone(iban):
    assert mask(f"Konto {iban}") == (f"Konto {iban}", [])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"Nr12 meine IBAN ist {IBAN}", "Nr12 meine IBAN ist [IBAN]"),
        (f"{IBAN} {IBAN}", "[IBAN] [IBAN]"),
        (f"({IBAN})", "([IBAN])"),
        (f"رقم حسابي {IBAN} شكرا", "رقم حسابي [IBAN] شكرا"),
        (f"{IBAN} Grundsicherungsamt", "[IBAN] Grundsicherungsamt"),
    ],
)
def test_an_account_number_is_found_among_words(text, masked):
    assert mask(text) == (masked, ["iban"])


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (IBAN, True),
        (IBAN.lower().replace(" ", "-"), True),
        ("DE88370400440532013000", False),
        ("", False),
        ("DE89", False),
        ("\u212aE89370400440532013000", False),  # the Kelvin sign is no letter of a country
    ],
)
def test_the_checksum_tells_an_account_number(text, right):
    assert (mask(text)[1] == ["iban"]) is right


@given(st.integers(0, 10**18 - 1), st.integers(1, 96))
def test_a_checksum_that_is_off_never_passes(account, off):
    bban = f"{account:018}"
    check = 98 - int(f"{bban}131400") % 97  # D is 13, E is 14

    assert mask(f"DE{check:02}{bban}")[1] == ["iban"]
    assert "iban" not in mask(f"DE{(check - 2 + off) % 97 + 2:02}{bban}")[1]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("max@example.org", "[@]"),
        ("Schreiben Sie an max.muster+ki@amt.example-stadt.de.", "Schreiben Sie an [@]."),
        ("(max@example.org)", "([@])"),
        ("Почта: иван@пример.рф", "Почта: [@]"),
        ("بريديmax@example.org", "[@]"),
        ("mailto:max@example.org", "mailto:[@]"),
        ("a@example.org, b@example.org", "[@], [@]"),
    ],
)
def test_an_e_mail_address_is_masked(text, masked):
    assert mask(text) == (masked, ["email"])


@pytest.mark.parametrize(
    "text",
    [
        "am 12.03.2024 um 14:30 Uhr",
        "geboren am 12.03.1985",
        "12/03/2024",
        "2026-11-24",
        "52064 Aachen",
        "Aktenzeichen 33 K 123/24",
        "Aktenzeichen 123456789",
        "BG-Nummer 31502//0001234",
        "Steuer-ID 12 345 678 901",
        "Passnummer C01X00T47",
        "1.234,56 €",
        "1200 Euro im Monat",
        "500.000",
        "von 9 bis 17 Uhr",
        "Schuljahr 2024/2025",
        "am12 november beginnt tochter",  # as SMS are written; the checksum is right by chance
        "am12 kommt ist schule",
        "112",
        "116117",
        "Raum 0241",
        "max@home",
        "@stadt",
        "",
    ],
)
def test_other_numbers_and_words_are_left_alone(text):
    assert mask(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "masked", "kinds"),
    [
        ("0176 12345678 oder max@example.org", "[☎] oder [@]", ["email", "phone"]),
        (f"max@example.org {IBAN} 0176 12345678", "[@] [IBAN] [☎]", ["email", "iban", "phone"]),
        ("0151 12345678@example.org", "0151 [@]", ["email"]),
        ("+4915112345678@sms.example.org", "[@]", ["email"]),
        ("DE89370400440532013000@bank.example", "[IBAN]", ["iban"]),
        (f"{IBAN}@bank.example", "[IBAN]", ["iban"]),
        ("DE89 0176 1234 5678 9012 34", "DE89 0176 1234 5678 9012 34", []),
    ],
)
def test_what_overlaps_is_masked_to_its_end(text, masked, kinds):
    assert mask(text) == (masked, kinds)


@given(st.text(max_size=100), st.text(max_size=100))
def test_what_surrounds_personal_data_is_kept(before, after):
    shown, kinds = mask(f"{before}\n max@example.org \n{after}")

    assert "max@example.org" not in shown
    assert "email" in kinds


@given(st.text(alphabet="DE89 3704-@.+0٠a", max_size=120))
def test_masked_text_has_nothing_left_to_mask(text):
    shown, kinds = mask(text)

    assert "email" not in mask(shown)[1]
    assert (shown == text) is (kinds == [])


@pytest.mark.parametrize(
    "unit", ["1", "1-", "+1 ", "(1", "0241 ", "1/1/", "a@a.", "@", "AA11", "AA11 ", f"{IBAN} ", "٠"]
)
def test_a_thousand_adversarial_characters_cost_some_steps_each(unit):
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    text = (unit * 1000)[:1000]
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        mask(text)
    finally:
        sys.setprofile(before)

    assert calls <= 200 * len(text)
