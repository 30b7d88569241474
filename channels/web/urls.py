"""The web channel's addresses."""

from django.urls import path

from channels.web import pages
from channels.web.api import api
from channels.web.stream import stream

urlpatterns = [
    path("", pages.home),
    path("widget.js", pages.widget),
    path("healthz", pages.alive),
    path("api/stream", stream),
    path("api/", api.urls),
]
