"""The pictures of a page, carried in their addresses (RFC 2397), no larger than a sharp screen shows them."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.files import Files, inside
from pipeline.fitted import FittedDeck, PictureBox
from pipeline.rasters import kind

SHARP = 2  # pixels a CSS pixel


@dataclass(slots=True)
class Pictures:
    """The pictures of ``deck`` in the essay's ``folder``, each read and written down once."""

    files: Files
    folder: Path
    deck: FittedDeck
    found: dict[str, str | None] = field(default_factory=dict)

    def address(self, path: str) -> str | None:
        """The picture ``path`` as a ``data:`` address; None where there is none that can be shown."""
        if path not in self.found:
            self.found[path] = self._read(path)
        return self.found[path]

    def _read(self, path: str) -> str | None:
        place = inside(self.folder, path)
        data = None if place is None else self.files.bytes(place)
        shown = None if data is None else shrunk(data, self._pixels(path))
        if shown is None:
            return None
        return f"data:image/{shown[1]};base64,{base64.b64encode(shown[0]).decode('ascii')}"

    def _pixels(self, path: str) -> int:
        """How many pixels wide the picture is shown at the most."""
        shapes = (shape for slide in self.deck.slides for shape in slide.shapes)
        widths = (shape.box.width.px for shape in shapes if isinstance(shape, PictureBox) and shape.path == path)
        return round(SHARP * max(widths, default=1))


def shrunk(data: bytes, width: int) -> tuple[bytes, str] | None:
    """``data`` as a browser shows it, with its kind, at most ``width`` pixels wide; None where it is no picture.

    PNG, JPEG and GIF that are small enough stay as they are. A photograph stays a JPEG, all else becomes PNG.
    """
    from PIL import Image, ImageOps

    known = kind(data)
    try:
        with Image.open(io.BytesIO(data)) as image:
            if known is not None and (known == "gif" or image.width <= width):
                return data, known
            upright = ImageOps.exif_transpose(image)
            if upright.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
                upright = upright.convert("RGBA")
            if upright.width > width:
                if upright.mode in ("1", "P"):
                    upright = upright.convert("RGBA")
                size = (width, max(1, round(upright.height * width / upright.width)))
                upright = upright.resize(size, Image.Resampling.LANCZOS)
            stream = io.BytesIO()
            if known == "jpeg":
                upright.convert("RGB").save(stream, "JPEG", quality=88)
                return stream.getvalue(), "jpeg"
            upright.save(stream, "PNG")
            return stream.getvalue(), "png"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
