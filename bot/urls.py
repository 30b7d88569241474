"""Where requests go."""

from django.urls import include, path

urlpatterns = [path("", include("channels.web.urls")), path("", include("channels.desk.urls"))]
