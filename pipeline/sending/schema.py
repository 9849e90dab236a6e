"""The ledger's tables, by version."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from pipeline.sending.durable import settle

VERSION = 1
APPLICATION = 0x45535359  # "ESSY", in SQLite's header (file format, 1.3.19)

_TABLES = """
CREATE TABLE send (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    salt BLOB NOT NULL,
    slug TEXT NOT NULL,
    digest TEXT NOT NULL,
    message BLOB NOT NULL,
    greeting TEXT NOT NULL,
    subject TEXT NOT NULL,
    author TEXT NOT NULL,
    returns TEXT NOT NULL,
    list TEXT NOT NULL,
    begun TEXT NOT NULL
);
CREATE TABLE reader (
    id INTEGER PRIMARY KEY,
    send INTEGER NOT NULL REFERENCES send,
    row INTEGER NOT NULL,
    text TEXT NOT NULL,
    key TEXT,
    local TEXT,
    domain TEXT,
    fields TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'claimed', 'sent', 'failed', 'skipped', 'unknown')),
    why TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT '',
    UNIQUE (send, key)
);
CREATE INDEX reader_by_state ON reader (send, state, id);
CREATE INDEX reader_by_key ON reader (key);
CREATE INDEX reader_claimed ON reader (id) WHERE state = 'claimed';
CREATE TABLE claim (
    number INTEGER PRIMARY KEY,
    boot TEXT NOT NULL -- the era of the slate
);
"""


class SchemaError(Exception):
    """The file is not a ledger of this version; the message says why, ``hint`` what would help."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def prepared(base: sqlite3.Connection, path: Path) -> None:
    """Sets ``base`` up for durability and gives an empty file its tables. Raises SchemaError, sqlite3.Error."""
    base.execute("PRAGMA synchronous = FULL")
    base.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone stops at the drive's cache
    base.execute("PRAGMA checkpoint_fullfsync = ON")
    base.execute("PRAGMA foreign_keys = ON")
    (application,) = base.execute("PRAGMA application_id").fetchone()
    (version,) = base.execute("PRAGMA user_version").fetchone()
    (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application not in {0, APPLICATION} or (application == 0 and tables):
        raise SchemaError("it is a database, but no ledger", "give another folder by MAIL=, or move the file away")
    if version > VERSION:
        hint = "go on with the newer version: it alone knows what it wrote"
        raise SchemaError(f"it was written by a newer version of the pipeline ({version})", hint)
    if not tables:
        os.chmod(path, 0o600)  # before there is a log: it takes over the rights
    (mode,) = base.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":  # where memory cannot be shared, as on a network's file system
        base.execute("PRAGMA synchronous = EXTRA")
    if not tables:
        base.execute(f"PRAGMA application_id = {APPLICATION}")
        base.executescript(f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version = {VERSION};COMMIT;")
        settle(path.parent)
