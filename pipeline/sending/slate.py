"""The slate: what has become of each mail of the batch at hand, written down as it happens.

The ledger brings a whole batch onto the disk at once, since that takes milliseconds. What happens in between is put
here, into a file whose blocks are already there: one write of some microseconds, which a full disk does not stop and
which the system keeps when the process is killed. A power cut may lose such writes; after one, a claimed mail of which
nothing else is known is unknown. So each entry carries the number of its claim and a checksum, and the ledger keeps
the system's boot beside the claim: what was written before this boot may be missing, and is never taken for "not sent".
"""

from __future__ import annotations

import enum
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.sending.durable import settle

SLOTS = 200
_SIZE = 256
_ENTRY = struct.Struct("<QQBB234s")  # claim, reader, mark, octets of the reply, the reply
_SUM = struct.Struct("<I")
_LONGEST = 234


class Mark(enum.IntEnum):
    """What has become of a claimed mail."""

    BEGUN = 1  # its last bytes are about to leave: from here on only the relay knows
    SENT = 2  # the relay has taken it
    FAILED = 3  # the relay has refused it for good
    BACK = 4  # it is certain that the relay has not got it


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry read back."""

    mark: Mark
    reply: str


class Slate:
    """The file ``path``, made with all its blocks where there is none. Raises OSError."""

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.fstat(self._file).st_size < SLOTS * _SIZE:
            os.pwrite(self._file, bytes(SLOTS * _SIZE), 0)
            os.fsync(self._file)
            new = True
        if new:
            settle(path.parent)

    def note(self, slot: int, claim: int, reader: int, mark: Mark, reply: str = "") -> None:
        """Writes what has become of the mail in ``slot`` of the batch ``claim``."""
        words = reply.encode()[:_LONGEST]
        entry = _ENTRY.pack(claim, reader, mark, len(words), words)
        os.pwrite(self._file, entry + _SUM.pack(zlib.crc32(entry)), slot * _SIZE)

    def read(self, claim: int) -> Mapping[int, Noted]:
        """What was noted of the batch ``claim``, by reader; an entry that is torn counts as none."""
        data = os.pread(self._file, SLOTS * _SIZE, 0)
        found: dict[int, Noted] = {}
        for at in range(0, len(data) - _SIZE + 1, _SIZE):
            entry = data[at : at + _ENTRY.size]
            (total,) = _SUM.unpack_from(data, at + _ENTRY.size)
            of, reader, mark, length, reply = _ENTRY.unpack(entry)
            if of == claim and of and total == zlib.crc32(entry) and mark in set(Mark):
                found[reader] = Noted(Mark(mark), reply[:length].decode("utf-8", "replace"))
        return found

    def close(self) -> None:
        """Lets go of the file."""
        os.close(self._file)


def boot() -> str:
    """What tells this running system from the same one before its last start; empty where nothing tells it."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
