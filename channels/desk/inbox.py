"""The inbox: lists of cases, kept fresh without a reload."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bot.staff.models import Staff
from channels.desk.access import LIVE, staff_page
from channels.desk.boxes import BOXES, PAGE, box_of, counts, rows


@staff_page
@require_safe
def inbox(request: HttpRequest, staff: Staff, box: str = "neu") -> HttpResponse:
    """One box of the inbox. With the header LIVE only the part that changes."""
    if box not in BOXES:
        raise Http404
    shown = Paginator(box_of(box, staff), PAGE).get_page(request.GET.get("seite"))
    found = counts(staff)
    context = {
        "staff": staff,
        "box": box,
        "title": BOXES[box],
        "boxes": [{"name": name, "title": title, "count": found.get(name)} for name, title in BOXES.items()],
        "rows": rows(list(shown.object_list)),
        "page": shown,
        "waiting": found["neu"],
    }
    return render(request, "desk/_inbox.html" if LIVE in request.headers else "desk/inbox.html", context)
