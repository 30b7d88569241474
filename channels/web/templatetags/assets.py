"""`{% load assets %}`, then `<link rel="stylesheet" href="{% asset "page.css" %}">`: a file of channels/web/widget/."""

from __future__ import annotations

from django import template

from channels.web.assets import asset_url

register = template.Library()
register.simple_tag(asset_url, name="asset")
