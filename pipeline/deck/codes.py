"""QR codes as two shapes of DrawingML (ECMA-376 Part 1, 20.1.9): a light ground, and the dark modules as one path.

Light and dark are the theme's ``lt1`` and ``dk1``, which no colour map turns round: a code is dark on light on a dark
slide too, and goes on being one when a person changes the theme's colours.
"""

from __future__ import annotations

from pipeline.deck.shapes import NO_LINE, RECTANGLE, drawing, properties, shape_name, transform
from pipeline.deck.text import Voice
from pipeline.deck.xml import Xml, element
from pipeline.fitted import QUIET, QrBox
from pipeline.qr import outlines
from pipeline.units import Box, Length


def code(id: int, box: QrBox, voice: Voice) -> tuple[Xml, Xml]:
    """The ground, which says what the code is, and the modules; a click on either opens the address."""
    held = len(box.modules)
    side = box.box.width * held // (held + 2 * QUIET)
    edge = (box.box.width - side) // 2
    dark = Box(Length(box.box.left + edge), Length(box.box.top + edge), Length(side), Length(side))
    click = voice.click(box.link, box.name)
    name = shape_name(box.slot)
    return (
        _shape(properties(id, name, description=box.name, click=click), box.box, RECTANGLE, "lt1"),
        _shape(properties(id + 1, f"{name}, modules", decorative=True, click=click), dark, _geometry(box), "dk1"),
    )


def _shape(named: Xml, box: Box, geometry: Xml, color: str) -> Xml:
    fill = element("a:solidFill", None, element("a:schemeClr", {"val": color}))
    return drawing(named, transform(box), geometry, fill, NO_LINE)


def _geometry(box: QrBox) -> Xml:
    """``a:custGeom``: the outlines of the dark areas in units of a module (20.1.9.8)."""
    steps: list[Xml] = []
    for outline in outlines(box.modules):
        for index, (x, y) in enumerate(outline):
            steps.append(element("a:lnTo" if index else "a:moveTo", None, element("a:pt", {"x": x, "y": y})))
        steps.append(element("a:close"))
    held = len(box.modules)
    lists = (element(f"a:{name}") for name in ("avLst", "gdLst", "ahLst", "cxnLst"))
    whole = element("a:rect", {"l": "0", "t": "0", "r": "r", "b": "b"})
    path = element("a:pathLst", None, element("a:path", {"w": held, "h": held}, *steps))
    return element("a:custGeom", None, *lists, whole, path)
