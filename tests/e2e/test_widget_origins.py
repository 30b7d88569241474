"""Who may embed: pages of named origins get answers, others do not; and pages that pin an earlier release (S9, S12)."""

from __future__ import annotations

import http.client

import httpx
import pytest
from playwright.sync_api import expect

from channels.web.release import script_tag, versions
from tests.e2e.conftest import free_port, wait_for
from tests.e2e.hosting import Host
from tests.e2e.visiting import ask, visiting, widget

QUESTION = "Wo kann ich Deutsch lernen?"
CALLS = """async origin => {
    const calls = [['GET', '/api/words'], ['POST', '/api/conversations', {client_id: crypto.randomUUID(), text: 'x'}],
        ['GET', '/api/messages?after=0'], ['GET', '/api/stream?after=0'], ['DELETE', '/api/conversation']]
    const results = []
    for (const [method, path, body] of calls) {
        const headers = {Authorization: 'Bearer x', ...body ? {'Content-Type': 'application/json'} : {}}
        const call = fetch(origin + path, {method, headers, body: body && JSON.stringify(body)})
        results.push(await call.then(({status}) => status, ({name}) => name))
    }
    return results
}"""


@pytest.fixture
def stranger():
    """A host that KILOTSE_ORIGINS does not name."""
    server = Host(free_port())
    yield server
    server.close()


def test_page_of_another_origin_gets_its_own_link_instead_of_an_answer(browser, stranger, whole):
    with visiting(browser, stranger.page(whole.address)) as visit:
        visit.page.clock.install()
        widget(visit.page, ".launcher").click()
        link = visit.page.locator("ki-lotse > a")

        wait_for(lambda: visit.page.clock.fast_forward(4_000) or link.is_visible(), what="the link")

        expect(widget(visit.page, ".message")).to_have_count(0)
        assert {call for call in visit.faults if "CORS" not in call and "net::ERR_FAILED" not in call} == set()
        assert visit.exceptions == []
        assert visit.page.evaluate("window.__faults") == []


def test_scripts_of_another_origin_cannot_call_the_api_and_those_of_a_named_one_can(browser, host, stranger, whole):
    results = []
    for server in (stranger, host):
        with visiting(browser, server.page(whole.address, "/calls")) as visit:
            results.append(visit.page.evaluate(CALLS, whole.address))

    assert results == [["TypeError"] * 5, [200, 201, 404, 404, 404]]


@pytest.mark.parametrize("version", versions())
def test_pinned_release_works_with_this_server(browser, host, whole, version):
    """Its script has an integrity, its modules never change, and the API still speaks with it."""
    url = host.page(whole.address, f"/pinned-{version}")
    page, kind, headers = host.pages[f"/pinned-{version}"]
    tag = f'<script type="module" src="{whole.address}/widget.js"></script>'
    assert tag in page
    host.pages[f"/pinned-{version}"] = (page.replace(tag, script_tag(version, whole.address)), kind, headers)

    with visiting(browser, url) as visit:
        visit.page.locator("ki-lotse button").first.click()
        expect(widget(visit.page, ".message.bot").first).to_be_visible()
        expect(ask(visit.page, QUESTION)).to_contain_text("Integrationskurs")
        expect(ask(visit.page, "Was kostet der Integrationskurs?")).to_be_visible()

        files = {url.split("?")[0] for url in visit.requests if url.startswith(whole.address) and "/api/" not in url}
        assert f"{whole.address}/widget/{version}/widget.js" in files
        assert all(url.startswith(f"{whole.address}/widget/{version}/") for url in files)
        assert visit.wrong() == []


def test_pinned_script_with_another_hash_is_not_run(browser, host, whole):
    url = host.page(whole.address, "/forged")
    page, kind, headers = host.pages["/forged"]
    tag = f'<script type="module" src="{whole.address}/widget.js"></script>'
    forged = script_tag("0.1.0", whole.address).replace("sha384-", "sha384-AAAA")
    host.pages["/forged"] = (page.replace(tag, forged), kind, headers)

    with visiting(browser, url) as visit:
        expect(visit.page.locator("ki-lotse > a")).to_be_visible()
        visit.page.wait_for_load_state("networkidle")
        assert visit.page.evaluate("customElements.get('ki-lotse')") is None


@pytest.mark.parametrize(
    "path",
    [
        "/widget/../bot/settings.py",
        "/widget/0.1.0/../../../../etc/passwd",
        "/widget/0.1.0/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/widget/0.1.0/..%2f..%2f..%2fetc%2fpasswd",
        "/widget/0.1.0/..\\..\\etc\\passwd",
        "/widget/0.1.0/widget.js%00.css",
        "//etc/passwd",
        "/widget/0.1.0/",
        "/widget/0.1.0/widget.js.gz",
        "/widget/9.9.9/widget.js",
        "/static/../../bot/settings.py",
    ],
)
def test_path_that_is_no_file_of_ours_is_not_found(whole, path):
    """As it stands on the wire: clients that tidy paths up are no protection."""
    connection = http.client.HTTPConnection("127.0.0.1", whole.port, timeout=10)
    connection.putrequest("GET", path)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()

    assert response.status in (400, 404)
    assert b"root:" not in body and b"import" not in body
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/demo"),
        ("GET", "/widget.js"),
        ("GET", "/nowhere"),
        ("GET", "/api/words"),
        ("GET", "/api/messages"),
        ("POST", "/api/conversations"),
        ("OPTIONS", "/api/messages"),
        ("PUT", "/api/stream"),
    ],
)
def test_every_answer_carries_the_security_headers(whole, method, path):
    response = httpx.request(method, whole.address + path)

    headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Credentials" not in headers
    assert "Set-Cookie" not in headers
    if path.startswith("/api/"):
        assert headers["Cache-Control"] == "no-store"
