"""A font as PowerPoint embeds it: Embedded OpenType, uncompressed (W3C member submission of 5 March 2008, version 2.1).

The header repeats what the font's own tables say (OpenType 1.9: ``OS/2``, ``head``, ``name``); the font follows whole.
"""

from __future__ import annotations

import struct

from pipeline.fonts import Sfnt

VERSION = 0x0002_0001
MAGIC = 0x504C
_MAGIC_AT = 34  # after sizes, version, flags, PANOSE, charset, italic, weight and fsType
_ANY_CHARSET = 1
_RESTRICTED, _PREVIEW, _EDITABLE = 0x0002, 0x0004, 0x0008  # OS/2.fsType
_BITMAPS_ONLY = 0x0200


def refusal(face: Sfnt) -> str | None:
    """Why ``face`` cannot be embedded, or None: by its licence (``OS/2.fsType``) or by what it is."""
    if face.collected:
        return "it is one of a collection (.ttc)"
    if face.outlines != "glyf":
        return "its outlines are PostScript's (.otf), and PowerPoint embeds TrueType alone"
    if face.varies:
        return "it is a variable font, of which PowerPoint knows one weight alone"
    rights = int.from_bytes(face.table("OS/2", 10)[8:10])
    if rights & _BITMAPS_ONLY:
        return "its licence allows to embed its bitmaps alone (OS/2.fsType)"
    if rights & _EDITABLE or not rights & (_RESTRICTED | _PREVIEW):
        return None
    return (
        "its licence allows to embed it for viewing alone (OS/2.fsType)"
        if rights & _PREVIEW
        else "its licence forbids to embed it (OS/2.fsType)"
    )


def embedded(face: Sfnt) -> bytes:
    """``face`` as the bytes of a font part (``.fntdata``)."""
    font = face.path.read_bytes()
    metrics = face.table("OS/2", 96)
    (weight,) = struct.unpack_from(">H", metrics, 4)
    (rights,) = struct.unpack_from(">H", metrics, 8)
    panose = metrics[32:42]
    ranges = struct.unpack_from(">4I", metrics, 42)
    (selection,) = struct.unpack_from(">H", metrics, 62)
    pages = struct.unpack_from(">2I", metrics, 78)
    (checksum,) = struct.unpack_from(">I", face.table("head", 12), 8)
    fixed = struct.pack(
        "<2I10s2BI2H4I2I5I",
        VERSION, 0, panose, _ANY_CHARSET, selection & 1, weight, rights, MAGIC, *ranges, *pages, checksum, 0, 0, 0, 0,
    )  # fmt: skip
    # Family, style, version and full name, each after two bytes of padding; no address that the font is bound to.
    names = b"".join(_counted(next(iter(face.names(name)), "")) for name in (1, 2, 5, 4)) + _counted("")
    size = 8 + len(fixed) + len(names) + len(font)
    return struct.pack("<2I", size, len(font)) + fixed + names + font


def _counted(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<2H", 0, len(data)) + data


def is_embedded(data: bytes) -> bool:
    """Whether ``data`` is a font part as :func:`embedded` makes it: sizes that agree, the magic number in its place."""
    if len(data) < _MAGIC_AT + 2:
        return False
    whole, font = struct.unpack_from("<2I", data)
    (magic,) = struct.unpack_from("<H", data, _MAGIC_AT)
    return bool(whole == len(data) and 0 < font < whole and magic == MAGIC)
