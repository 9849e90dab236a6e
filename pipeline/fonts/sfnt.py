"""Font files as tables (OpenType 1.9, "The OpenType Font File"): what a face calls itself, and what it permits."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LARGEST = 4 << 20  # bytes of a table that is read whole: names and metrics are small
_KINDS = (b"\0\1\0\0", b"OTTO", b"true")
_MOST = 64  # tables, and faces of a collection


class NotAFontError(ValueError):
    """The file is none, or its tables do not lie within it."""


@dataclass(frozen=True, slots=True)
class Sfnt:
    """One face of a file: its tables as (offset, length) by tag. ``index`` is its place in a collection."""

    path: Path
    tables: dict[str, tuple[int, int]]
    index: int
    collected: bool

    def table(self, tag: str, least: int = 0) -> bytes:
        """The table ``tag``, filled up with zeros to ``least`` bytes; empty where there is none."""
        offset, length = self.tables.get(tag, (0, 0))
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(min(length, _LARGEST)).ljust(least, b"\0")

    @property
    def outlines(self) -> str:
        """What the letters are drawn with: ``glyf`` (TrueType) or ``CFF``."""
        return "glyf" if "glyf" in self.tables else "CFF"

    @property
    def varies(self) -> bool:
        """Whether it is a variable font: one file for many weights."""
        return "fvar" in self.tables

    @property
    def features(self) -> frozenset[str]:
        """The tags of what its table ``GSUB`` can put in the place of letters: ``smcp``, ``onum`` … (OpenType 1.9)."""
        data = self.table("GSUB", 10)
        start = int.from_bytes(data[6:8])
        count = int.from_bytes(data[start : start + 2]) if start else 0
        tags = (data[at : at + 4] for at in range(start + 2, start + 2 + 6 * count, 6))
        return frozenset(tag.decode("latin-1") for tag in tags)

    def advance(self, text: str) -> float:
        """How wide ``text`` stands in ems, letter by letter; letters that the face lacks are left out."""
        em = int.from_bytes(self.table("head", 20)[18:20]) or 1000
        count = int.from_bytes(self.table("hhea", 36)[34:36])
        metrics = self.table("hmtx", 4 * count)
        glyphs = _glyphs(self.table("cmap", 4), text)
        widths = {c: int.from_bytes(metrics[4 * min(g, count - 1) :][:2]) for c, g in glyphs.items() if g and count}
        return sum(widths.get(c, 0) for c in text) / em

    def names(self, id: int) -> tuple[str, ...]:
        """What the table ``name`` says under ``id`` in Windows' encoding, English first, each once."""
        data = self.table("name", 6)
        _, count, start = struct.unpack(">3H", data[:6])
        found: list[tuple[int, str]] = []
        for at in range(6, min(6 + 12 * count, len(data) - 11), 12):
            platform, _, language, name, length, offset = struct.unpack(">6H", data[at : at + 12])
            if platform == 3 and name == id:
                text = data[start + offset : start + offset + length].decode("utf-16-be", "replace")
                found.append((language != 0x409, text))
        return tuple(dict.fromkeys(text for _, text in sorted(found, key=lambda pair: pair[0])))

    @property
    def families(self) -> tuple[str, ...]:
        """The names of its family: that of its four styles (1), and the typographic one (16)."""
        return tuple(dict.fromkeys((*self.names(1), *self.names(16))))


def faces_in(path: Path) -> tuple[Sfnt, ...]:
    """The faces in the file ``path``: one, or those of a collection. Raises :class:`NotAFontError`."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12 + 4 * _MOST)
    if head[:4] == b"ttcf":
        count = int.from_bytes(head[8:12])
        offsets = struct.unpack_from(f">{min(count, _MOST)}I", head.ljust(12 + 4 * _MOST, b"\0"), 12)
    elif head[:4] in _KINDS:
        offsets = (0,)
    else:
        raise NotAFontError(path)
    collected = head[:4] == b"ttcf"
    return tuple(
        Sfnt(path, dict(_directory(path, offset, size)), index, collected) for index, offset in enumerate(offsets)
    )


def _directory(path: Path, offset: int, size: int) -> Iterator[tuple[str, tuple[int, int]]]:
    with path.open("rb") as file:
        file.seek(offset)
        head = file.read(12)
        if head[:4] not in _KINDS:
            raise NotAFontError(path)
        count = int.from_bytes(head[4:6])
        rows = file.read(16 * count)
    if not 0 < count <= _MOST or len(rows) < 16 * count:
        raise NotAFontError(path)
    for at in range(0, len(rows), 16):
        tag, _, start, length = struct.unpack_from(">4s3I", rows, at)
        if start + length > size:
            raise NotAFontError(path)
        yield tag.decode("latin-1"), (start, length)


def _glyphs(cmap: bytes, text: str) -> dict[str, int]:
    """The glyph of each letter of ``text`` by a table ``cmap``, read from its Unicode subtable of format 4."""
    for at in range(4, min(4 + 8 * int.from_bytes(cmap[2:4]), len(cmap) - 7), 8):
        platform, encoding, start = struct.unpack_from(">2HI", cmap, at)
        if (platform, encoding) in ((0, 3), (3, 1)) and cmap[start : start + 2] == b"\0\4":
            return {c: _glyph(cmap[start:], ord(c)) for c in set(text)}
    return {}


def _glyph(table: bytes, code: int) -> int:
    """The glyph of ``code`` by a subtable of format 4 (OpenType 1.9, "cmap"); 0 where it has none."""
    pairs = int.from_bytes(table[6:8])  # twice the number of segments

    def number(at: int) -> int:
        return int.from_bytes(table[at : at + 2])

    for segment in range(0, pairs, 2):
        if code <= number(14 + segment):
            first = number(16 + pairs + segment)
            delta, offset = number(16 + 2 * pairs + segment), number(16 + 3 * pairs + segment)
            if code < first:
                return 0
            if not offset:
                return (code + delta) & 0xFFFF
            found = number(16 + 3 * pairs + segment + offset + 2 * (code - first))
            return (found + delta) & 0xFFFF if found else 0
    return 0


def face_called(path: Path, family: str) -> Sfnt | None:
    """The face of ``path`` whose family is ``family``; None where it holds none. Raises as :func:`faces_in`."""
    return next((face for face in faces_in(path) if family in face.families), None)
