"""A network that fails where it is told to: a proxy between the browser and the gateway."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

Cut = Literal["", "request", "response", "body"]
CHUNK = 65_536


class Network:
    """Passes everything on to a port of this machine. `address` is what the browser asks instead.

    `cut` says how far each POST gets from now on: "request": it never arrives; "response": the server has answered it
    and nobody hears; "body": the answer breaks off in its body; "": all the way. `cuts` counts those that did not.
    """

    def __init__(self, port: int) -> None:
        self.cut: Cut = ""
        self.cuts = 0
        self._port = port
        self._lines: list[_Line] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def drop(self) -> None:
        """End all connections that are open now, and let new ones through."""
        for line in self._lines:
            line.end()

    def freeze(self) -> None:
        """Nothing passes any more on connections that are open now, and nobody is told: a device that slept."""
        for line in self._lines:
            line.frozen = True

    def close(self) -> None:
        self._server.close()
        self.drop()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._lines.append(_Line(self, self._server.accept()[0], self._port))


class _Line:
    """One connection."""

    def __init__(self, network: Network, client: socket.socket, port: int) -> None:
        self.frozen = False
        self._network, self._client, self._cut = network, client, ""
        try:
            self._server = socket.create_connection(("127.0.0.1", port))
        except OSError:  # the gateway is down
            client.close()
            self._server = client
            return
        threading.Thread(target=self._pass, args=(client, self._server, self._up), daemon=True).start()
        threading.Thread(target=self._pass, args=(self._server, client, self._down), daemon=True).start()

    def end(self) -> None:
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _pass(self, source: socket.socket, target: socket.socket, change: Callable[[bytes], bytes]) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if not self.frozen:
                    target.sendall(change(data))
        if not self.frozen:
            self.end()

    def _up(self, data: bytes) -> bytes:
        """What the server gets of a request."""
        if data.startswith(b"POST ") and self._network.cut:
            self._cut = self._network.cut
            self._network.cuts += 1
        if self._cut == "request":
            self.end()
        return data

    def _down(self, data: bytes) -> bytes:
        """What the browser gets of an answer."""
        if self._cut == "response":
            self.end()
        if self._cut == "body":
            head = data.index(b"\r\n\r\n") + 4 if data.startswith(b"HTTP/") else 0
            if len(data) > head:
                self._client.sendall(data[: head + 40])
                self.end()
        return data
