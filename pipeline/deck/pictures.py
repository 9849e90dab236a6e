"""Pictures (``p:pic``, ECMA-376 Part 1, 19.3.1.37) and the media parts that hold them, each file once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.deck.drafts import Draft, Relations, RelationType
from pipeline.deck.shapes import RECTANGLE, placeholder_xml, properties, shape_name, transform
from pipeline.deck.xml import NOTHING, Xml, element
from pipeline.files import Files, inside
from pipeline.fitted import PictureBox
from pipeline.layouts import Placeholder
from pipeline.openxml import NAMESPACES
from pipeline.theme import Theme
from pipeline.units import Length

if TYPE_CHECKING:
    from pipeline.pictures.drawings import Drawing

WIDE = 2400  # pixels across that a drawing has where nobody says how large it stands
SHARP = 288  # pixels an inch of a slide: 3,840 across one of 13.33 inches, twice what a screen of full HD shows


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts that hold one picture: pixels for every program, and for a drawing the SVG that newer ones prefer."""

    pixels: str
    vector: str | None = None


@dataclass(slots=True)
class Media:
    """The pictures of one deck, read from the essay's ``folder`` or drawn by us; ``found`` are the parts, by digest.

    ``sizes`` tells of a picture how wide and high it stands at the most; one of which it tells nothing fills a slide.
    """

    files: Files
    folder: Path
    theme: Theme
    sizes: Mapping[str, tuple[Length, Length]] = field(default_factory=dict)
    found: dict[str, Draft] = field(default_factory=dict)
    by_path: dict[str, Shown | None] = field(default_factory=dict)

    def shown(self, path: str) -> Shown | None:
        """The parts that hold the picture ``path``; None where there is none that can be shown."""
        if path not in self.by_path:
            self.by_path[path] = self._read(path)
        return self.by_path[path]

    def drawn(self, one: Drawing, wide: int = WIDE) -> Shown:
        """The parts that hold a drawing: its SVG, and a PNG ``wide`` pixels wide for programs that show no SVG.

        Raises :class:`DrawingError`.
        """
        pixels = self._part(one.png(wide, self.theme, self.files), "png")
        return Shown(pixels, self._part(one.svg.encode(), "svg"))

    def _read(self, path: str) -> Shown | None:
        from pipeline.pictures.drawings import DrawingError, drawing, is_drawing  # most decks have no picture
        from pipeline.pictures.lettering import lettered
        from pipeline.pictures.making import made
        from pipeline.pictures.seen import PictureError

        place = inside(self.folder, path)
        data = None if place is None else self.files.bytes(place)
        if data is None:
            return None
        wide, high = self.sizes.get(path, (self.theme.deck.width, self.theme.deck.height))
        try:
            if is_drawing(data):
                return self.drawn(lettered(drawing(data), self.theme), max(1, round(wide.inches * SHARP)))
            one = made(data, (wide.inches * SHARP, high.inches * SHARP))
        except (DrawingError, PictureError):
            return None
        return Shown(self._part(one.data, one.kind))

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
            _cut(box),
            element("a:stretch", None, element("a:fillRect")),
        ),
        element("p:spPr", None, transform(box.box), RECTANGLE, _MAT if dark else NOTHING),
    )


def _cut(box: PictureBox) -> Xml:
    """``a:srcRect`` (ECMA-376 Part 1, 20.1.8.55), in thousandths of a percent."""
    names = ("l", "t", "r", "b")
    cut = {name: round(share * 100_000) for name, share in zip(names, box.crop, strict=True) if share}
    return element("a:srcRect", cut) if cut else NOTHING
