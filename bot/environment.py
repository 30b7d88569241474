"""Where things are and which settings the environment makes. Everything that both commands and services read."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "faq"


class SettingError(Exception):
    """A setting that whoever starts kilotse can mend. The text is shown as it is."""


@dataclass(frozen=True)
class Environment:
    """All settings. `read()` takes them from variables whose names begin with KILOTSE_."""

    var: Path  # everything that kilotse writes: database, content, models, logs, secrets
    content: Path  # the living content; entries, texts and lists in use
    host: str  # address the gateway listens on
    port: int
    engine_port: int  # the Rasa engine, always on 127.0.0.1
    engines: tuple[str, ...]  # base addresses of the engines to ask
    database: str  # "" for SQLite in `var`, else postgresql://user:password@host:port/name
    hosts: tuple[str, ...]  # host names the gateway answers to
    origins: tuple[str, ...]  # pages of these origins may call the API, such as https://www.aachen.de
    proxies: int  # trusted proxies before the gateway, 0 to 9: so many entries of X-Forwarded-For are believed
    desk_url: str  # scheme://host of staff's desk, in production a host name of its own; "" for the gateway's address
    leave: str  # where "leave quickly" goes, https://…; "" for the site in the content
    engine_python: Path  # interpreter of the engine's environment
    clock: str  # "" for the machine's clock, else an ISO time that tests set

    @property
    def side_port(self) -> int:
        """The niced engine process for staff's tools and training: the port after the engine's."""
        return self.engine_port + 1

    @property
    def content_in_use(self) -> Path:
        """The living content, or the seed while kilotse has never been started here."""
        return self.content if self.content.is_dir() or "KILOTSE_CONTENT" in os.environ else SEED

    @property
    def content_kept(self) -> Path:
        """Copies of the last good states, for a start while the content has faults."""
        return self.var / "content-kept"

    @property
    def address(self) -> str:
        """What to open in a browser on this machine."""
        everywhere = self.host in ("0.0.0.0", "::")  # noqa: S104  # looked for, not bound
        host = "127.0.0.1" if everywhere else self.host
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"


def read() -> Environment:
    """The settings in force. SettingError: one of them cannot be used."""
    var = Path(_get("VAR", str(ROOT / "var"))).resolve()
    engine_port = _port("ENGINE_PORT", 5105)
    return Environment(
        var=var,
        content=Path(_get("CONTENT", str(var / "content"))).resolve(),
        host=_get("HOST", "127.0.0.1"),
        port=_port("PORT", 8080),
        engine_port=engine_port,
        engines=_list("ENGINES", f"http://127.0.0.1:{engine_port}"),
        database=_get("DATABASE", ""),
        hosts=_list("HOSTS", "127.0.0.1,localhost,[::1]"),
        origins=_origins("ORIGINS"),
        proxies=_digit("PROXIES"),
        desk_url=_desk_url(),
        leave=_page("LEAVE"),
        engine_python=Path(_get("ENGINE_PYTHON", str(ROOT / ".venv-rasa/bin/python"))),
        clock=_get("CLOCK", ""),
    )


def _get(name: str, default: str) -> str:
    return os.environ.get(f"KILOTSE_{name}", "").strip() or default


def _list(name: str, default: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _get(name, default).split(",") if part.strip())


def _port(name: str, default: int) -> int:
    value = _get(name, str(default))
    if not re.fullmatch("[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
        raise SettingError(f"KILOTSE_{name} is {value}. Set it to a port number from 1 to 65535.")
    return int(value)


def _origins(name: str) -> tuple[str, ...]:
    """As browsers send them: no path, and no port that is the scheme's own."""
    origins = tuple(origin.lower() for origin in _list(name, ""))
    for origin in origins:
        address = re.fullmatch(r"(https?)://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?", origin)
        if not address or address.groups() in (("http", "80"), ("https", "443")):
            raise SettingError(
                f"KILOTSE_{name} has {origin}. Write scheme://host, or scheme://host:port for an unusual port, "
                "and nothing after it, such as https://www.aachen.de; several are parted by commas."
            )
    return origins


def _desk_url() -> str:
    found = _origins("DESK_URL")
    if len(found) > 1:
        raise SettingError("KILOTSE_DESK_URL has several addresses. Keep one, such as https://desk.example.org.")
    return found[0] if found else ""


def _digit(name: str) -> int:
    value = _get(name, "0")
    if not re.fullmatch("[0-9]", value):
        raise SettingError(f"KILOTSE_{name} is {value}. Set it to a number from 0 to 9.")
    return int(value)


def _page(name: str) -> str:
    value = _get(name, "")
    if value and not re.fullmatch(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][!-~]*)?", value):
        raise SettingError(f"KILOTSE_{name} is {value}. Set it to an https address, such as https://www.aachen.de/.")
    return value


def secret(var: Path, name: str) -> str:
    """The secret of that name in `var/secrets`, made at the first call (256 bit, mode 0600). SettingError: empty."""
    path = var / "secrets" / name
    if not path.exists():
        _make_secret(path)
    value = path.read_text(encoding="ascii").strip()
    if not value:  # a key of no characters would sign what anybody can forge
        raise SettingError(f"{path} is empty. Remove it, and a new secret is made at the next start.")
    return value


def _make_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    try:
        os.link(draft, path)  # fails where another process was first; then its secret counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
