"""An answer by its name, for deep links and for other languages of an answer; and whether an answer was helpful."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from pydantic import ConfigDict, StrictBool, StrictInt

from bot import clock
from bot.content import current
from bot.conversation import feedback, log
from bot.database import in_database
from bot.rendering.reply import Renderer
from channels.web.access import bearer, fault, reader_language

MAX_SEQ = 2**31 - 1  # what a column holds

router = Router()


class Rating(Schema):
    """Whether the answer with the number `seq` helped. `reason` is kept only when it did not."""

    model_config = ConfigDict(extra="forbid")

    seq: StrictInt = Field(ge=1, le=MAX_SEQ)
    helpful: StrictBool
    reason: Literal["", "wrong", "unclear", "missing", "other"] = ""


@router.get("/answers/{entry}", summary="An answer by its entry's name")
async def answer(request: HttpRequest, entry: str, language: str | None = None) -> Any:
    """The entry as a message that was not said. Stores nothing."""
    content, today = current(), clock.today()
    if entry not in content.published(today):
        return fault(request, "unknown_entry", language)
    draft = Renderer(content, reader_language(request, language), today).answer(entry)
    return {
        "author": "bot",
        "text": draft.text,
        "language": draft.language,
        "direction": content.languages[draft.language].direction,
        **draft.stored(),
    }


@router.post("/feedback", summary="Say whether an answer helped", response={204: None})
async def rate(request: HttpRequest, rating: Rating) -> HttpResponse:
    """204. Once more about the same answer overwrites."""
    conversation = await in_database(log.find, bearer(request))
    try:
        await in_database(feedback.rate, conversation, rating.seq, rating.helpful, rating.reason)
    except feedback.NoSuchAnswer:
        return fault(request, "invalid", fields=["seq"])
    return HttpResponse(status=204)
