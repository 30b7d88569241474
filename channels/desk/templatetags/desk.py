"""`{% desk_asset "desk.css" %}`: the address of one of the desk's files."""

from __future__ import annotations

from django import template

from channels.desk.apps import prefix

register = template.Library()


@register.simple_tag
def desk_asset(name: str) -> str:
    return f"/{prefix()}{name}"
