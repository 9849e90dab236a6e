"""The zip that a service exports: which of its files are lists, and whether it is whole.

A damaged archive may hide a file, and with it who has left: what can be told from two places is held against both.
"""

from __future__ import annotations

import contextlib
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from pipeline.sending.exports import of_macs, readable

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError, LookupError, OverflowError),
)
"""What zipfile raises of an archive that is damaged, locked or packed in an unknown way."""

_MANY = 0xFFFF  # files, or more: the count stands elsewhere then


class ArchiveError(Exception):
    """The archive cannot be used; the message says why, ``hint`` what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@contextlib.contextmanager
def opened(stream: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The archive in ``stream``. Raises ArchiveError."""
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGED as fault:
        raise ArchiveError(f"the archive cannot be read: {fault}") from None
    with archive:
        found = len(archive.infolist())
        if (count := _counted(stream)) not in {found, _MANY}:
            raise ArchiveError(f"the archive is damaged: of {count} files in it {found} can be found")
        yield archive


def lists(archive: zipfile.ZipFile, largest: int) -> list[zipfile.ZipInfo]:
    """The lists in ``archive``, by name; together they unfold to at most ``largest`` bytes. Raises ArchiveError."""
    whole = [one for one in archive.infolist() if not one.filename.endswith("/")]
    for one in whole:  # a name stands in two places, which are compared when its file is opened
        with read(archive, one):
            pass
    found = [one for one in whole if readable(one.filename)]
    if not found:
        names = [one.filename for one in whole]
        if "xl/workbook.xml" in names or "mimetype" in names:
            raise ArchiveError("it is a spreadsheet's own file, not a list of text", "save it as “CSV UTF-8”")
        found = [one for one in whole if one.filename.lower().endswith(".csv") and not of_macs(one.filename)]
        if len(found) != 1:
            there = ", ".join(f"`{name}`" for name in names[:8]) or "nothing"
            message = f"the archive holds no list of readers that we know; it holds {there}"
            raise ArchiveError(message, "give the list itself: LIST=readers.csv")
    if sum(one.file_size for one in found) > largest:  # what is more than is said here is not unpacked
        raise ArchiveError(f"the lists are over {largest >> 20} MiB")
    return sorted(found, key=lambda one: one.filename)


@contextlib.contextmanager
def read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    """The file ``member`` of ``archive``, to be read. Raises ArchiveError; reading it raises one of DAMAGED."""
    try:
        inner = archive.open(member)
    except DAMAGED as fault:
        raise ArchiveError(f"`{member.filename}` cannot be unpacked: {fault}") from None
    with inner:
        yield inner


def _counted(stream: IO[bytes]) -> int:
    """How many files an archive's last record says that it holds (PKWARE's APPNOTE, 4.3.16)."""
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - _MANY - 22))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06") + 10
    return int.from_bytes(tail[at : at + 2], "little")
