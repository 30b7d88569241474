"""Security headers: on every answer, whoever makes it."""

from __future__ import annotations

import httpx
import pytest

from bot.asgi import application
from bot.headers import secured
from channels.web import api as api_module

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
PATHS = ["/", "/nowhere", "/healthz", "/widget.js", "/api/words", "/api/messages", "/api/nowhere", "/api/docs"]
PATHS += ["/api/openapi.json", "/api/stream?after=x", "/static/ninja/swagger-ui.css", "/static/none", "/widget/none"]
PATHS += ["/%ff", "/?%ff"]


def directives(response):
    return dict(part.strip().partition(" ")[::2] for part in response.headers["content-security-policy"].split(";"))


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_carries_them(api, path):
    response = await api.get(path)

    assert EVERYWHERE.items() <= dict(response.headers).items()
    assert directives(response)["default-src"] == "'none'"
    assert directives(response)["frame-ancestors"] == "'none'"
    assert "cache-control" in response.headers
    assert "strict-transport-security" not in response.headers


async def test_refusals_carry_them_too(api, message, monkeypatch):
    def broken(*_):
        raise RuntimeError

    refused = [
        await api.post("/api/conversations", json=message("x" * 100_000)),
        await api.post("/api/conversations", content=b"{"),
        await api.get("/", headers={"Host": "evil.example"}),
        await api.delete("/api/stream"),
    ]
    monkeypatch.setattr(api_module, "bearer", broken)
    refused.append(await api.get("/api/messages"))

    assert [response.status_code for response in refused] == [413, 422, 400, 405, 500]
    for response in refused:
        assert EVERYWHERE.items() <= dict(response.headers).items()
        assert response.headers["cache-control"] == "no-store"


async def test_pages_run_only_our_own_files(api):
    policy = directives(await api.get("/"))

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


async def test_description_of_the_api_may_use_its_inline_script_and_nothing_foreign(api):
    policy = directives(await api.get("/api/docs"))

    assert policy["script-src"] == policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["img-src"] == "'self' data:"
    assert "trusted-types" not in policy


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/widget.js", "cross-origin"),
        ("/widget/none", "cross-origin"),
        ("/", "same-origin"),
        ("/api/words", "same-origin"),
        ("/static/ninja/swagger-ui.css", "same-origin"),
        ("/widget.json", "same-origin"),
    ],
)
async def test_other_sites_may_embed_the_widget_alone(api, path, policy):
    response = await api.get(path)

    assert response.headers["cross-origin-resource-policy"] == policy


@pytest.mark.parametrize(
    ("scheme", "proxies", "said", "secure"),
    [
        ("http", 0, None, False),
        ("http", 0, "https", False),  # nobody of ours has said that
        ("http", 1, "https", True),
        ("http", 1, "http", False),
        ("http", 1, None, False),
        ("https", 0, None, True),
    ],
)
async def test_browsers_stay_with_https_once_they_came_by_it(settings, scheme, proxies, said, secure):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-Proto": said} if said else {}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(application), base_url=f"{scheme}://localhost"
    ) as client:
        response = await client.get("/healthz", headers=headers)

    assert response.headers.get("strict-transport-security") == ("max-age=31536000" if secure else None)


async def test_header_that_an_answer_has_is_left_as_it_is():
    sent = []

    async def send(message):
        sent.append(message)

    start = {"type": "http.response.start", "status": 200, "headers": [(b"Cache-Control", b"public")]}
    await secured({"path": "/", "headers": [], "scheme": "http"}, send)(start)

    assert [value for name, value in sent[0]["headers"] if name.lower() == b"cache-control"] == [b"public"]
    assert len(start["headers"]) == 1
