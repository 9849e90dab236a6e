"""Colours as all programs take them: sRGB (IEC 61966-2-1), since PowerPoint and most mail programs heed no profile."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_SRGB = (b"sRGB", "sRGB".encode("utf-16-be"))
_TAG = b"desc"  # ICC.1:2022, 9.2.41: what the profile is called


def foreign(profile: bytes | None) -> bool:
    """Whether ``profile`` (ICC.1) gives the numbers of a picture another meaning than sRGB does."""
    if not profile or profile[16:20] != b"RGB ":
        return False  # without one, and in greys, all take sRGB; a press's inks are converted in any case
    return not any(name in _named(profile) for name in _SRGB)


def _named(profile: bytes) -> bytes:
    """What ``profile`` is called."""
    count = int.from_bytes(profile[128:132], "big")
    for n in range(min(count, 100)):
        row = profile[132 + 12 * n : 144 + 12 * n]
        if row[:4] == _TAG:
            start, size = int.from_bytes(row[4:8], "big"), int.from_bytes(row[8:12], "big")
            return profile[start : start + min(size, 400)]
    return b""


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """``picture``, whose numbers mean what ``profile`` says, in sRGB. A profile that cannot be read is left out."""
    inks = picture.mode == "CMYK"
    if not profile or not (foreign(profile) if picture.mode in ("RGB", "RGBA") else inks):
        return picture.convert("RGB") if inks else picture
    from PIL import ImageCms

    mode = "RGB" if inks else picture.mode
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        made = None
    return made if made is not None else picture.convert(mode)
