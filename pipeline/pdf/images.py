"""Pictures for print: no finer than paper shows, and in kinds and colours that a PDF/A holds."""

from __future__ import annotations

from pipeline.files import Files
from pipeline.rasters import kind
from pipeline.theme import Theme
from pipeline.units import Length

SHARP = 300  # pixels an inch: finer, a reader sees no difference on paper
_FILTERED = "<filter"  # Filter Effects 1: blur, shadow, light
_UNFILTERED = 2000  # pixels that a drawing with filters is wide at the most: they are slow
_UNBOUNDED = 1_000_000.0  # pixels: of a picture of which nobody says how large it is printed


def printable(
    data: bytes, largest: tuple[Length, Length] | None, theme: Theme, files: Files
) -> tuple[bytes, str | None]:
    """``data``, a picture's file, as it is printed, with its media type; what is no picture stays as it is, without.

    Of one that cannot be read nothing is left, so that WeasyPrint tells of it and goes on.
    ``largest`` is how wide and high it is printed at the most, as it is looked at. A drawing stays one, its text in the
    families of ``theme``, unless it has filters, which WeasyPrint leaves out. A moving picture stands still. All is in
    red, green and blue, since a PDF/A has one kind of colour (ISO 19005-2, 6.2.4.3).
    """
    from pipeline.pictures.drawings import MEDIA, DrawingError, drawing, is_drawing  # few essays have a picture
    from pipeline.pictures.lettering import lettered
    from pipeline.pictures.making import made
    from pipeline.pictures.seen import PictureError

    drawn = is_drawing(data)
    if kind(data) is None and not drawn:
        return data, None
    wide, high = (side.inches * SHARP for side in largest) if largest else (_UNBOUNDED, _UNBOUNDED)
    try:
        if drawn:
            vector = lettered(drawing(data), theme)
            if _FILTERED in vector.svg:
                sharp = min(wide, vector.width * SHARP / 96, _UNFILTERED)
                return vector.png(max(1, round(sharp)), theme, files), "image/png"
            return vector.svg.encode(), MEDIA
        one = made(data, (wide, high), moves=False)
    except (DrawingError, PictureError):
        return b"", None
    return one.data, one.media
