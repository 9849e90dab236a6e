"""The secrets behind the tokens: ``.mail/secret``, one a line in hexadecimal, the newest first.

Tokens are made with the first; those of the others are still accepted, so that mail sent before a change goes on
working. Lost, no reader of old mail can leave by their link: the file belongs into the backup.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline import private
from pipeline.private import PrivateError

LENGTH = 32  # bytes: as SHA-256 yields; RFC 2104, 3 asks for no fewer
MOST = 32  # secrets in one file
_LINE = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one secret, one for each use (RFC 5869 calls this expanding)."""

    tag: bytes
    stream: bytes


@dataclass(frozen=True, slots=True)
class Secrets:
    """What tokens are made with (the first) and accepted by (any)."""

    keys: tuple[Keys, ...]


def secrets(*values: bytes) -> Secrets:
    """The secrets of these bytes, the newest first."""

    def key(value: bytes, use: bytes) -> bytes:
        return hmac.digest(value, b"essay pipeline, version 1: " + use, "sha256")

    return Secrets(tuple(Keys(key(v, b"tag"), key(v, b"stream")) for v in values))


def path(folder: Path) -> Path:
    """Where the secrets of the state folder ``folder`` are."""
    return folder / "secret"


def load(folder: Path) -> Secrets:
    """The secrets of ``folder``, the first made where there is none. Raises PrivateError, OSError."""
    with contextlib.suppress(FileNotFoundError):
        return secrets(*_read(path(folder)))
    _put(path(folder), [os.urandom(LENGTH)], new=True)
    return secrets(*_read(path(folder)))


def existing(folder: Path) -> Secrets | None:
    """The secrets of ``folder``, or None where there are none yet. Raises PrivateError, OSError."""
    with contextlib.suppress(FileNotFoundError):
        return secrets(*_read(path(folder)))
    return None


def rotate(folder: Path) -> int:
    """Puts a new secret before those of ``folder``; how many there are now. Raises PrivateError, OSError."""
    try:
        old = _read(path(folder))
    except FileNotFoundError:
        old = []
    if len(old) >= MOST:
        hint = "delete the last lines, whose mails nobody opens any more"
        raise PrivateError(f"{path(folder)} holds {len(old)} secrets already", hint)
    _put(path(folder), [os.urandom(LENGTH), *old], new=False)
    return len(old) + 1


def _read(file: Path) -> list[bytes]:
    lines = private.read(file, 100 * MOST).decode("ascii", "replace").split()
    if not lines or len(lines) > MOST or not all(map(_LINE.fullmatch, lines)):
        hint = "take it from the backup; a new one makes the links in mails already sent useless"
        raise PrivateError(f"{file} holds no secret", hint)
    return [bytes.fromhex(line) for line in lines]


def _put(file: Path, values: list[bytes], *, new: bool) -> None:
    """Writes ``values``; with ``new`` only where nothing is there: another process was first, its secret holds."""
    private.write(file, "".join(f"{value.hex()}\n" for value in values).encode(), new=new)
