"""Pictures are as fine as paper shows, and never larger than they were."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from pipeline.pdf.images import printable
from pipeline.units import mm

ROOT = Path(__file__).resolve().parents[2]
TEXT = (mm(127), mm(165))  # five inches: 1500 pixels


def photograph(width: int, height: int, kind: str = "JPEG", orientation: int | None = None) -> bytes:
    """Something with detail everywhere, as a camera makes it."""
    chance = random.Random(1)
    small = Image.frombytes("RGB", (60, 40), chance.randbytes(60 * 40 * 3))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    out = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(out, kind, exif=exif)
    return out.getvalue()


def size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.size


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_finer_than_paper_shows_loses_pixels(kind: str) -> None:
    before = photograph(3000, 2000, kind)
    after = printable(before, TEXT)
    assert size(after) == (1500, 1000)
    assert len(after) < len(before)
    assert printable(before, TEXT) == after


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_paper_shows_stays_byte_for_byte(kind: str) -> None:
    data = photograph(1500, 1000, kind)
    assert printable(data, TEXT) is data
    assert printable(photograph(3000, 2000, kind)) == photograph(3000, 2000, kind)


def test_what_would_grow_stays() -> None:
    out = io.BytesIO()
    drawing = Image.new("1", (4000, 400), 1)
    drawing.paste(0, (0, 0, 2001, 7))
    drawing.save(out, "PNG")
    assert printable(out.getvalue(), TEXT) == out.getvalue()


def test_a_photograph_taken_upright_stays_upright() -> None:
    with Image.open(io.BytesIO(printable(photograph(3000, 2000, orientation=6), TEXT))) as picture:
        assert picture.size == (1299, 1949)  # as high as 165 mm allow
        assert picture.getexif().get(0x0112) in (None, 1)


def test_sixteen_bit_greys_are_set_in_eight() -> None:
    out = io.BytesIO()
    Image.new("I;16", (8, 8), 40_000).save(out, "PNG")
    with Image.open(io.BytesIO(printable(out.getvalue()))) as picture:
        assert (picture.mode, picture.getpixel((0, 0))) == ("L", 156)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"\xff\xd8\xff nothing", b"GIF89a", b"<svg/>"])
def test_what_is_no_picture_is_left_to_weasyprint(data: bytes) -> None:
    assert printable(data, TEXT) == data


def test_a_picture_cut_short_is_left_to_weasyprint() -> None:
    data = photograph(3000, 2000)[:5000]
    assert printable(data, TEXT) == data


SCRIPT = """
import pathlib, resource, sys
from pipeline.pdf.images import printable
from pipeline.units import mm
data = pathlib.Path(sys.argv[1]).read_bytes()
import PIL.Image, PIL.JpegImagePlugin
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = printable(data, (mm(127), mm(165)))
assert len(made) < len(data)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
def test_sixty_megapixels_take_little_memory(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(photograph(10_000, 6_000))
    made = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(photo)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(made.stdout) < 60  # megabytes; its pixels alone are 180


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_four_inks_become_three_colours_as_a_pdf_a_asks(kind: str) -> None:
    out = io.BytesIO()
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(out, kind)
    for largest in (None, TEXT):
        with Image.open(io.BytesIO(printable(out.getvalue(), largest))) as picture:
            assert picture.mode == "RGB"
            red, green, blue = picture.getpixel((5, 5))  # type: ignore[misc]  # three, as the mode says
            assert red > 200
            assert max(green, blue) < 60
