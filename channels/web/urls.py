"""The web channel's addresses."""

from django.urls import path

from channels.web import pages
from channels.web.api import api
from channels.web.chat import chat
from channels.web.demo import demo
from channels.web.slip import slip
from channels.web.stream import stream

urlpatterns = [
    path("", pages.home),
    path("widget.js", pages.widget),
    path("chat", chat),
    path("demo", demo),
    path("healthz", pages.alive),
    path("slip/<str:entry>", slip),
    path("api/stream", stream),
    path("api/", api.urls),
]
