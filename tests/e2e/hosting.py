"""Pages of a city that embeds the widget: another origin, a strict policy, styles that must not leak."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What /demo tells a city to allow, with nothing else allowed.
POLICY = (
    "default-src 'none'; script-src {widget}; style-src 'self' {widget}; img-src {widget}; connect-src {widget}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
STYLE = "* { color: red !important; direction: rtl; font-size: 5px } button, p, div { display: none; float: left } #panel { top: 0 }"
FAULTS = """
window.__faults = []
addEventListener('error', event => __faults.push(String(event.message)))
addEventListener('unhandledrejection', event => __faults.push(String(event.reason)))
document.addEventListener('securitypolicyviolation', event => __faults.push(`CSP ${event.violatedDirective} ${event.blockedURI}`))
"""


class Host:
    """Serves pages by path. `address` is its origin."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.pages: dict[str, tuple[str, str, dict[str, str]]] = {"/host.css": (STYLE, "text/css", {})}
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = host.pages.get(self.path.split("?")[0])
                body, kind, headers = found or ("nothing here", "text/plain", {})
                self.send_response(200 if found else 404)
                for name, value in {"Content-Type": f"{kind}; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def page(
        self, widget: str, path: str = "/", lang: str = "de", attributes: str = "", body: str = "", head: str = ""
    ) -> str:
        """Put up a page that embeds the widget of that address; returns the page's address.

        `attributes` are the tag's; `body` comes before it, `head` into the head (the widget's script is there).
        """
        html = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Stadt</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="stylesheet" href="/host.css"><script type="module" src="{widget}/widget.js"></script>{head}</head>'
            f'<body><main><h1>Stadt</h1>{body}</main><ki-lotse {attributes}><a href="{widget}/chat">Chat</a></ki-lotse>'
            "</body></html>"
        )
        self.pages[path] = (html, "text/html", {"Content-Security-Policy": POLICY.format(widget=widget)})
        return self.address + path

    def close(self) -> None:
        self._server.shutdown()
