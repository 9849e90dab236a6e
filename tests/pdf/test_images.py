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

from pipeline.files import Files
from pipeline.pdf.images import printable
from pipeline.units import mm
from tests.newsletter.made import theme

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
    after, media = printable(before, TEXT, theme(), Files(ROOT))
    assert size(after) == (1500, 1000)
    assert len(after) < len(before)
    assert media in ("image/jpeg", "image/png")
    assert printable(before, TEXT, theme(), Files(ROOT)) == (after, media)


def test_a_photograph_taken_upright_stays_upright() -> None:
    with Image.open(
        io.BytesIO(printable(photograph(3000, 2000, orientation=6), TEXT, theme(), Files(ROOT))[0])
    ) as picture:
        assert picture.size == (1299, 1949)  # as high as 165 mm allow
        assert picture.getexif().get(0x0112) in (None, 1)


def test_what_moves_stands_still() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 30), (90 * n, 0, 0)) for n in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    made, media = printable(out.getvalue(), TEXT, theme(), Files(ROOT))
    assert (media, size(made)) == ("image/png", (40, 30))


def test_a_drawing_stays_one_in_the_faces_of_the_theme() -> None:
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script>'
        b'<text font-family="Papyrus">A</text></svg>'
    )
    made, media = printable(data, None, theme(), Files(ROOT))
    assert media == "image/svg+xml"
    assert b"Source Sans" in made
    assert b"Papyrus" not in made
    assert b"alert" not in made


def test_a_drawing_with_filters_becomes_pixels() -> None:
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 48"><filter id="f"><feGaussianBlur stdDeviation="2"/>'
        b'</filter><rect filter="url(#f)" width="50" height="30"/></svg>'
    )
    made, media = printable(data, TEXT, theme(), Files(ROOT))
    assert (media, size(made)) == ("image/png", (300, 150))


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"body {}"])
def test_what_is_no_picture_is_left_to_weasyprint(data: bytes) -> None:
    assert printable(data, TEXT, theme(), Files(ROOT)) == (data, None)


@pytest.mark.parametrize("data", [b"\xff\xd8\xff nothing", b"GIF89a", b"<svg/>", photograph(3000, 2000)[:5000]])
def test_of_a_broken_picture_nothing_is_left_that_weasyprint_could_fall_over(data: bytes) -> None:
    assert printable(data, TEXT, theme(), Files(ROOT)) == (b"", None)


SCRIPT = """
import pathlib, resource, sys
from pipeline.pdf.images import printable
from pipeline.files import Files
from pipeline.units import mm
from tests.newsletter.made import theme
worn = theme()
data = pathlib.Path(sys.argv[1]).read_bytes()
import PIL.Image, PIL.JpegImagePlugin
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made, _ = printable(data, (mm(127), mm(165)), worn, Files(pathlib.Path.cwd()))
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
