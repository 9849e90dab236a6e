"""How a written slide looks: sizes, colours and grounds, resolved through run, layout, master and theme.

The order is PresentationML's (ECMA-376 Part 1, 19.3.1.51): run, the shape's list style, the layout's, the master's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.deck.drafts import RelationType
from pipeline.deck.written import TITLES, Shape, Written, every, find, name
from pipeline.theme import Color
from pipeline.units import Box, Length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# The extension that gives a link the colour of its run.
_OWN_COLOR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
_DEFAULT_SIZE = 1800  # hundredths of a point: what DrawingML takes where nobody says


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set: hundredths of a point, bold or not, its colour."""

    size: int
    bold: bool
    color: Color


class Looks:
    """The looks of the slide ``part``."""

    def __init__(self, written: Written, part: str) -> None:
        self.written = written
        self.part = part
        self.layout = written.layout(part) or ""
        self.master = written.master(part) or ""

    @cached_property
    def layout_name(self) -> str:
        """What PowerPoint calls the layout."""
        held = find(self.written.root(self.layout), "p:cSld")
        return "" if held is None else held.get("name", "")

    @cached_property
    def size(self) -> Box:
        """The slide's size."""
        held = find(self.written.root(self.written.presentation), "p:sldSz")
        width, height = (0, 0) if held is None else (int(held.get("cx", "0")), int(held.get("cy", "0")))
        return Box(Length(0), Length(0), Length(width), Length(height))

    @cached_property
    def _colors(self) -> dict[str, Color]:
        """The theme's colours, by their own names and by those of the master's map."""
        theme = self.written.root(self.written.target(self.master, RelationType.THEME) or "")
        found: dict[str, Color] = {}
        for slot in every(theme, "a:themeElements/a:clrScheme/*"):
            value = find(slot, "a:srgbClr")
            found[str(slot.tag).rpartition("}")[2]] = Color("000000" if value is None else value.get("val", "000000"))
        mapped = find(self.written.root(self.master), "p:clrMap")
        for key, slot_name in () if mapped is None else mapped.items():
            if slot_name in found:
                found[key] = found[slot_name]
        return found

    def _color(self, fill: Element | None) -> Color | None:
        """The colour of an ``a:solidFill``."""
        named, exact = find(fill, "a:schemeClr"), find(fill, "a:srgbClr")
        if exact is not None:
            return Color(exact.get("val", "000000"))
        return None if named is None else self._colors.get(named.get("val", ""))

    def box(self, shape: Shape) -> Box | None:
        """Where ``shape`` stands, by itself or by its layout."""
        above = self.written.inherited(self.part, shape)
        return shape.box or (None if above is None else above.box)

    def grounds(self, shape: Shape) -> tuple[Color, ...]:
        """The colours behind ``shape``: the slide's ground, and what the layout draws beneath.

        A drawing that is behind all of it hides what is beneath.
        """
        pages = (self.part, self.layout, self.master)
        fills = (find(self.written.root(page), "p:cSld/p:bg/p:bgPr/a:solidFill") for page in pages)
        ground = next((color for fill in fills if (color := self._color(fill)) is not None), Color("FFFFFF"))
        box = self.box(shape)
        if box is None:
            return (ground,)
        found = [ground]
        for drawn in self._drawn:
            color = self._color(find(drawn.element, "p:spPr/a:solidFill"))
            if color is not None and drawn.box is not None and _meet(drawn.box, box):
                found = [color] if _holds(drawn.box, box) else [*found, color]
        return tuple(found)

    @cached_property
    def _drawn(self) -> tuple[Shape, ...]:
        return tuple(s for page in (self.master, self.layout) for s in self.written.shapes(page) if s.place is None)

    def run(self, shape: Shape, paragraph: Element, run: Element) -> Look:
        """How ``run`` is set."""
        properties = find(run, "a:rPr")
        level = find(paragraph, "a:pPr")
        styles = self._styles(shape, int(level.get("lvl", "0")) if level is not None else 0)
        chain = [held for held in (properties, *styles) if held is not None]
        size = next((int(held.get("sz", "0")) for held in chain if held.get("sz")), _DEFAULT_SIZE)
        bold = next((held.get("b") in ("1", "true") for held in chain if held.get("b")), False)
        link = find(properties, "a:hlinkClick")
        if link is not None and not any(held.get("val") == "tx" for held in link.iter(_OWN_COLOR)):
            color = self._colors.get("hlink")
        else:
            fills = (find(held, "a:solidFill") for held in chain)
            color = next((found for fill in fills if (found := self._color(fill)) is not None), None)
        return Look(size, bold, color or self._colors.get("tx1", Color("000000")))

    def _styles(self, shape: Shape, level: int) -> list[Element | None]:
        """``a:defRPr`` of ``level`` wherever ``shape`` may have it from, nearest first."""
        above = self.written.inherited(self.part, shape)
        place = f"a:lvl{level + 1}pPr/a:defRPr"
        found = [find(find(shape.element, "p:txBody/a:lstStyle"), place)]
        if above is not None:
            found.append(find(find(above.element, "p:txBody/a:lstStyle"), place))
        styles = find(self.written.root(self.master), "p:txStyles")
        kind = "title" if shape.type in TITLES else "other" if shape.type is None else "body"
        if shape.type is None or shape.element.tag == name("p:graphicFrame"):
            default = find(self.written.root(self.written.presentation), "p:defaultTextStyle")
            found.append(find(default, place))
        else:
            found.append(find(find(styles, f"p:{kind}Style"), place))
        return found


def _holds(one: Box, other: Box) -> bool:
    """Whether ``other`` lies within ``one``."""
    across = one.left <= other.left and other.right <= one.right
    return across and one.top <= other.top and other.bottom <= one.bottom


def _meet(one: Box, other: Box) -> bool:
    """Whether the boxes overlap."""
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom
