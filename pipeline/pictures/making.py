"""A picture as an output asks for it: upright, in sRGB, no larger than it is shown, bare of all beside its pixels."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.pictures.colour import foreign, in_srgb
from pipeline.pictures.seen import TURNED, opened, orientation
from pipeline.pictures.stripped import BrokenError, stripped
from pipeline.rasters import kind

if TYPE_CHECKING:
    from PIL import Image

QUALITY = 88  # of a JPEG made anew: no traces where it is shown
PHOTO = 1.0  # bytes a pixel: a PNG above them is a photograph, for which it is the wrong kind
FINER = 4  # times the pixels that are needed: what has no more, and is smaller than with fewer, stays
HEAVY = 300_000  # bytes of a PNG, below which that does not matter
MOST_MOVING = 60_000_000  # pixels of all frames of a moving picture that is made smaller
HEAVIEST_MOVING = 8_000_000  # bytes of a moving picture
_SHOWN = ("png", "jpeg", "gif")  # what every program shows


@dataclass(frozen=True, slots=True)
class Made:
    """A picture's file, its kind (``png``, ``jpeg`` or ``gif``) and its pixels. ``stilled``: it moved, and does not."""

    data: bytes
    kind: str
    width: int
    height: int
    stilled: bool = False

    @property
    def media(self) -> str:
        """Its media type."""
        return f"image/{self.kind}"


def made(
    data: bytes,
    largest: tuple[float, float],
    *,
    moves: bool = True,
    heaviest: int = HEAVIEST_MOVING,
    band: float | None = None,
) -> Made:
    """The picture ``data`` in at most ``largest`` pixels across and down. Raises :class:`PictureError`.

    A PNG, JPEG or GIF that is as it should be keeps its pixels byte for byte. One that ``moves`` stays a GIF of at
    most ``heaviest`` bytes, else its first frame stands for it. One that is higher than a ``band``, its width by its
    height, is cut to it at top and bottom, unless it moves or something shines through.
    """
    known = kind(data) or ""
    with opened(data) as picture:
        turned = orientation(picture, known)
        whole = picture.size
        size = _within(whole, largest, sideways=turned in TURNED)
        frames = int(getattr(picture, "n_frames", 1))
        stilled = frames > 1 and known in ("gif", "webp")
        if stilled and moves:
            moving = _moving(picture, data, known, size, frames)
            if moving is not None and len(moving.data) <= heaviest:
                return moving
            picture.seek(0)
        profile = picture.info.get("icc_profile")
        strange = picture.mode not in ("1", "L", "LA", "P", "RGB", "RGBA") or foreign(profile)
        due = turned != 1 or strange or stilled or known not in _SHOWN or (known == "gif" and not moves)
        if known == "png" and frames > 1:
            due = True  # a moving PNG, which few programs know
        cut = band if picture.mode in ("RGB", "L", "CMYK", "YCbCr") and "transparency" not in picture.info else None
        due |= cut is not None
        bare = None if due else _bare(data, known)
        if bare is not None and size == whole and not (known == "png" and _photograph(bare, picture)):
            picture.load()  # a file that ends too soon is told
            return Made(bare, known, *whole)
        anew = _anew(picture, known, size, profile, cut)
    finer = whole[0] * whole[1] / (size[0] * size[1])
    if bare is not None and 1 < finer < FINER and anew.kind == known and len(anew.data) >= len(bare):
        return Made(bare, known, *whole)  # as a plain drawing is, whose edges would only blur
    return Made(anew.data, anew.kind, anew.width, anew.height, stilled)


def _bare(data: bytes, known: str) -> bytes | None:
    try:
        return stripped(data, known)
    except BrokenError:
        return None  # its pixels may still be there: it is made anew


def _photograph(bare: bytes, picture: Image.Image) -> bool:
    """Whether a PNG holds a photograph, which a JPEG does in a fraction of its bytes."""
    opaque = picture.mode in ("RGB", "L") and "transparency" not in picture.info
    return opaque and len(bare) > max(HEAVY, PHOTO * picture.width * picture.height)


def _within(size: tuple[int, int], largest: tuple[float, float], *, sideways: bool) -> tuple[int, int]:
    """``size`` made as small as ``largest``, which is meant for the picture as it is looked at."""
    wide, high = (largest[1], largest[0]) if sideways else largest
    scale = min(1.0, wide / size[0], high / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _anew(picture: Image.Image, known: str, size: tuple[int, int], profile: bytes | None, band: float | None) -> Made:
    from PIL import Image, ImageOps

    if known == "jpeg" and size != picture.size:
        picture.draft(None, size)  # unpacks no more than is needed
    one: Image.Image = picture
    if one.mode.startswith("I"):  # 16 bits of grey
        one = one.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif one.mode == "F":
        one = one.convert("L")
    elif one.mode in ("1", "P", "PA") and (size != picture.size or one.mode == "PA"):
        one = one.convert("RGBA" if "transparency" in one.info or one.mode == "PA" else "RGB")
    if size != one.size:
        one = one.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    one = in_srgb(ImageOps.exif_transpose(one), profile)
    if band is not None and one.height > one.width / band:
        high = max(1, round(one.width / band))
        top = (one.height - high) // 2
        one = one.crop((0, top, one.width, top + high))
    if one.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
        one = one.convert("RGB")
    plain = one.mode in ("L", "RGB") and "transparency" not in one.info
    if known == "jpeg":
        return Made(_jpeg(one), "jpeg", *one.size)
    out = io.BytesIO()
    clear = one.info.get("transparency")
    one.info = {} if clear is None else {"transparency": clear}
    one.save(out, "PNG", optimize=one.width * one.height < 4_000_000)
    png = out.getvalue()
    if plain and _photograph(png, one):
        return Made(_jpeg(one), "jpeg", *one.size)
    return Made(png, "png", *one.size)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    one = picture if picture.mode == "L" else picture.convert("RGB")
    one.info = {}
    one.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _moving(picture: Image.Image, data: bytes, known: str, size: tuple[int, int], frames: int) -> Made | None:
    """A moving picture as GIF; None where that would take too much."""
    if known == "gif" and size == picture.size:
        bare = _bare(data, "gif")
        return None if bare is None else Made(bare, "gif", *size)
    if frames * max(picture.width * picture.height, 1) > MOST_MOVING * 4 or frames * size[0] * size[1] > MOST_MOVING:
        return None
    from PIL import Image, ImageSequence

    shown: list[Image.Image] = []
    times: list[int] = []
    for frame in ImageSequence.Iterator(picture):
        one = frame.convert("RGBA")
        one = one.resize(size, Image.Resampling.LANCZOS) if size != one.size else one
        one.info = {}  # its comment
        shown.append(one)
        times.append(max(20, int(frame.info.get("duration", 100))))
    out = io.BytesIO()
    loop = picture.info.get("loop", 0)
    shown[0].save(out, "GIF", save_all=True, append_images=shown[1:], duration=times, loop=loop, disposal=2)
    return Made(out.getvalue(), "gif", *size)
