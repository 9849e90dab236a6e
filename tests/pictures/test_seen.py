"""What is a picture, and in an author's words why something is none."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from pipeline.pictures.seen import PictureError, seen


def png(width: int, height: int, colour: int = 2) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 60).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "why"),
    [
        (b"", "figure-unreadable", "is empty"),
        (b"just text", "figure-unreadable", "is text, no picture"),
        ("Ein Täxt".encode() * 200, "figure-unreadable", "is text, no picture"),
        (b"\0\1\2\3" * 99, "figure-unreadable", "no picture that is known"),
        (b"\0\0\0\x20ftypheic" + b"\0" * 99, "figure-unreadable", "is HEIC"),
        (b"\0\0\0\x20ftypavif" + b"\0" * 99, "figure-unreadable", "is AVIF"),
        (b"%PDF-1.7", "figure-unreadable", "is PDF"),
        (b"\x89PNG\r\n\x1a\n", "figure-unreadable", "not a PNG"),
        (b"GIF89a", "figure-unreadable", "not a GIF"),
        (b"\xff\xd8\xff nothing", "figure-unreadable", "not a JPEG"),
        (jpeg()[:2000], "figure-unreadable", "ends too soon"),
        (png(300, 300), "figure-unreadable", "ends too soon"),
        (b"\x1f\x8b\x08" + b"\0" * 99, "figure-unreadable", "is compressed"),
        (png(60_000, 60_000), "figure-too-large", "million"),
        (png(8_100, 8_000, 6), "figure-too-large", "8100 × 8000 pixels; at most 64 million of a PNG"),
        (png(10_400, 10_400), "figure-too-large", "at most 106 million of a PNG"),
        (png(11_000, 11_000, 0), "figure-too-large", "at most 120 million"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'", "figure-unreadable", "no well-formed SVG"),
    ],
)
def test_what_is_no_picture_is_told(data: bytes, code: str, why: str) -> None:
    with pytest.raises(PictureError, match=why) as told:
        seen(data, whole=True)
    assert told.value.code == code


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("size", [(1, 1), (7, 3), (300, 200)])
def test_a_whole_png_is_whole(mode: str, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    assert (seen(out.getvalue(), whole=True).width, seen(out.getvalue(), whole=True).height) == size


def test_a_hint_says_what_to_do() -> None:
    hints = {}
    for name, data in (("half", jpeg()[:2000]), ("svg", b"<svg/>"), ("text", b"text"), ("bomb", png(60_000, 60_000))):
        with pytest.raises(PictureError) as told:
            seen(data, whole=True)
        hints[name] = told.value.hint
    words = {"half": "copy or export", "svg": "plain SVG", "text": "can be shown", "bomb": "make it smaller"}
    assert all(word in hints[name] for name, word in words.items())


def test_pixels_without_end_are_not_unpacked() -> None:
    import time

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    endless = zlib.compress(b"\0" * 100_000_000, 1)
    data = png(10, 10).replace(chunk(b"IDAT", zlib.compress(b"\0")), chunk(b"IDAT", endless))
    begun = time.process_time()
    assert seen(data, whole=True).width == 10
    assert time.process_time() - begun < 0.2


def test_the_file_says_what_it_is_not_its_name() -> None:
    found = seen(jpeg(), whole=True)
    assert (found.kind, found.width, found.height, found.noun, found.vector) == ("jpeg", 200, 200, "JPEG", False)
    drawn = seen(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 20'/>")
    assert (drawn.kind, drawn.width, drawn.height, drawn.vector) == ("svg", 30, 20, True)


@pytest.mark.parametrize(("mode", "opaque"), [("RGB", True), ("L", True), ("RGBA", False), ("LA", False)])
def test_what_shines_through_is_known(mode: str, opaque: bool) -> None:
    out = io.BytesIO()
    Image.new(mode, (4, 4)).save(out, "PNG")
    assert seen(out.getvalue()).opaque is opaque


def test_sixty_megapixels_are_read() -> None:
    assert seen(png(10_000, 6_000)).width == 10_000
    assert seen(png(10_000, 6_000, 6)).width == 10_000
    assert seen(png(10_000, 10_000, 0)).width == 10_000
