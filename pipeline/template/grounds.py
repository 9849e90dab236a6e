"""What text stands on: a layout's background and what layout and master draw, from the back to the front."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.openxml import every, find, name
from pipeline.template.colors import WHITE, Paint, Scheme, mixed
from pipeline.template.model import Surface
from pipeline.template.package import Package, whole
from pipeline.template.shapes import Shape, shapes
from pipeline.theme import Color
from pipeline.units import Box, Length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from PIL.Image import Image

_COVERS = 0.5  # of a box, from which on what lies behind it counts as its ground
_FIRST = 1001  # `p:bgRef/@idx`: from here on the theme's bgFillStyleLst is counted (19.3.1.3)
_MOST_PIXELS = 60_000_000
_SAMPLE = 48  # pixels across, to which a picture is brought to see its colours
_FULL = 100_000  # of what ``a:avLst`` counts in

Page = tuple[str, "Element | None"]


@dataclass(frozen=True, slots=True)
class Looking:
    """What it takes to see a layout: its package, its theme part, its colours, its slide."""

    package: Package
    theme: Element | None
    scheme: Scheme
    slide: Box

    def surfaces(self, layout: Page, master: Page) -> tuple[Surface, ...]:
        """All that ``layout`` shows besides placeholders, its background first."""
        found = list(self._background((layout, master)))
        root = layout[1]
        pages = (master, layout) if root is None or root.get("showMasterSp", "1") in ("1", "true") else (layout,)
        for part, page in pages:
            found += self._drawn(part, page)
        return tuple(found)

    def _background(self, pages: tuple[Page, ...]) -> Iterator[Surface]:
        for part, page in pages:
            held = find(page, "p:cSld/p:bg")
            if held is None:
                continue
            filled, by_theme = find(held, "p:bgPr"), find(held, "p:bgRef")
            if filled is not None:
                yield Surface(self.slide, self.scheme.fills(filled), picture_of(self.package, part, filled))
            elif by_theme is not None:
                yield self._by_theme(by_theme)
            return
        yield Surface(self.slide, (Paint(self.scheme.named("bg1") or WHITE),))

    def _by_theme(self, held: Element) -> Surface:
        """A background of the theme's list, in the colour that ``held`` (``p:bgRef``) names."""
        standing = self.scheme.paint(held)
        index = whole(held.get("idx")) - _FIRST
        styles = every(self.theme, "a:themeElements/a:fmtScheme/a:bgFillStyleLst/*")
        style = styles[index] if 0 <= index < len(styles) else None
        plain = (standing,) if standing else ()
        if style is None:
            return Surface(self.slide, plain)
        fills = _of(self.scheme, style, standing.color if standing else None)
        part = next((p for p in self.package.parts if _is_theme(p) and self.package.root(p) is self.theme), "")
        return Surface(self.slide, fills or plain, _blip(self.package, part, style))

    def _drawn(self, part: str, page: Element | None) -> Iterator[Surface]:
        for shape in shapes(page):
            if shape.kind == "pic":
                yield Surface(shape.box, (), _blip(self.package, part, find(shape.element, "p:blipFill")))
            elif shape.kind == "sp":
                fills = filled(shape, self.scheme)
                picture = picture_of(self.package, part, find(shape.element, "p:spPr"))
                if fills or picture:
                    yield Surface(shape.box, fills, picture)
                    tail = pointing(find(shape.element, "p:spPr/a:prstGeom"), shape.box)
                    if tail is not None:
                        yield Surface(tail, fills, picture)


def pointing(geometry: Element | None, box: Box) -> Box | None:
    """What the tail of a callout covers outside its ``box``, as a box (presetShapeDefinitions, ``wedge…Callout``)."""
    shape = "" if geometry is None else geometry.get("prst", "")
    if not shape.endswith("Callout") or not shape.startswith(("wedge", "cloud")):
        return None
    said = {one.get("name"): whole(one.get("fmla", "").removeprefix("val ")) for one in every(geometry, "a:avLst/a:gd")}
    across, down = said.get("adj1", -20833) / _FULL, said.get("adj2", 62500) / _FULL  # of its size, from its middle
    if max(abs(across), abs(down)) <= 0.5:
        return None
    x, y = box.left + box.width * (0.5 + across), box.top + box.height * (0.5 + down)
    if abs(down) > abs(across):
        start, end = (7 / 12, 10 / 12) if across > 0 else (2 / 12, 5 / 12)
        left, right = min(x, box.left + start * box.width), max(x, box.left + end * box.width)
        top, bottom = (box.bottom, y) if down > 0 else (y, box.top)
    else:
        start, end = (7 / 12, 10 / 12) if down > 0 else (2 / 12, 5 / 12)
        top, bottom = min(y, box.top + start * box.height), max(y, box.top + end * box.height)
        left, right = (box.right, x) if across > 0 else (x, box.left)
    return Box(*(Length(round(one)) for one in (left, top, right - left, bottom - top)))


def filled(shape: Shape, scheme: Scheme) -> tuple[Paint, ...]:
    """The colours of a shape: its own fill's, else its style's; its group's where it says so (``a:grpFill``)."""
    held = find(shape.element, "p:spPr")
    if find(held, "a:grpFill") is not None:
        return scheme.fills(shape.group)
    fills = scheme.fills(held)
    if fills or find(held, "a:noFill") is not None or find(held, "a:blipFill") is not None:
        return fills
    by_style = find(shape.element, "p:style/a:fillRef")
    one = scheme.paint(by_style) if by_style is not None and by_style.get("idx", "0") != "0" else None
    return (one,) if one else ()


def _is_theme(part: str) -> bool:
    return part.startswith("/ppt/theme/") and part.endswith(".xml")


def _of(scheme: Scheme, fill: Element, standing: Color | None) -> tuple[Paint, ...]:
    """The colours of a fill itself, not of what holds one."""
    from copy import copy

    from lxml import etree

    holder = etree.Element("holder")
    holder.append(copy(fill))
    return scheme.fills(holder, standing)


def picture_of(package: Package, part: str, holder: Element | None) -> str:
    """The part of the picture that fills ``holder``."""
    return _blip(package, part, find(holder, "a:blipFill"))


def _blip(package: Package, part: str, fill: Element | None) -> str:
    blip = find(fill, "a:blip")
    link = package.links(part).get(blip.get(name("r:embed"), "")) if blip is not None else None
    return link.target if link is not None and link.target in package.parts else ""


def overlap(one: Box, box: Box) -> float:
    """How much of ``box`` lies on ``one``."""
    across = min(one.right, box.right) - max(one.left, box.left)
    down = min(one.bottom, box.bottom) - max(one.top, box.top)
    return max(0, across) * max(0, down) / (box.width * box.height) if box.width and box.height else 0.0


def under(box: Box, drawn: tuple[Surface, ...], package: Package, scheme: Scheme) -> Color:
    """The colour behind ``box``: of what covers at least half of it, the front most; of a gradient, its middle."""
    ground = scheme.named("bg1") or WHITE
    for surface in drawn:
        if overlap(surface.box, box) < _COVERS:
            continue
        if surface.picture:
            seen = _seen(package, surface, box)
            ground = seen.over(ground) if seen else ground
        elif surface.paints:
            ground = mean(surface.paints).over(ground)
    return ground


def mean(paints: tuple[Paint, ...]) -> Paint:
    """What several colours are on the whole."""
    color, alpha = paints[0].color, paints[0].alpha
    for n, one in enumerate(paints[1:], 2):
        color, alpha = mixed(color, one.color, 1 / n), alpha + (one.alpha - alpha) / n
    return Paint(color, alpha)


def _seen(package: Package, surface: Surface, box: Box) -> Paint | None:
    """What the picture of ``surface`` shows behind ``box``, on the whole; None where it cannot be read."""
    if surface.picture not in package.samples:
        package.samples[surface.picture] = _sample(package.parts[surface.picture])
    small = package.samples[surface.picture]
    if small is None or not surface.box.width or not surface.box.height:
        return None
    edges = (
        (box.left - surface.box.left) / surface.box.width,
        (box.top - surface.box.top) / surface.box.height,
        (box.right - surface.box.left) / surface.box.width,
        (box.bottom - surface.box.top) / surface.box.height,
    )
    left, top, right, bottom = (min(_SAMPLE, max(0, round(edge * _SAMPLE))) for edge in edges)
    if right <= left or bottom <= top:
        return None
    pixel = small.resize((1, 1), 4, (left, top, right, bottom)).getpixel((0, 0))  # 4: Resampling.BOX, a mean
    if not isinstance(pixel, tuple):
        return None
    red, green, blue, alpha = (int(one) for one in pixel)
    return Paint(Color(f"{red:02X}{green:02X}{blue:02X}"), alpha / 255)


def _sample(data: bytes) -> Image | None:
    """A picture brought down to its colours."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP")) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            image.draft("RGB", (4 * _SAMPLE, 4 * _SAMPLE))
            rough = image.reduce(max(1, min(image.size) // (2 * _SAMPLE))) if image.mode in ("RGB", "RGBA") else image
            return rough.convert("RGBA").resize((_SAMPLE, _SAMPLE), Image.Resampling.BOX)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
