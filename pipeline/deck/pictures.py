"""Pictures (``p:pic``, ECMA-376 Part 1, 19.3.1.37) and the media parts that hold them, each file once."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.deck.drafts import Draft
from pipeline.deck.shapes import RECTANGLE, placeholder_xml, properties, shape_name, transform
from pipeline.deck.xml import NOTHING, Xml, element
from pipeline.drawings import ON_SLIDES, DrawingError, drawing, is_drawing
from pipeline.files import Files, inside
from pipeline.fitted import PictureBox
from pipeline.layouts import Placeholder
from pipeline.rasters import kind
from pipeline.theme import Theme

_ORIENTATION = 0x0112  # Exif 2.32, 4.6.4: how the camera was held; PowerPoint does not look


@dataclass(slots=True)
class Media:
    """The pictures of one deck, read from the essay's ``folder``."""

    files: Files
    folder: Path
    theme: Theme
    found: dict[str, Draft] = field(default_factory=dict)
    by_path: dict[str, str | None] = field(default_factory=dict)

    def part(self, path: str) -> str | None:
        """The name of the part that holds the picture ``path``; None where there is none that can be shown."""
        if path not in self.by_path:
            self.by_path[path] = self._read(path)
        return self.by_path[path]

    def _read(self, path: str) -> str | None:
        place = inside(self.folder, path)
        data = None if place is None else self.files.bytes(place)
        shown = None if data is None else self._drawn(data) if is_drawing(data) else raster(data)
        if shown is None:
            return None
        data, extension = shown
        digest = hashlib.sha256(data).hexdigest()
        name = f"/ppt/media/image{len(self.found) + 1}.{extension}"
        return self.found.setdefault(digest, Draft(name, f"image/{extension}", data)).name

    def _drawn(self, data: bytes) -> tuple[bytes, str] | None:
        """A drawing as PNG, with its extension: PowerPoint shows SVG only beside one."""
        try:
            return drawing(data).png(ON_SLIDES, self.theme, self.files), "png"
        except DrawingError:
            return None


def raster(data: bytes) -> tuple[bytes, str] | None:
    """``data`` as PowerPoint can show it, with its extension; None where it is no picture.

    PNG, GIF and upright JPEG stay as they are; others (WebP, TIFF, a turned photograph) become PNG or JPEG.
    """
    found = kind(data)
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as image:
            turned = image.getexif().get(_ORIENTATION, 1) != 1
            if found is not None and not turned:
                return data, found
            upright = ImageOps.exif_transpose(image)
            stream = io.BytesIO()
            if found == "jpeg":
                upright.save(stream, "JPEG", quality=92)
                return stream.getvalue(), "jpeg"
            kept = upright if upright.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else upright.convert("RGBA")
            kept.save(stream, "PNG")
            return stream.getvalue(), "png"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


_MAT = element("a:solidFill", None, element("a:schemeClr", {"val": "lt1"}))


def picture(
    id: int, box: PictureBox, place: Placeholder | None, relation: str, description: str | None, *, dark: bool
) -> Xml:
    """``p:pic``. ``description`` is its alternative text; empty marks it as decorative, None leaves it unsaid.

    On a ``dark`` slide it lies on the scheme's light colour: what it leaves open was drawn for white paper.
    """
    locks = element("a:picLocks", {"noGrp": 1 if place is not None else None, "noChangeAspect": 1})
    return element(
        "p:pic",
        None,
        element(
            "p:nvPicPr",
            None,
            properties(id, shape_name("figure"), description=description or None, decorative=description == ""),
            element("p:cNvPicPr", None, locks),
            element("p:nvPr", None, NOTHING if place is None else placeholder_xml(place)),
        ),
        element(
            "p:blipFill",
            None,
            element("a:blip", {"r:embed": relation}),
            element("a:stretch", None, element("a:fillRect")),
        ),
        element("p:spPr", None, transform(box.box), RECTANGLE, _MAT if dark else NOTHING),
    )
