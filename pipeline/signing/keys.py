"""Keys: made, read from PEM (PKCS#1, RFC 8017; PKCS#8, RFC 5958), and published as a TXT record (RFC 6376, 3.6.1)."""

from __future__ import annotations

import base64
import enum
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from pipeline import private
from pipeline.private import PrivateError
from pipeline.signing.signer import Signer

LEAST = 2048  # bits: RFC 8301, 3.2 asks for 1024 and advises 2048
MOST = 4096  # the most that every verifier takes (RFC 8301, 3.2)
_SIZE = 20_000  # bytes of a PEM file
_STRING = 255  # octets of one string of a TXT record: RFC 1035, 3.3


class Kind(enum.StrEnum):
    """The kinds of keys, as k= names them."""

    RSA = "rsa"
    ED25519 = "ed25519"


@dataclass(frozen=True, slots=True)
class Key:
    """A private key."""

    private: RSAPrivateKey | Ed25519PrivateKey

    @property
    def kind(self) -> Kind:
        """What k= of its record says."""
        return Kind.RSA if isinstance(self.private, RSAPrivateKey) else Kind.ED25519

    def seal(self, data: bytes) -> bytes:
        """The signature of ``data``: RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519 of the SHA-256 (RFC 8463, 3)."""
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(hashlib.sha256(data).digest())

    def public(self) -> str:
        """p= of the record: SubjectPublicKeyInfo for RSA, the bare 32 bytes for Ed25519 (RFC 8463, 4.2)."""
        public = self.private.public_key()
        if isinstance(self.private, RSAPrivateKey):
            form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        else:
            form = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return base64.b64encode(public.public_bytes(*form)).decode("ascii")

    def record(self) -> str:
        """The text of the TXT record."""
        return f"v=DKIM1; k={self.kind}; p={self.public()}"

    def signer(self, domain: str, selector: str, moment: int | None = None) -> Signer:
        """What signs with it for ``domain``."""
        return Signer(domain, selector, f"{self.kind}-sha256", self.seal, moment)


def load(file: Path) -> Key:
    """The key in ``file``, which others must not be able to read. Raises PrivateError, OSError."""
    return read(private.read(file, _SIZE), str(file))


def read(data: bytes, name: str) -> Key:
    """The key of a PEM text from the file ``name``. Raises PrivateError."""
    make = "make one: make dkim-key"
    label = re.search(rb"-----BEGIN ([A-Z0-9 ]+)-----", data)
    words = label[1].decode("ascii") if label else ""
    if not label:
        raise PrivateError(f"{name} holds no key in PEM form", make)
    if "PRIVATE KEY" not in words:
        raise PrivateError(f"{name} holds no private key but a {words.lower()}", f"give the private key, or {make}")
    if "ENCRYPTED" in words or b"Proc-Type: 4,ENCRYPTED" in data:
        hint = f"openssl pkey -in '{name}' -out key.pem && chmod 600 key.pem"
        raise PrivateError(f"the key in {name} is locked by a password", hint)
    try:
        found = serialization.load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise PrivateError(f"the key in {name} is damaged, or of no kind that signs mail", make) from None
    if isinstance(found, RSAPrivateKey):
        if not LEAST <= found.key_size <= MOST:
            message = f"the key in {name} has {found.key_size} bits; servers take {LEAST} to {MOST} (RFC 8301)"
            raise PrivateError(message, make)
        return Key(found)
    if isinstance(found, Ed25519PrivateKey):
        return Key(found)
    raise PrivateError(f"the key in {name} is neither RSA nor Ed25519 (RFC 8463)", make)


def made(kind: Kind) -> Key:
    """A new key: RSA of 2048 bits, which a record still holds with ease, or Ed25519."""
    return Key(generate_private_key(65537, LEAST) if kind is Kind.RSA else Ed25519PrivateKey.generate())


def pem(key: Key) -> bytes:
    """The key as PKCS#8 in PEM."""
    form = serialization.PrivateFormat.PKCS8
    return key.private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def zone(domain: str, selector: str, record: str) -> str:
    """The record as a line of a zone file (RFC 1035, 5.1), its text in strings of at most 255 octets."""
    strings = (record[at : at + _STRING] for at in range(0, len(record), _STRING))
    quoted = " ".join(f'"{text}"' for text in strings)
    return f"{selector}._domainkey.{domain}. IN TXT ( {quoted} )"
