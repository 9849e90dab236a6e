"""What is remembered between two readings of a mailbox: which mails were read, and whose mail failed for now.

``.mail/returns.sqlite``. A mail is known by its bytes' digest, so it may be moved, renamed and read again.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

FILE = "returns.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS seen (digest BLOB PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failed (address TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_address ON failed (address);
"""


class Memory:
    """The file ``path``, made where there is none. Raises sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        self._base = sqlite3.connect(path, timeout=30)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.executescript(_TABLES)

    def close(self) -> None:
        """Lets go of the file."""
        self._base.close()

    def seen(self, data: bytes) -> bool:
        """Whether a mail of these bytes was read before."""
        found = self._base.execute("SELECT 1 FROM seen WHERE digest = ?", (_digest(data),))
        return found.fetchone() is not None

    def remember(self, mails: Iterable[tuple[bytes, Iterable[str]]]) -> None:
        """That these mails were read, and whose mail each said had failed for now; all of it or nothing."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._base:
            for data, failed in mails:
                new = self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (_digest(data), now)).rowcount
                if new:
                    self._base.executemany("INSERT INTO failed VALUES (?, ?)", ((address, now) for address in failed))

    def failures(self, address: str) -> int:
        """How many mails said that ``address`` could not be reached for now."""
        (count,) = self._base.execute("SELECT count(*) FROM failed WHERE address = ?", (address,)).fetchone()
        return int(count)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
