"""Where a request comes from, and the key that it is counted under. The address itself is never stored or logged."""

from __future__ import annotations

import hmac
import ipaddress
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest


def client_network(request: HttpRequest) -> str:
    """The client's IPv4 address, or its IPv6 /64: that much one household or phone has.

    With PROXIES = n it is the n-th entry of X-Forwarded-For from the right, which our outermost proxy has written;
    what stands left of it anybody can write. Without such an entry, or when it is no address: the peer.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    return _network(_forwarded(request)) or _network(peer) or peer


def _forwarded(request: HttpRequest) -> str:
    entries = request.headers.get("X-Forwarded-For", "").rsplit(",", settings.PROXIES)
    entries = entries[-settings.PROXIES :] if settings.PROXIES else []
    return entries[0].strip() if len(entries) == settings.PROXIES > 0 else ""


def _network(text: str) -> str:
    """Empty for what is no address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.IPv6Address(int(address) >> 64 << 64))


def counted_under(network: str, what: str, now: datetime) -> str:
    """The key for what comes from there in this minute. Its secret changes each day (UTC)."""
    minute = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    secret = hmac.digest(settings.TOKEN_KEY.encode(), b"address:" + minute[:10].encode(), "sha256")
    return hmac.digest(secret, f"{what} {minute} {network}".encode("utf-8", "replace"), "sha256").hex()
