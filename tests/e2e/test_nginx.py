"""Behind a real nginx, as it comes and as docs/behind-nginx.md sets it up: streams, compression, limits."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import PLACE, ROOT, Served, free_port, wait_for

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
STOCK = "server { listen 443 ssl; location / { proxy_pass http://127.0.0.1:8080; proxy_set_header Host $host; } }"
WHOLE = """\
daemon off;
master_process off;
pid %(place)s/pid;
error_log %(place)s/error.log;
events {}
http {
    access_log off;
    client_body_temp_path %(place)s/body;
    proxy_temp_path %(place)s/proxy;
    fastcgi_temp_path %(place)s/fastcgi;
    uwsgi_temp_path %(place)s/uwsgi;
    scgi_temp_path %(place)s/scgi;
    gzip on;
    gzip_types *;
    %(server)s
}
"""


def documented() -> str:
    page = (ROOT / "docs/behind-nginx.md").read_text(encoding="utf-8")
    return page.split("```nginx\n")[1].split("```")[0].replace("    gzip on;\n    gzip_types *;\n", "")


@contextmanager
def nginx(server: str, port: int, gateway: str, place: Path) -> Iterator[str]:
    """Run nginx with that server block, here without TLS. Yields its address."""
    server = re.sub(r"^\s*ssl_.*\n", "", server, flags=re.MULTILINE)
    server = server.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace("http://127.0.0.1:8080", gateway)
    place.mkdir()
    (place / "nginx.conf").write_text(WHOLE % {"place": place, "server": server})
    command = [NGINX, "-p", str(place), "-e", str(place / "error.log"), "-c", str(place / "nginx.conf")]
    process = subprocess.Popen(command)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: process.poll() is None and answers(address), what="nginx")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def proxied(serve: Callable[..., Served]) -> Iterator[Served]:
    """A kilotse that knows of one proxy before it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KILOTSE_PROXIES", "1")
        served = serve()
    yield served
    served.close()


@pytest.fixture(scope="module", params=["stock", "documented"])
def site(request: pytest.FixtureRequest, proxied: Served) -> Iterator[str]:
    """The address of nginx before it."""
    server = STOCK if request.param == "stock" else documented()
    with nginx(server, free_port(), proxied.address, PLACE / f"nginx-{request.param}") as address:
        yield address


@pytest.fixture(scope="module")
def documented_site(proxied: Served) -> Iterator[str]:
    with nginx(documented(), free_port(), proxied.address, PLACE / "nginx-limits") as address:
        yield address


def body(**more) -> dict:
    return {"client_id": str(uuid.uuid4()), "text": "Wo kann ich Deutsch lernen?", "wait": 8, **more}


def begin(site: str) -> dict[str, str]:
    """The headers that open a new conversation."""
    response = httpx.post(f"{site}/api/conversations", json=body(), timeout=15)
    assert response.status_code == 201
    return {"Authorization": f"Bearer {response.json()['token']}"}


def test_message_is_answered(site):
    response = httpx.post(f"{site}/api/conversations", json=body(), timeout=15)

    assert response.status_code == 201
    assert [each["author"] for each in response.json()["messages"]] == ["resident", "bot"]


def test_stream_brings_a_message_within_two_seconds_though_it_is_compressed(site):
    headers = begin(site)

    with httpx.stream("GET", f"{site}/api/stream?after=2", headers=headers, timeout=20) as stream:
        lines = stream.iter_lines()
        first = next(lines)
        sent_at = time.monotonic()
        sent = httpx.post(f"{site}/api/messages", json=body(wait=0), headers=headers)
        numbers = [int(line.removeprefix("id: ")) for line in take_until(lines, "id: 4") if line.startswith("id: ")]
        took_s = time.monotonic() - sent_at

    assert first.startswith("retry: ")
    assert stream.headers["content-encoding"] == "gzip"
    assert sent.status_code == 202
    assert numbers == [3, 4]
    assert took_s < 2


def take_until(lines: Iterator[str], end: str) -> Iterator[str]:
    for line in lines:
        yield line
        if line == end:
            return


def test_silent_stream_is_kept_open_by_a_sign_of_life(site):
    headers = begin(site)

    with httpx.stream("GET", f"{site}/api/stream?after=2", headers=headers, timeout=25) as stream:
        began = time.monotonic()
        found = any(line.startswith(": ") for line in stream.iter_lines())

    assert found
    assert time.monotonic() - began < 20


def test_widget_comes_compressed_and_may_be_kept(site):
    response = httpx.get(f"{site}/widget.js", headers={"Accept-Encoding": "gzip"})

    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["access-control-allow-origin"] == "*"
    assert "max-age=300" in response.headers["cache-control"]
    assert response.text


def test_long_body_is_refused(site):
    response = httpx.post(f"{site}/api/conversations", json=body(text="x" * 100_000))

    assert response.status_code == 413


def test_limits_count_by_the_address_that_nginx_saw(documented_site):
    def start(address: str, forged: str) -> int:
        transport = httpx.HTTPTransport(local_address=address)
        with httpx.Client(transport=transport, timeout=60) as client:
            headers = {"X-Forwarded-For": forged}
            return client.post(f"{documented_site}/api/conversations", json=body(wait=0), headers=headers).status_code

    def flood(address: str) -> list[int]:
        with ThreadPoolExecutor(32) as pool:
            return list(pool.map(lambda n: start(address, f"203.0.113.{n}"), range(130)))

    found = flood("127.0.0.2")
    if 429 not in found:  # the minute ended meanwhile
        found = flood("127.0.0.2")

    assert set(found) == {201, 429}
    assert found.count(429) >= 10
    assert start("127.0.0.3", "203.0.113.1") == 201
