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
    needs loses them. A PNG of 16-bit greys is set in 8 bits, since WeasyPrint leaves those out; a picture in a press's
    four inks in red, green and blue, since a PDF/A has one kind of colour (ISO 19005-2, 6.2.4.3). A JPEG is unpacked at
    the size that is needed, so that a photograph of 60 megapixels takes no more memory than a small one.
    """
    grey16 = data.startswith(b"\x89PNG") and data[24:26] == b"\x10\x00"  # IHDR (PNG, 11.2.1): bit depth, colour type
    inked = data.startswith((b"\xff\xd8\xff", b"II*\0", b"MM\0*"))  # JPEG and TIFF may be
    if not grey16 and not inked and (largest is None or not data.startswith(b"\x89PNG")):
        return data
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the reader of the essay sets the bound
        try:
            made, due = _made(data, largest, grey16=grey16)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return data  # WeasyPrint tells what is wrong with it
    return made if made is not None and (due or len(made) < len(data)) else data


def _made(data: bytes, largest: tuple[Length, Length] | None, *, grey16: bool) -> tuple[bytes | None, bool]:
    """The picture anew, and whether it must be; None where it is as it should be."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        kind, profile = opened.format, opened.info.get("icc_profile")
        size = _size(opened, largest)
        inks = opened.mode == "CMYK"
        if (size == opened.size or kind not in ("PNG", "JPEG")) and not grey16 and not inks:
            return None, False
        if kind == "JPEG":
            opened.draft(None, size)
        picture: Image.Image = opened
        if grey16:
            picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        if inks:
            picture, profile = picture.convert("RGB"), None
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
    return out.getvalue(), grey16 or inks


def _size(picture: Image.Image, largest: tuple[Length, Length] | None) -> tuple[int, int]:
    """The pixels that are left of those of ``picture``; ``largest`` is as it is seen, the right side up."""
    if largest is None:
        return picture.size
    wide, high = (side.inches * SHARP for side in largest)
    if picture.getexif().get(_ORIENTATION) in _TURNED:
        wide, high = high, wide
    scale = min(1.0, wide / picture.width, high / picture.height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
