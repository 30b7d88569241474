"""Pages of other origins: the named ones may call the API, the others may not."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.core.handlers.asgi import ASGIHandler

from channels.web import api as api_module
from channels.web import limits, stream

CITY = "https://www.aachen.de"
FOREIGN = ["https://evil.example", "http://www.aachen.de", "https://www.aachen.de.evil.example", "null"]
FOREIGN += [
    "https://aachen.de",
    "https://www.aachen.de:8443",
    "https://evil.example/https://www.aachen.de",
    "https://[",
]


@pytest.fixture(autouse=True)
def _city_alone(settings):
    settings.CORS_ALLOWED_ORIGINS = [CITY]


def asked(origin=CITY, method="POST", headers="authorization,content-type"):
    """The headers of a preflight."""
    return {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}


@pytest.mark.parametrize("path", ["/api/messages", "/api/conversations", "/api/stream", "/api/conversation"])
async def test_named_origin_is_told_what_it_may_send(api, path):
    response = await api.options(path, headers=asked())

    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == CITY
    assert set(response.headers["access-control-allow-methods"].split(", ")) == {"GET", "POST", "DELETE", "OPTIONS"}
    assert set(response.headers["access-control-allow-headers"].split(", ")) == {
        "accept-language",
        "authorization",
        "content-type",
        "last-event-id",
    }
    assert 600 <= int(response.headers["access-control-max-age"]) <= 7200
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("origin", FOREIGN)
async def test_foreign_origin_gets_no_permission(api, origin):
    for response in (
        await api.options("/api/messages", headers=asked(origin)),
        await api.get("/api/words", headers={"Origin": origin}),
    ):
        assert not [name for name in response.headers if name.startswith("access-control-")]


async def test_no_origin_is_named_by_default(api, settings):
    settings.CORS_ALLOWED_ORIGINS = []

    response = await api.get("/api/words", headers={"Origin": "http://localhost"})

    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/api"])
async def test_pages_cannot_be_read_from_elsewhere(api, path):
    response = await api.get(path, headers={"Origin": CITY})

    assert "access-control-allow-origin" not in response.headers


async def test_caches_are_told_that_the_origin_matters(api):
    response = await api.get("/api/words")

    assert "origin" in response.headers["vary"].lower()


async def test_stream_can_be_read(api, begin, monkeypatch):
    monkeypatch.setattr(stream, "LONGEST_S", 0.05)
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.02)
    _, headers = await begin()

    response = await api.get("/api/stream", headers={**headers, "Origin": CITY})

    assert response.text.count("event: message") == 2
    assert response.headers["access-control-allow-origin"] == CITY


async def test_errors_can_be_read_too(api, message, begin, monkeypatch):
    def broken(*_):
        raise RuntimeError

    _, opened = await begin()
    found = [
        await api.get("/api/messages", headers={"Origin": CITY}),
        await api.get("/api/nowhere", headers={"Origin": CITY}),
        await api.post("/api/conversations", json=message(""), headers={"Origin": CITY}),
    ]
    monkeypatch.setattr(limits, "CONVERSATION", (limits.Limit(1, 60),))
    found += [await api.post("/api/messages", json=message(), headers={**opened, "Origin": CITY})]
    monkeypatch.setattr(api_module, "bearer", broken)
    monkeypatch.setattr(stream, "bearer", broken)
    found += [await api.get(path, headers={"Origin": CITY}) for path in ("/api/messages", "/api/stream")]

    assert [response.status_code for response in found] == [404, 404, 422, 429, 500, 500]
    assert {response.headers["access-control-allow-origin"] for response in found} == {CITY}
    assert {response.headers["access-control-expose-headers"] for response in found} == {"Retry-After"}


def test_no_middleware_makes_requests_hop_between_threads():
    hops = []

    class Watched(ASGIHandler):
        def adapt_method_mode(self, is_async, method, method_is_async=None, debug=False, name=None):
            if name and is_async != method_is_async:
                hops.append(name)
            return super().adapt_method_mode(is_async, method, method_is_async, debug, name)

    Watched()

    assert hops == []
    assert "corsheaders.middleware.CorsMiddleware" in django_settings.MIDDLEWARE
