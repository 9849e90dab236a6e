"""How a written slide looks: sizes, colours and grounds, resolved through run, layout, master and theme.

The order is PresentationML's (ECMA-376 Part 1, 19.3.1.51): run, the shape's list style, the layout's, the master's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.deck.drafts import RelationType
from pipeline.deck.written import TITLES, Shape, Written
from pipeline.openxml import every, find, name
from pipeline.theme import Color
from pipeline.units import Box, Length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# The extension that gives a link the colour of its run.
_OWN_COLOR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
_FOOT = ("ftr", "sldNum", "dt")
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
        """Where ``shape`` stands, by itself, by its layout or by the master."""
        above = self.written.inherited(self.part, shape)
        own = shape.box or (None if above is None else above.box)
        if own is not None or shape.type is None:
            return own
        kinds = TITLES if shape.type in TITLES else (shape.type,) if shape.type in _FOOT else ("body",)
        return next((other.box for other in self.written.shapes(self.master) if other.type in kinds), None)

    def grounds(self, shape: Shape, paragraph: Element | None = None) -> tuple[Color, ...]:
        """The colours behind ``shape``: the slide's ground, and what is drawn or filled beneath its text.

        A drawing that is behind all of it hides what is beneath. A ``paragraph`` of a table has its cell's fill behind.
        """
        cell = None if paragraph is None else next(paragraph.iterancestors(name("a:tc")), None)
        if cell is not None and (filled := self._color(self._cell_fill(cell))) is not None:
            return (filled,)
        pages = (self.part, self.layout, self.master)
        fills = (find(self.written.root(page), "p:cSld/p:bg/p:bgPr/a:solidFill") for page in pages)
        ground = next((color for fill in fills if (color := self._color(fill)) is not None), Color("FFFFFF"))
        box = self.box(shape)
        above = self.written.inherited(self.part, shape)
        held = (shape, above) if above is not None else (shape,)
        own = next((color for one in held if (color := self._color(_fill(one))) is not None), None)
        if own is not None:
            return (own,)
        if box is None:
            return (ground,)
        found = [ground]
        for drawn in (*self._drawn, *self._before(shape)):
            color = self._color(_fill(drawn))
            if color is not None and drawn.box is not None and _meet(drawn.box, box):
                found = [color] if _holds(drawn.box, box) else [*found, color]
        return tuple(found)

    def _before(self, shape: Shape) -> tuple[Shape, ...]:
        """The slide's own shapes that are drawn before ``shape``, hence beneath it."""
        shapes = tuple(self.written.shapes(self.part))
        at = next((n for n, other in enumerate(shapes) if other.element is shape.element), 0)
        return shapes[:at]

    def _cell_fill(self, cell: Element) -> Element | None:
        """The fill of a table's cell: its own, else its table style's for the header row or for all rows."""
        own = find(cell, "a:tcPr/a:solidFill")
        table = next(cell.iterancestors(name("a:tbl")), None)
        if own is not None or table is None:
            return own
        properties = find(table, "a:tblPr")
        asked = find(properties, "a:tableStyleId")
        part = self.written.target(self.written.presentation, RelationType.TABLE_STYLES) or ""
        styles = every(self.written.root(part), "a:tblStyle")
        style = next((one for one in styles if asked is not None and one.get("styleId") == asked.text), None)
        heads = properties is not None and properties.get("firstRow") in ("1", "true")
        first = heads and cell.getparent() is find(table, "a:tr")
        rows = ("a:firstRow", "a:wholeTbl") if first else ("a:wholeTbl",)
        return next((fill for row in rows for fill in every(style, f"{row}/a:tcStyle/a:fill/a:solidFill")), None)

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


def _fill(shape: Shape) -> Element | None:
    return find(shape.element, "p:spPr/a:solidFill")


def _meet(one: Box, other: Box) -> bool:
    """Whether the boxes overlap."""
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom
