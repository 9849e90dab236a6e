"""Pictures (``p:pic``, ECMA-376 Part 1, 19.3.1.37) and the media parts that hold them, each file once."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.deck.drafts import Draft, Relations, RelationType
from pipeline.deck.shapes import RECTANGLE, placeholder_xml, properties, shape_name, transform
from pipeline.deck.xml import NAMESPACES, NOTHING, Xml, element
from pipeline.pictures.drawings import ON_SLIDES, Drawing, DrawingError, drawing, is_drawing
from pipeline.files import Files, inside
from pipeline.fitted import PictureBox
from pipeline.layouts import Placeholder
from pipeline.rasters import kind
from pipeline.theme import Theme

_ORIENTATION = 0x0112  # Exif 2.32, 4.6.4: how the camera was held; PowerPoint does not look


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts that hold one picture: pixels for every program, and for a drawing the SVG that newer ones prefer."""

    pixels: str
    vector: str | None = None


@dataclass(slots=True)
class Media:
    """The pictures of one deck, read from the essay's ``folder`` or drawn by us; ``found`` are the parts, by digest."""

    files: Files
    folder: Path
    theme: Theme
    found: dict[str, Draft] = field(default_factory=dict)
    by_path: dict[str, Shown | None] = field(default_factory=dict)

    def shown(self, path: str) -> Shown | None:
        """The parts that hold the picture ``path``; None where there is none that can be shown."""
        if path not in self.by_path:
            self.by_path[path] = self._read(path)
        return self.by_path[path]

    def drawn(self, one: Drawing, wide: int = ON_SLIDES) -> Shown:
        """The parts that hold a drawing: its SVG, and a PNG ``wide`` pixels wide for programs that show no SVG.

        Raises :class:`DrawingError`.
        """
        pixels = self._part(one.png(wide, self.theme, self.files), "png")
        return Shown(pixels, self._part(one.svg.encode(), "svg"))

    def _read(self, path: str) -> Shown | None:
        place = inside(self.folder, path)
        data = None if place is None else self.files.bytes(place)
        if data is not None and is_drawing(data):
            try:
                return self.drawn(drawing(data))
            except DrawingError:
                return None
        made = None if data is None else raster(data)
        return None if made is None else Shown(self._part(*made))

    def _part(self, data: bytes, extension: str) -> str:
        """The name of the part that holds ``data``, each once."""
        digest = hashlib.sha256(data).hexdigest()
        name = f"/ppt/media/image{len(self.found) + 1}.{extension}"
        kind = "svg+xml" if extension == "svg" else extension
        return self.found.setdefault(digest, Draft(name, f"image/{kind}", data)).name


def blip(shown: Shown, relations: Relations) -> Xml:
    """``a:blip`` (ECMA-376 Part 1, 20.1.8.13); a drawing's SVG in its extension (MS-ODRAWXML 2.3.2, ``asvg:svgBlip``).

    ``relations`` are those of the part that it stands in.
    """
    pixels = relations.to(RelationType.IMAGE, shown.pixels)
    if shown.vector is None:
        return element("a:blip", {"r:embed": pixels})
    vector = relations.to(RelationType.IMAGE, shown.vector)
    inner = element("asvg:svgBlip", {"xmlns:asvg": NAMESPACES["asvg"], "r:embed": vector})
    return element("a:blip", {"r:embed": pixels}, element("a:extLst", None, element("a:ext", {"uri": _VECTOR}, inner)))


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


_VECTOR = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # the extension that names a picture's SVG
_MAT = element("a:solidFill", None, element("a:schemeClr", {"val": "lt1"}))


def picture(
    id: int, box: PictureBox, place: Placeholder | None, shown: Xml, description: str | None, *, dark: bool
) -> Xml:
    """``p:pic`` of ``shown``, an ``a:blip``.

    ``description`` is its alternative text; empty marks it as decorative, None leaves it unsaid.

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
            shown,
            element("a:stretch", None, element("a:fillRect")),
        ),
        element("p:spPr", None, transform(box.box), RECTANGLE, _MAT if dark else NOTHING),
    )
