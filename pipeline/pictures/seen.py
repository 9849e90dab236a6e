"""What a picture is, without its pixels: its kind, how large it is as it is looked at, whether it moves."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.pictures.drawings import DrawingError, drawing, is_drawing
from pipeline.pictures.stripped import unpacks
from pipeline.rasters import kind

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 64 * 1024 * 1024  # bytes of one file
MOST_PIXELS = 120_000_000  # of any picture; a JPEG is unpacked at the size that is needed
MOST_UNPACKED = 640_000_000  # bytes of all else, which is unpacked whole
# What a pixel takes while a picture is made smaller, measured; libwebp keeps a moving picture's frames for any.
_EACH = {"L": 2, "1": 6, "P": 6, "RGB": 6}
_EACH_ELSE, _EACH_WEBP = 10, 16
ORIENTATION = 0x0112  # Exif 2.32, 4.6.4: how the camera was held
TURNED = frozenset((5, 6, 7, 8))  # by a quarter: the rows are columns
VECTOR = "svg"
_OPAQUE = frozenset(("L", "RGB", "CMYK", "YCbCr", "I;16", "P"))
_FOREIGN = (
    (b"ftypavif", "AVIF"),
    (b"ftyphei", "HEIC"),
    (b"ftypmif1", "HEIC"),
    (b"%PDF", "PDF"),
    (b"%!PS", "EPS"),
    (b"\x1f\x8b", "compressed (SVGZ?)"),
)
_KNOWN = "PNG, JPEG, GIF, WebP and SVG can be shown"
_AGAIN = "copy or export it again: the file is not whole"
_REDRAWN = "save it again as plain SVG, or as a PNG"
_SMALLER = "make it smaller, or a JPEG"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG, by its kind of colour
_NOUNS = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "webp": "WebP", "tiff": "TIFF", "bmp": "BMP", VECTOR: "SVG"}


class PictureError(ValueError):
    """Why a file cannot be shown: a problem's code, words that follow the file's name, and what to do about it."""

    def __init__(self, code: str, words: str, hint: str = _KNOWN) -> None:
        super().__init__(words)
        self.code = code
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture: its kind (``png``, ``jpeg``, ``gif``, ``webp``, ``tiff``, ``bmp``, ``svg``) and its size.

    ``width`` and ``height`` are pixels, the right side up; a drawing's are CSS pixels. ``frames`` is 1 where it stands
    still. It is ``opaque`` where nothing shines through. ``outside`` is what a drawing refers to and does not hold.
    """

    kind: str
    width: float
    height: float
    frames: int = 1
    opaque: bool = False
    outside: tuple[str, ...] = ()

    @property
    def vector(self) -> bool:
        """Whether it is a drawing, which is sharp at any size."""
        return self.kind == VECTOR

    @property
    def noun(self) -> str:
        """What its kind is called."""
        return _NOUNS[self.kind]


def seen(data: bytes, *, whole: bool = False) -> Seen:
    """What the picture ``data`` is. Raises :class:`PictureError`.

    ``whole`` has its pixels read as well, as small as can be, so that a file which ends too soon is found out.
    """
    bounded(len(data))
    if is_drawing(data):
        try:
            found = drawing(data)
        except DrawingError as fault:
            raise PictureError("figure-unreadable", str(fault), _REDRAWN) from None
        return Seen(VECTOR, found.width, found.height, outside=found.outside)
    with opened(data) as picture:
        known = kind(data) or ""
        width, height = picture.size
        if orientation(picture, known) in TURNED:
            width, height = height, width
        opaque = picture.mode in _OPAQUE and "transparency" not in picture.info
        frames = int(getattr(picture, "n_frames", 1)) if known in ("gif", "webp", "png") else 1
        if whole and known != "png":
            picture.draft("RGB", (64, 64))  # a JPEG is unpacked small
            picture.load()
    if whole and known == "png":
        with opened(data) as picture:
            picture.verify()  # the chunks' checksums
            if not unpacks(data, _least(data)):
                raise EOFError
    return Seen(known, width, height, frames, opaque)


def _least(data: bytes) -> int:
    """How many bytes the pixels of a PNG are at the least (PNG, 7.2 and 11.2.2), each row with the filter's."""
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    bits = width * depth * _CHANNELS.get(colour, 1)
    return int(height * bits // 8 if interlaced else height * (1 + (bits + 7) // 8))


def bounded(size: int) -> None:
    """Raises :class:`PictureError` for a file of too many bytes."""
    if size > LARGEST:
        raise PictureError("figure-too-large", f"is over {LARGEST // 2**20} MiB", _SMALLER)


def orientation(picture: Image.Image, known: str) -> int:
    """How the camera was held (Exif 2.32, 4.6.4): 1 is upright. A PNG that says so says it before its pixels."""
    if known == "gif" or (known == "png" and "exif" not in picture.info):
        return 1  # Pillow would unpack all of a PNG to look behind them
    return int(picture.getexif().get(ORIENTATION, 1))


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """The picture ``data`` as Pillow knows it, its pixels not read yet. Raises :class:`PictureError`."""
    from PIL import Image

    known = kind(data)
    if known is None:
        raise PictureError("figure-unreadable", _unknown(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns from 89 megapixels on; our own bound follows
            with Image.open(io.BytesIO(data), formats=(known.upper(),)) as picture:
                _small_enough(picture, known)
                yield picture
    except PictureError:
        raise
    except Image.DecompressionBombError:
        raise PictureError(
            "figure-too-large", f"has more than {MOST_PIXELS // 10**6} million pixels", _SMALLER
        ) from None
    except MemoryError:
        raise PictureError("figure-too-large", "takes more memory than there is", _SMALLER) from None
    except Exception as fault:  # noqa: BLE001 - a decoder fed with a broken file may raise anything
        words = f"is not a {_NOUNS[known]} that can be read: {_why(fault)}"
        raise PictureError("figure-unreadable", words, _AGAIN) from None


def _small_enough(picture: Image.Image, known: str) -> None:
    width, height = picture.size
    each = _EACH_WEBP if known == "webp" else _EACH.get(picture.mode, _EACH_ELSE)
    most = MOST_PIXELS if known == "jpeg" else min(MOST_PIXELS, MOST_UNPACKED // each)
    if width * height > most:
        what = "" if known == "jpeg" else f" of a {_NOUNS[known]}"
        told = f"has {width} × {height} pixels; at most {most // 10**6} million{what} can be read"
        raise PictureError("figure-too-large", told, _SMALLER)


def _why(fault: Exception) -> str:
    """What a decoder says, in an author's words."""
    said = str(fault)
    if "truncated" in said or isinstance(fault, EOFError):
        return "it ends too soon"
    return "it is damaged"


def _unknown(data: bytes) -> str:
    """What a file that is no picture is, as far as it shows."""
    if not data:
        return "is empty"
    name = next((name for mark, name in _FOREIGN if mark in data[:16]), None)
    if name:
        return f"is {name}, which browsers or mail programs do not show everywhere"
    try:
        data[:1024].decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.start < len(data[:1024]) - 4:
            return "is no picture that is known"
    return "is text, no picture" if b"\0" not in data[:1024] else "is no picture that is known"
