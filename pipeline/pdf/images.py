"""Pictures for print: no finer than paper shows, encoded anew only where that makes the file smaller."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from pipeline.units import Length

if TYPE_CHECKING:
    from PIL import Image

SHARP = 300  # pixels an inch: finer, a reader sees no difference on paper
_ORIENTATION = 0x0112  # Exif 2.32, 4.6.4
_TURNED = (5, 6, 7, 8)  # by a quarter
QUALITY = 88  # of a JPEG: no traces at 300 pixels an inch


def printable(data: bytes, largest: tuple[Length, Length] | None = None) -> bytes:
    """``data``, a picture's file, or one that prints alike in fewer bytes; what is no picture stays as it is.

    ``largest`` is how wide and high it is printed at the most, by its proportions: what has more pixels than that
    needs loses them. A PNG of 16-bit greys is set in 8 bits, since WeasyPrint leaves those out. A JPEG is unpacked at
    the size that is needed, so that a photograph of 60 megapixels takes no more memory than a small one.
    """
    grey16 = data.startswith(b"\x89PNG") and data[24:26] == b"\x10\x00"  # IHDR (PNG, 11.2.1): bit depth, colour type
    if not grey16 and (largest is None or not data.startswith((b"\x89PNG", b"\xff\xd8\xff"))):
        return data
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the reader of the essay sets the bound
        try:
            made = _made(data, largest, grey16=grey16)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return data  # WeasyPrint tells what is wrong with it
    return made if made is not None and (grey16 or len(made) < len(data)) else data


def _made(data: bytes, largest: tuple[Length, Length] | None, *, grey16: bool) -> bytes | None:
    """The picture anew; None where it is as it should be."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        kind, profile = opened.format, opened.info.get("icc_profile")
        size = _size(opened, largest)
        if size == opened.size and not grey16:
            return None
        if kind == "JPEG":
            opened.draft(None, size)
        picture: Image.Image = opened
        if grey16:
            picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        if picture.mode in ("1", "P", "PA"):
            picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
        if size != picture.size:
            picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        out = io.BytesIO()
        if kind == "JPEG":
            # A camera's mark of which side is up goes with the pixels that it turns.
            ImageOps.exif_transpose(picture).save(out, "JPEG", quality=QUALITY, optimize=True, icc_profile=profile)
        else:
            picture.save(out, "PNG", optimize=True, icc_profile=profile)
    return out.getvalue()


def _size(picture: Image.Image, largest: tuple[Length, Length] | None) -> tuple[int, int]:
    """The pixels that are left of those of ``picture``; ``largest`` is as it is seen, the right side up."""
    if largest is None:
        return picture.size
    wide, high = (side.inches * SHARP for side in largest)
    if picture.getexif().get(_ORIENTATION) in _TURNED:
        wide, high = high, wide
    scale = min(1.0, wide / picture.width, high / picture.height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
