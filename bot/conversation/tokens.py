"""The secret that opens a conversation: issued by us, 256 bit, only its hash at rest (OWASP ASVS 5, 7.2.3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings


def new_nonce() -> str:
    """128 random bits that a conversation's token is derived from."""
    return secrets.token_hex(16)


def derive(nonce: str) -> str:
    """The token of a conversation. The same nonce gives the same token: a retried start finds its conversation."""
    digest = hmac.digest(settings.TOKEN_KEY.encode(), b"token:" + nonce.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hashed(token: str) -> str:
    """What is stored and looked up."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def keyed_hash(text: str) -> str:
    """Tells whether two bodies are equal, without letting anyone guess a body from it."""
    return hmac.digest(settings.TOKEN_KEY.encode(), b"body:" + text.encode("utf-8", "replace"), "sha256").hex()
