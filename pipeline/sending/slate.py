"""The slate: what has become of each mail of the batch at hand, written down as it happens.

The ledger brings a whole batch onto the disk at once, since that takes milliseconds. What happens in between is put
here, into a file whose blocks are already there: one write of some microseconds, which a full disk does not stop and
which the system keeps when the process is killed. A power cut may lose such writes; after one, a claimed mail of which
nothing else is known is unknown. So each entry carries the number of its claim and a checksum, and the ledger keeps
beside the claim the era of the slate: where the system has started since, or the slate is another file, entries may be
missing, and that is never taken for "not sent".
"""

from __future__ import annotations

import enum
import errno
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.sending.durable import held, settle

SLOTS = 200
_SIZE = 256
_ENTRY = struct.Struct("<QQBB234s")  # claim, reader, mark, octets of the reply, the reply
_SUM = struct.Struct("<I")
_LONGEST = 234
_NAME = 16  # octets behind the entries that tell this slate from any other
_WHOLE = SLOTS * _SIZE + _NAME


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
    """The file ``path``, made with all its blocks where there is none, and held against all other processes.

    Raises BusyError, OSError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            held(self._file)
            self._name = self._made()
        except BaseException:
            self.close()
            raise

    def _made(self) -> str:
        """The slate's name, given to it with all its blocks where it is new."""
        data = os.pread(self._file, _WHOLE, 0)
        if len(data) < _WHOLE:
            data = data[: SLOTS * _SIZE].ljust(SLOTS * _SIZE, b"\0") + os.urandom(_NAME)
            if os.pwrite(self._file, data, 0) < _WHOLE:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
            os.fsync(self._file)
            settle(self.path.parent)
        return data[-_NAME:].hex()

    @property
    def era(self) -> str:
        """What tells this slate under this running system from any other; empty where nothing tells the system."""
        started = boot()
        return f"{started} {self._name}" if started else ""

    def note(self, slot: int, claim: int, reader: int, mark: Mark, reply: str = "") -> None:
        """Writes what has become of the mail in ``slot`` of the batch ``claim``."""
        words = reply.encode()[:_LONGEST]
        entry = _ENTRY.pack(claim, reader, mark, len(words), words)
        os.pwrite(self._file, entry + _SUM.pack(zlib.crc32(entry)), slot * _SIZE)

    def read(self, claim: int) -> Mapping[int, Noted]:
        """What was noted of the batch ``claim``, by reader."""
        return {reader: noted for of, reader, noted in self._entries() if of == claim}

    def last(self) -> int:
        """The last batch of which anything was noted; 0 for none."""
        return max((of for of, _, _ in self._entries()), default=0)

    def _entries(self) -> Iterator[tuple[int, int, Noted]]:
        """The entries: claim, reader, and what was noted; one that is torn counts as none."""
        data = os.pread(self._file, SLOTS * _SIZE, 0)
        for at in range(0, len(data) - _SIZE + 1, _SIZE):
            entry = data[at : at + _ENTRY.size]
            (total,) = _SUM.unpack_from(data, at + _ENTRY.size)
            of, reader, mark, length, reply = _ENTRY.unpack(entry)
            if of and total == zlib.crc32(entry) and mark in set(Mark):
                yield of, reader, Noted(Mark(mark), reply[:length].decode("utf-8", "replace"))

    def close(self) -> None:
        """Lets go of the file; a second time it does nothing."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1


def boot() -> str:
    """What tells this running system from the same one before its last start; empty where nothing tells it."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
