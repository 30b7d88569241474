from __future__ import annotations

import pytest

from bot.editorial.finding import Files
from bot.editorial.wordings import check_contacts, check_wordings, needed
from tests.bot.editorial.conftest import GERMAN

TURKISH = ("Mektup", "Bizi arayın: {switchboard}", "[Mektup?, a, b, c, d, e]")


@pytest.fixture
def found(directory, load):
    """(place without the directory, check, text) of each finding about wordings and contacts."""

    def found(check: str | None = None) -> list[tuple[str, str, str]]:
        content, files = load(), Files(directory)
        all_of_it = [*check_wordings(content, files), *check_contacts(content, files)]
        return [
            (each.place.removeprefix("content/"), each.severity, each.text)
            for each in all_of_it
            if check in (None, each.check)
        ]

    return found


def test_an_entry_must_have_the_languages_that_the_assistant_speaks(write, load):
    write()

    assert needed(load()) == ["de", "tr"]


def test_a_missing_wording_is_an_error(write, found):
    write()

    text = 'The wording "tr" is missing. Add it under `wordings:`.'
    assert found("missing") == [("entries/letter.one.yml:1", "error", text)]


def test_a_whole_entry_has_no_finding(write, found):
    write(questions="[Brief?, Amt?, a, b, c, d]", tr=TURKISH)

    assert found() == []


def test_a_wording_that_follows_an_older_german_answer_is_a_warning_with_its_line(write, found):
    path = write(tr=TURKISH)
    path.write_text(path.read_text(encoding="utf-8").replace(GERMAN, "Kommen Sie zu uns."), encoding="utf-8")

    ((place, severity, text),) = found("stale")
    line = path.read_text(encoding="utf-8").splitlines().index("  tr:") + 1
    assert (place, severity) == (f"entries/letter.one.yml:{line}", "warning")
    assert text.startswith('"tr" follows an older German answer. Compare it, then write `of: "')


def test_few_questions_are_a_warning(write, found):
    write(tr=TURKISH)

    text = '"de" has 2 example questions. Write at least 6.'
    assert found("questions") == [("entries/letter.one.yml:6", "warning", text)]


def test_a_variant_needs_no_questions(write, found):
    write(
        questions="[1a, 1b, 1c, 1d, 1e, 1f]", tr=TURKISH, **{"de-x-easy": ("Brief", "Rufen Sie an: {switchboard}", "")}
    )

    assert found() == []


@pytest.mark.parametrize(
    ("markdown", "problem"),
    [
        ("[Seite](https://musterstadt)", "https://musterstadt is no link. Correct it, beginning with https://."),
        ("[Seite](https://www.muster stadt.example)", "is no whole link"),
        (
            "[Seite](www.musterstadt.example)",
            "www.musterstadt.example is no link. Correct it, beginning with https://.",
        ),
        ("[Seite](javascript:alert(1))", "is no whole link"),
        ("[112](tel:113)", "113 is no German phone number. Check its digits."),
        ("[0241 43](tel:+4924143)", "+4924143 is no German phone number. Check its digits."),
        ("[Anruf](tel:Notruf)", "Notruf is no phone number. Write digits, such as 112 or 0241 432-0."),
    ],
)
def test_a_link_or_number_that_cannot_work_is_an_error(write, found, markdown, problem):
    write(answer=f"Hier: {markdown}")

    ((_, severity, text),) = found("links")
    assert severity == "error"
    assert problem in text


@pytest.mark.parametrize(
    "markdown",
    [
        "[112](tel:112)",
        "[110](tel:110)",
        "[116 117](tel:116117)",
        "[116 016](tel:116016)",
        "[0800 111 0 111](tel:08001110111)",
        "[Seite](https://www.musterstadt.example/a?b=c#d)",
        "[Post](mailto:amt@musterstadt.example)",
        "Zimmer [12] (hinten)",
    ],
)
def test_what_works_is_no_finding(write, found, markdown):
    write(answer=f"Hier: {markdown}")

    assert found("links") == []


def test_an_answer_longer_than_a_telegram_message_is_an_error(write, found):
    write(answer="👋 " * 1366)  # 3 code units each

    ((_, severity, text),) = found("length")
    assert severity == "error"
    assert "4097 characters as Telegram counts; 4096 fit" in text


def test_slots_count_as_what_they_become(write, found):
    write(answer=f"{'a' * 4000} {{ki-staff}} {{auslaenderamt}}")

    assert [severity for _, severity, _ in found("length")] == ["error"]


def test_a_wrong_number_of_a_contact_is_an_error_though_nobody_has_confirmed_it(write, found, directory):
    write(tr=TURKISH)
    path = directory / "contacts.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("0241 432-56612", "0241 4"), encoding="utf-8")

    ((place, severity, text),) = found("links")
    assert (place.split(":")[0], severity) == ("contacts.yml", "error")
    assert text == "ki-staff: 0241 4 is no German phone number. Check its digits."


def test_a_translation_with_another_number_is_an_error(write, found):
    write(answer="Ab 27 Jahren.", tr=("Mektup", "28 yaşından itibaren.", "[a, b, c, d, e, f]"))

    assert [text for _, _, text in found("equal")] == [
        'The answer "tr": the number 27 is missing. Compare it with the German answer.',
        'The answer "tr": the number 28 is not in the German answer. Compare it with the German answer.',
    ]


def test_a_stale_wording_is_not_compared(write, found):
    path = write(answer="Ab 27 Jahren.", tr=("Mektup", "27 yaşından itibaren.", "[a, b, c, d, e, f]"))
    path.write_text(path.read_text(encoding="utf-8").replace("Ab 27", "Ab 28"), encoding="utf-8")

    assert found("equal") == []
