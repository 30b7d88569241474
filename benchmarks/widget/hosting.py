"""Pages of a city, on another origin than kilotse: one that embeds the widget, and the same one without it."""

from __future__ import annotations

import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

# What /demo tells a city to allow, and nothing else.
POLICY = (
    "default-src 'none'; script-src {widget}; style-src 'self' {widget}; img-src {widget}; connect-src {widget}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
STYLE = (
    "body { margin: 0 auto; max-width: 60rem; font: 1rem/1.5 sans-serif } nav a { padding: .5rem } li { margin: .2rem }"
)
SENTENCE = "Die Stadt informiert über Öffnungszeiten, Termine und Formulare, und wer wofür zuständig ist."
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Stadt</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/host.css">{script}
</head><body><nav>{links}</nav><main><h1>Stadt</h1>{text}</main>{tag}</body></html>"""


class Host:
    """Serves /with (in the language of ?lang=), /without and their style. A context manager."""

    def __init__(self, port: int, widget: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        host, policy = self, POLICY.format(widget=widget)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = host.found(self.path, widget)
                self.send_response(200 if body else 404)
                for name, value in (("Content-Type", kind), ("Content-Security-Policy", policy)):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def found(self, path: str, widget: str) -> tuple[str, str]:
        """Type and text of what is there; no text for nothing."""
        name, _, query = path.partition("?lang=")
        pages = {"/with": page(query or "de", widget), "/without": page(query or "de"), "/host.css": STYLE}
        return f"text/{'css' if name.endswith('.css') else 'html'}; charset=utf-8", pages.get(name, "")


def page(language: str, widget: str = "") -> str:
    """A page of usual size; it embeds the widget of that address, or none."""
    links = "".join(f'<a href="#{number}">Thema {number}</a>' for number in range(12))
    items = "".join(f"<li>{SENTENCE}</li>" for _ in range(5))
    text = "".join(f"<section><h2>Thema {number}</h2><ul>{items}</ul></section>" for number in range(20))
    script = f'<script type="module" src="{widget}/widget.js"></script>' if widget else ""
    tag = f'<ki-lotse><a href="{widget}/chat">Chat</a></ki-lotse>' if widget else ""
    return PAGE.format(language=escape(language), script=script, links=links, text=text, tag=tag)
