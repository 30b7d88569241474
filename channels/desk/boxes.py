"""Which cases stand where, as rows of the inbox. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_datetime, format_timedelta
from django.db.models import Count, Q, QuerySet

from bot import clock
from bot.content import current
from bot.handoff.models import Case
from bot.staff.models import Staff
from faq.model import GERMAN

PAGE = 50  # rows
BOXES = {"neu": "Neu", "meine": "Meine", "wartet": "Wartet auf Antwort", "fertig": "Abgeschlossen"}
STATES = {
    Case.State.OPEN: "neu",
    Case.State.CLAIMED: "in Arbeit",
    Case.State.ANSWERED: "beantwortet",
    Case.State.ASKED_BACK: "Rückfrage gestellt",
    Case.State.CLOSED: "abgeschlossen",
}
REASONS = {
    Case.Reason.ASKED: "möchte mit einem Menschen sprechen",
    Case.Reason.NO_ANSWER: "der Assistent wusste keine Antwort",
    Case.Reason.NEGATIVE_FEEDBACK: "die Antwort half nicht",
    Case.Reason.ENGINE_DOWN: "die genaue Suche war ausgefallen",
}
ENDINGS = {
    Case.Ending.ANSWERED: "Frage beantwortet",
    Case.Ending.REFERRED: "an andere Stelle verwiesen",
    Case.Ending.NO_REPLY: "keine Rückmeldung",
    Case.Ending.OTHER: "anderer Grund",
}


@dataclass(frozen=True)
class Row:
    """A case in a list."""

    id: int
    question: str
    language: str  # in German
    code: str
    direction: str
    reason: str
    state: str
    holder: str
    opened: str
    ago: str


def box_of(name: str, staff: Staff) -> QuerySet[Case]:
    """The cases of a box: what waits longest comes first, what was closed last comes first."""
    wanted = _conditions(staff)[name]
    order = "-closed_at" if name == "fertig" else "created_at"
    return Case.objects.filter(wanted).select_related("holder").order_by(order, "pk")


def counts(staff: Staff) -> dict[str, int]:
    """How many cases each box has; closed ones are not counted."""
    wanted = {name: Count("pk", filter=condition) for name, condition in _conditions(staff).items() if name != "fertig"}
    return dict(Case.objects.filter(~Q(state=Case.State.CLOSED)).aggregate(**wanted))


def _conditions(staff: Staff) -> dict[str, Q]:
    return {
        "neu": Q(state=Case.State.OPEN),
        "meine": Q(holder=staff) & ~Q(state=Case.State.CLOSED),
        "wartet": Q(state=Case.State.CLAIMED),
        "fertig": Q(state=Case.State.CLOSED),
    }


def rows(cases: Sequence[Case]) -> list[Row]:
    return [row(case) for case in cases]


def row(case: Case) -> Row:
    languages = current().languages
    language = languages.get(case.language, languages[GERMAN])
    return Row(
        id=case.pk,
        question=case.question,
        language=language.german,
        code=language.code,
        direction=language.direction,
        reason=REASONS[Case.Reason(case.reason)],
        state=STATES[Case.State(case.state)],
        holder=case.holder.display_name if case.holder else "",
        opened=format_datetime(case.created_at, "short", tzinfo=clock.LOCAL, locale="de"),
        ago=format_timedelta(case.created_at - clock.now(), add_direction=True, locale="de"),
    )
