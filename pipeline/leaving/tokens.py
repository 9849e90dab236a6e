"""Tokens: what stands in a reader's links and leads back to the address, here and nowhere else.

A token encloses the address, so that the server which reads it needs the secret and no list. It is the synthetic
initialisation vector's construction (Rogaway and Shrimpton 2006, RFC 5297) with HMAC-SHA-256 (RFC 2104) for both of
its parts: the tag is the HMAC of the address, and the address is covered by the stream of HMACs of tag and counter.
Nobody without the secret makes a token that passes, learns an address or its length from one (it is filled up to a
multiple of 32), or sees who a token is of; the same address has the same token in every mail.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re

from pipeline.leaving.secrets import Keys, Secrets

LONGEST = 254  # octets of an address: RFC 5321, 4.5.3.1.3, less its brackets
_TAG = 16  # bytes: 128 bits, half of the HMAC (RFC 2104, 5)
_BLOCK = 32
_VERSION = "1"
_SHAPE = re.compile(r"1[A-Za-z0-9_-]{64,384}")


def token(secrets: Secrets, address: str) -> str:
    """The token of ``address`` (normalised: one reader, one spelling): letters, digits, ``-`` and ``_``.

    65 characters up to 32 octets of address, 108 up to 64, 364 for the longest. Raises ValueError for no address.
    """
    plain = address.encode()
    if not plain or len(plain) > LONGEST or b"\0" in plain:
        raise ValueError("an address has 1 to 254 octets, and no NUL")
    filled = plain + b"\0" * (-len(plain) % _BLOCK)
    keys = secrets.keys[0]
    tag = hmac.digest(keys.tag, filled, "sha256")[:_TAG]
    data = tag + _covered(keys, tag, filled)
    return _VERSION + base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def address(secrets: Secrets, text: str) -> str | None:
    """The address within the token ``text``, or None where no secret here made it.

    All that are tried take their time, whichever fits.
    """
    if not _SHAPE.fullmatch(text):
        return None
    try:
        data = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    tag, covered = data[:_TAG], data[_TAG:]
    if not covered or len(covered) % _BLOCK:
        return None
    found = None
    for keys in secrets.keys:
        filled = _covered(keys, tag, covered)
        if hmac.compare_digest(hmac.digest(keys.tag, filled, "sha256")[:_TAG], tag):
            found = filled
    # Spelled anew it must be the same: the last character has bits that no byte takes.
    if found is None or base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii") != text[1:]:
        return None
    return found.rstrip(b"\0").decode("utf-8", "replace")


def _covered(keys: Keys, tag: bytes, data: bytes) -> bytes:
    """``data`` covered by the stream of ``tag``; covered twice it is itself again."""
    stream = b"".join(
        hmac.digest(keys.stream, tag + at.to_bytes(4, "big"), "sha256") for at in range(len(data) // _BLOCK)
    )
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")
