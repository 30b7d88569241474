"""What measures the widget, held against stand-ins for it whose cost is known."""

from __future__ import annotations

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.figures import CannotMeasure
from benchmarks.parts.soak import figures, german
from benchmarks.process import free_ports
from benchmarks.widget.hosting import Host, page
from benchmarks.widget.main_thread import cost
from benchmarks.widget.soak import Soaked
from benchmarks.widget.speed import wait_for_answer
from benchmarks.widget.visits import browser, visiting
from benchmarks.widget.weight import transferred

SHOWS_MS, BURNS_MS, ANSWERS_MS = 150, 60, 100
STAND_IN = (
    f"const [SHOWS, BURNS, ANSWERS] = {[SHOWS_MS, BURNS_MS, ANSWERS_MS]}"
    + """
class Stand extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({mode: 'open'})
    const add = (parent, tag, name) => Object.assign(parent.appendChild(document.createElement(tag)), {className: name})
    add(root, 'button', 'launcher').textContent = 'open'
    root.firstChild.onclick = () => setTimeout(() => {
      const log = add(add(root, 'div', 'panel'), 'div', 'log')
      add(log, 'p', 'message bot').textContent = 'hello'
      const input = add(root, 'textarea', '')
      input.onkeydown = () => setTimeout(() => {
        for (const who of ['resident', 'bot']) add(log, 'p', `message ${who}`).textContent = who
      }, ANSWERS)
      input.focus()
    }, SHOWS)
    for (const end = performance.now() + BURNS; performance.now() < end;);
  }
}
customElements.define('ki-lotse', Stand)
"""
)


@pytest.fixture
def stand_in():
    """Serves the stand-in as /widget.js, packed, and the same as /plain.js. Its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            packed = self.path.startswith("/widget.js")
            self.send_response(200)
            headers = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
            for name, value in (headers | ({"Content-Encoding": "gzip"} if packed else {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(gzip.compress(STAND_IN.encode()) if packed else STAND_IN.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def host(stand_in):
    with Host(free_ports(1)[0], stand_in) as served:
        yield served


def test_pages_differ_by_script_and_tag_only():
    script, tag = '<script type="module" src="http://w/widget.js"></script>', '<a href="http://w/chat">Chat</a>'

    embedding = page("de", "http://w")

    assert embedding.replace(script, "").replace(f"<ki-lotse>{tag}</ki-lotse>", "") == page("de")


def test_bytes_are_counted_as_they_are_transferred(stand_in):
    assert transferred(f"{stand_in}/widget.js") == len(gzip.compress(STAND_IN.encode()))


def test_bytes_that_are_not_packed_are_refused(stand_in):
    with pytest.raises(CannotMeasure, match=r"plain\.js was not sent with gzip"):
        transferred(f"{stand_in}/plain.js")


def test_waits_are_from_the_event_to_the_frame_that_shows_it(host):
    with browser() as chromium:
        waits = wait_for_answer(chromium, f"{host.address}/with", "?")

    assert SHOWS_MS < waits.panel <= waits.greeting <= waits.usable < SHOWS_MS + 1000
    assert ANSWERS_MS < waits.answer < ANSWERS_MS + 1000


def test_main_thread_of_a_page_is_charged_with_what_the_widget_burns(host, stand_in):
    with browser() as chromium:
        found = cost(chromium, host.address, f"{stand_in}/widget.js", repetitions=1)

    assert found.whole > BURNS_MS / 3  # the machine's other programs take their share of the time that it burns
    assert found.shares["script"] > BURNS_MS / 3


def test_violation_of_the_policy_and_stored_entry_are_seen(host):
    with browser() as chromium, visiting(chromium) as visit:
        visit.page.goto(f"{host.address}/with")
        before = visit.stored(), visit.faults()
        visit.page.evaluate("sessionStorage.setItem('text', 'x'); document.body.setAttribute('style', 'color: red')")
        visit.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => {})")

        assert before == (0, [])
        assert visit.stored() == 1
        assert any("style-src-attr" in fault for fault in visit.faults())
        assert any("connect-src" in fault for fault in visit.faults())


@pytest.mark.parametrize("fault", ["lost", "doubled", "unanswered", "misplaced"])
def test_one_message_too_few_or_too_many_fails_the_soak(fault):
    growth = {"heap": 0, "nodes": 0, "listeners": 0}
    good = figures(Soaked(messages=160, hours=2, growth=growth))
    bad = figures(Soaked(messages=160, hours=2, growth=growth, **{fault: 1}))

    assert all(each.holds for each in good)
    assert [each.holds for each in bad].count(False) == 1


def test_soak_has_enough_questions_of_one_language():
    texts = german(160)

    assert len(set(texts)) == 160
