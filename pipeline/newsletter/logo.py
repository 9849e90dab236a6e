"""The theme's logo for the head of a mail: small, sharp, and to be made out on either scheme's paper.

Mail programs turn grounds dark and leave pictures as they are. A logo that would be lost on one of the papers travels
on a card of the other's; one that shines through nowhere, or is seen on both, as it is.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.files import Files, inside
from pipeline.problems import Place, Problem, error
from pipeline.theme import Color, Theme

if TYPE_CHECKING:
    from PIL.Image import Image

HIGH, WIDE = 44, 220  # CSS pixels, at the most
DENSITY = 2  # pixels a CSS pixel, for sharp screens
MARGIN = 10  # CSS pixels of a dark card around it
_SEEN = 2.0  # a contrast under which a mark is not made out; WCAG 2.2, 1.4.3, asks nothing of logotypes
_SAME = 1.1  # a contrast that nobody sees
_ENOUGH = 0.5  # of its pixels: then the rest is its ornament
_SAMPLE = (96, 48)  # pixels that are looked at
_SOLID = 128  # of 255: what is thinner is an edge


class Card(Enum):
    """What a logo stands on: nothing of its own, the light scheme's paper, the dark one's."""

    NONE = "none"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo as it travels: its file, its media type, its size in CSS pixels, its card."""

    data: bytes
    media: str
    width: int
    height: int
    card: Card


def logo(theme: Theme, files: Files) -> tuple[Logo | None, Problem | None]:
    """The logo that ``theme`` names; None, and why, where it cannot be shown."""
    from PIL import Image

    from pipeline.pictures.drawings import DrawingError
    from pipeline.pictures.seen import PictureError

    name = theme.newsletter.logo or ""
    place = Place(files.shown(theme.folder / "theme.yaml"))
    path = inside(theme.folder, name)
    data = files.bytes(path) if path and not path.is_dir() else None
    if data is None:
        return None, error(place, "mail-logo", f"there is no `{name}` beside it", "put it there, or take `logo` out")
    try:
        data, media, width, height = _small(data, theme, files)
    except (DrawingError, PictureError) as fault:
        return None, error(place, "mail-logo", f"`{name}` {fault}", "a PNG, JPEG or SVG")
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGBA")
    card = _card(picture, theme)
    if card is Card.LIGHT:
        data, media = _on(picture, theme.light.paper, 0), "image/png"
    elif card is Card.DARK:
        margin = round(MARGIN * picture.width / width)
        data, media = _on(picture, theme.dark.paper, margin), "image/png"
        width, height = width + 2 * MARGIN, height + 2 * MARGIN
    return Logo(data, media, width, height, card), None


def _small(data: bytes, theme: Theme, files: Files) -> tuple[bytes, str, int, int]:
    """The file, its media type, its size in CSS pixels: no higher and wider than a letterhead's, nor blown up."""
    from pipeline.pictures.drawings import drawing, is_drawing
    from pipeline.pictures.lettering import lettered
    from pipeline.pictures.making import made

    if is_drawing(data):
        one = lettered(drawing(data), theme)
        scale = min(WIDE / one.width, HIGH / one.height)
        width, height = max(1, round(one.width * scale)), max(1, round(one.height * scale))
        return one.png(width * DENSITY, theme, files), "image/png", width, height
    found = made(data, (WIDE * DENSITY, HIGH * DENSITY), moves=False)
    scale = min(1.0, WIDE / found.width, HIGH / found.height)
    width, height = max(1, round(found.width * scale)), max(1, round(found.height * scale))
    return found.data, found.media, width, height


def _card(picture: Image, theme: Theme) -> Card:
    light, dark = theme.light.paper, theme.dark.paper
    if picture.getchannel("A").getextrema() == (255, 255):
        right, bottom = picture.width - 1, picture.height - 1
        corners = [picture.crop((x, y, x + 1, y + 1)) for x, y in ((0, 0), (right, 0), (0, bottom), (right, bottom))]
        # One on white paper gets more of it around in the dark, where its edges would show.
        return (
            Card.LIGHT
            if all(one.contrast(light) < _SAME for corner in corners for one in _marks(corner))
            else Card.NONE
        )
    small = picture.copy()
    small.thumbnail(_SAMPLE)
    marks = _marks(small)
    on_light, on_dark = _seen(marks, light), _seen(marks, dark)
    if on_light and on_dark:
        return Card.NONE
    return Card.DARK if on_dark else Card.LIGHT


def _seen(marks: list[Color], paper: Color) -> bool:
    return sum(mark.contrast(paper) >= _SEEN for mark in marks) >= _ENOUGH * len(marks)


def _marks(picture: Image) -> list[Color]:
    """The colours of what can be seen of ``picture``, which is RGBA."""
    data = picture.tobytes()
    pixels = (data[start : start + 4] for start in range(0, len(data), 4))
    return [Color(pixel[:3].hex().upper()) for pixel in pixels if pixel[3] >= _SOLID]


def _on(picture: Image, paper: Color, margin: int) -> bytes:
    """``picture`` on a card of ``paper``, so many pixels around it, as PNG."""
    from PIL import Image

    size = picture.width + 2 * margin, picture.height + 2 * margin
    card = Image.new("RGBA", size, paper.css)
    card.alpha_composite(picture, (margin, margin))
    out = io.BytesIO()
    card.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()
