"""Pictures of a template as they are shown: the part of each that its fill shows, no wider than needed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.openxml import find
from pipeline.rasters import kind
from pipeline.template.package import whole
from pipeline.units import Box, Length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WIDEST = 1920  # pixels: what a picture of a template is brought to
_FULL = 100_000
_SLIVER = 0.001  # of a picture: less of it shows nothing

Shares = tuple[float, float, float, float]  # of a picture's size, from its left, top, right and bottom


@dataclass(frozen=True, slots=True)
class Crop:
    """Where a picture stands, and how much of each of its sides is cut off."""

    box: Box
    cut: Shares


def cropped(fill: Element | None, box: Box) -> Crop | None:
    """How ``fill`` shows its picture in ``box``; None where nothing of it is seen.

    ``a:fillRect`` says where, ``a:srcRect`` which part of the picture; below zero either goes beyond an edge.
    """
    source, place = find(fill, "a:srcRect"), find(fill, "a:stretch/a:fillRect")
    across, down = _span(_share(source, "l"), _share(source, "r")), _span(_share(source, "t"), _share(source, "b"))
    left, wide, *sides = _visible(across, _span(_share(place, "l"), _share(place, "r")))
    top, high, *ends = _visible(down, _span(_share(place, "t"), _share(place, "b")))
    if min(wide, high) < _SLIVER:
        return None
    seen = (box.left + left * box.width, box.top + top * box.height, wide * box.width, high * box.height)
    return Crop(Box(*(Length(round(one)) for one in seen)), (sides[0], ends[0], sides[1], ends[1]))


_Span = tuple[float, float]  # from, to; by a size


def _span(before: float, after: float) -> _Span:
    return before, 1 - after


def _visible(source: _Span, place: _Span) -> tuple[float, float, float, float]:
    """Along one side of a box: where what is seen begins, how long it is, what of the picture is cut on both ends."""
    shown, long = source[1] - source[0], place[1] - place[0]
    if min(shown, long) < _SLIVER:
        return 0.0, 0.0, 0.0, 0.0
    start = place[0] - source[0] / shown * long  # of the picture as a whole
    end = start + long / shown
    first, last = max(0.0, place[0], start), min(1.0, place[1], end)
    return first, last - first, (first - start) / (end - start), (end - last) / (end - start)


def _share(held: Element | None, side: str) -> float:
    return 0.0 if held is None else max(-10.0, min(1.0, whole(held.get(side)) / _FULL))


def shown(data: bytes, crop: Crop) -> tuple[bytes, str] | None:
    """A picture as a browser shows it, cut and no wider than needed; None for what it cannot."""
    found = kind(data)
    if found not in ("png", "jpeg", "gif"):
        return None
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            plain = image.mode in ("RGB", "RGBA", "L", "LA", "P", "1")
            edges = _edges(image.width, image.height, crop.cut)
            whole_ = edges == (0, 0, image.width, image.height)
            if whole_ and image.width <= _WIDEST and image.height <= _WIDEST and plain:
                return data, found
            wide, high = edges[2] - edges[0], edges[3] - edges[1]
            scale = min(1.0, _WIDEST / wide, _WIDEST / high)
            size = (max(1, round(wide * scale)), max(1, round(high * scale)))
            stream = io.BytesIO()
            if found == "jpeg":
                image.convert("RGB").crop(edges).resize(size).save(stream, "JPEG", quality=86)
            else:
                image.convert("RGBA").crop(edges).resize(size).save(stream, "PNG")
            return stream.getvalue(), "jpeg" if found == "jpeg" else "png"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _edges(width: int, height: int, cut: Shares) -> tuple[int, int, int, int]:
    """The pixels that are left, at least one."""
    left, top = min(width - 1, max(0, round(cut[0] * width))), min(height - 1, max(0, round(cut[1] * height)))
    right, bottom = width - max(0, round(cut[2] * width)), height - max(0, round(cut[3] * height))
    return left, top, max(left + 1, right), max(top + 1, bottom)
