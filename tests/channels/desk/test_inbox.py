"""The lists of cases."""

from __future__ import annotations

import pytest

from bot.database import in_database
from bot.handoff import cases
from bot.handoff.models import Case
from bot.staff.models import Staff
from channels.desk.access import LIVE
from channels.desk.boxes import PAGE
from tests.channels.desk.conftest import make_case
from tests.channels.web.chat_form import Reading
from tests.support.xss import PAYLOADS


async def test_a_new_case_stands_in_the_inbox_with_its_language_and_direction(desk, case):
    await case("أريد التحدث مع شخص", language="ar")

    await desk.open("/desk/")

    assert '<span class="question" lang="ar" dir="rtl">أريد التحدث مع شخص</span>' in desk.shown
    assert "Arabisch" in desk.shown
    assert "möchte mit einem Menschen sprechen" in desk.shown


async def test_a_case_moves_through_the_boxes(desk, case):
    opened, staff = await case(), await in_database(Staff.objects.get)

    async def boxes() -> list[str]:
        found = []
        for box in ("neu", "meine", "wartet", "fertig"):
            if f"/desk/fall/{opened.pk}" in await desk.open(f"/desk/eingang/{box}"):
                found.append(box)
        return found

    assert await boxes() == ["neu"]
    await in_database(cases.claim, opened.pk, staff)
    assert await boxes() == ["meine", "wartet"]
    await in_database(cases.close, opened.pk, staff, Case.Ending.ANSWERED)
    assert await boxes() == ["fertig"]


async def test_who_waits_longest_comes_first(desk, case):
    first, second = await case("Erste", language="de"), await case("Zweite", language="de")

    await desk.open("/desk/")

    assert desk.shown.index(f"/desk/fall/{first.pk}") < desk.shown.index(f"/desk/fall/{second.pk}")


async def test_long_lists_have_pages(desk):
    await in_database(lambda: [make_case(f"Frage {number}", "de") for number in range(PAGE + 1)])

    first = await desk.open("/desk/")
    second = await desk.open("/desk/?seite=2")

    assert first.count('class="case"') == PAGE
    assert second.count('class="case"') == 1
    assert "Seite 2 von 2" in second


async def test_a_refresh_gets_the_list_alone(desk, case):
    await case()

    await desk.open("/desk/", **{LIVE: "1"})

    assert "<html" not in desk.shown
    assert 'data-waiting="1"' in desk.shown


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_what_residents_write_is_text_everywhere(desk, case, payload):
    opened = await case(f"x {payload}", language="de")
    for path in ("/desk/", f"/desk/fall/{opened.pk}"):
        page = Reading(await desk.open(path))
        assert desk.status == 200
        assert "x " in page.text
        for _, attributes in page.tags:
            assert "xss" not in (attributes.get("class") or "", attributes.get("id"))
            assert not any(
                name.startswith("on") or "javascript:" in (value or "") for name, value in attributes.items()
            )


async def test_an_unknown_box_is_not_found(desk):
    await desk.open("/desk/eingang/anderswo")

    assert desk.status == 404
