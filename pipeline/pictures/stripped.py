"""Pictures without what was written into them beside their pixels, which stay as they are, byte for byte.

What goes: Exif (the place where it was taken among it), XMP, IPTC, comments, texts, dates, thumbnails, colour profiles,
and whatever follows the picture in its file. What is left is what PNG, JPEG and GIF need to show it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

# PNG, 11.2 and 11.3: the critical chunks, transparency and colour; and those of moving pictures (APNG 1.0).
_KEPT = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"))
_MOVING = frozenset((b"acTL", b"fcTL", b"fdAT"))
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # GIF89a, 26: how often a moving picture is shown again
_PIECE = 1 << 20  # bytes that are unpacked at once
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # JPEG markers without a length (ISO/IEC 10918-1, B.1.1.3)


class BrokenError(ValueError):
    """A file whose parts cannot be told from one another."""


def stripped(data: bytes, kind: str) -> bytes:
    """``data``, a ``png``, ``jpeg`` or ``gif``, bare. Raises :class:`BrokenError`."""
    parts = {"png": _png, "jpeg": _jpeg, "gif": _gif}[kind]
    try:
        return b"".join(parts(data))
    except (struct.error, IndexError) as fault:
        raise BrokenError("it ends too soon") from fault


def unpacks(data: bytes, least: int) -> bool:
    """Whether the pixels of a PNG unpack to ``least`` bytes; none is kept."""
    inflate = zlib.decompressobj()
    for name, chunk in _chunks(data):
        held = chunk[8:-4] if name == b"IDAT" else b""
        while held and least > 0 and not inflate.eof:
            least -= len(inflate.decompress(held, _PIECE))
            held = inflate.unconsumed_tail
    return least <= 0


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    yield from (chunk for name, chunk in _chunks(data) if name in _KEPT or name in _MOVING)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG by name, whole (PNG, 5.3), up to the last one."""
    at, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise BrokenError("it ends too soon")
        yield name, data[at:end]
        at = end


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Its segments (ISO/IEC 10918-1, annex B): JFIF's and Adobe's, which say how colours are meant, are kept."""
    yield data[:2]
    at = 2
    while True:
        at = data.index(b"\xff", at) if b"\xff" in data[at : at + 64] else _lost()
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        if marker in _ALONE:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        body = data[at : at + length]
        if len(body) < length or length < 2:
            raise BrokenError("it ends too soon")
        at += length
        if _shows(marker, body):
            yield bytes((0xFF, marker)) + (_jfif(body) if marker == 0xE0 else body)
        if marker == 0xDA:
            end = _scanned(data, at)
            yield data[at:end]
            at = end


def _lost() -> int:
    raise BrokenError("its parts do not follow one another")


def _shows(marker: int, body: bytes) -> bool:
    """Whether a segment says how the picture looks."""
    if marker == 0xE0:
        return body[2:7] == b"JFIF\0"
    if marker == 0xEE:
        return body[2:7] == b"Adobe"
    return marker != 0xFE and not 0xE0 <= marker <= 0xEF


def _jfif(body: bytes) -> bytes:
    """JFIF's segment without the thumbnail that it may hold (JFIF 1.02)."""
    return struct.pack(">H", 16) + body[2:14] + b"\0\0"


def _scanned(data: bytes, at: int) -> int:
    """Where the coded pixels that begin at ``at`` end: at the next marker that is none within them."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise BrokenError("it ends too soon")
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _gif(data: bytes) -> Iterator[bytes]:
    """Its blocks (GIF89a, appendix A): pictures, their timing and how often they loop."""
    flags = data[10]
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    yield data[:at]
    while True:
        sign = data[at]
        if sign == 0x3B:
            yield b"\x3b"
            return
        if sign == 0x2C:
            local = data[at + 9]
            start = at + 10 + (3 << ((local & 7) + 1) if local & 0x80 else 0) + 1
            end = _blocks(data, start)
            yield data[at:end]
        elif sign == 0x21:
            label = data[at + 1]
            end = _blocks(data, at + 2)
            if label in (0xF9, 0x01) or (label == 0xFF and data[at + 3 : at + 14] in _LOOPS):
                yield data[at:end]
        else:
            raise BrokenError("its parts do not follow one another")
        at = end


def _blocks(data: bytes, at: int) -> int:
    """Where the sub-blocks that begin at ``at`` end."""
    while data[at]:
        at += data[at] + 1
    return at + 1
