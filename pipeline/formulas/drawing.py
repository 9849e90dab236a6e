"""Formulas drawn: the outlines of their glyphs in STIX Two Math, set by ziamath from MathML.

An em is 1,000 units; the baseline is at nought. The same formula is drawn the same, byte for byte, on any machine: the
face comes with the library.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.formulas.mathml import mathml
from pipeline.formulas.tree import Part, Token, every

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

EM = 1000  # units of a drawing
PEN = 55.0  # of a line in a table
_OVER = 60.0  # that it stands out above and below
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_TWICE = re.compile(r"(?<=M)(-?\d+[ -]\d+)L\1(?=L|Q|C|Z)")  # the library goes to where it is
_SPACES = re.compile(r" *([A-Za-z]) *| +(?=-)")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A formula as outlines. Lengths are in ems: ``width``, what stands above the baseline and what below.

    ``outline`` is the one path of it all (SVG 1.1, 8.3), in thousandths of an em.
    """

    outline: str
    width: float
    height: float
    depth: float

    @property
    def tall(self) -> float:
        """The height of it all."""
        return self.height + self.depth

    def svg(self, ink: str, size: float, title: str | None = None, pad: float = 0.0, ground: str | None = None) -> str:
        """An SVG document in the colour ``ink``, its type ``size`` pixels large.

        ``pad`` is what is left free around it, in ems; ``ground`` a colour behind it.
        """
        left, top = round(-pad * EM), round(-(self.height + pad) * EM)
        across, down = round((self.width + 2 * pad) * EM), round((self.tall + 2 * pad) * EM)
        wide, high = (f"{units * size / EM:.3f}".rstrip("0").rstrip(".") for units in (across, down))
        named = f"<title>{escape(title)}</title>" if title else ""
        behind = f'<path fill="{ground}" d="M{left} {top}h{across}v{down}h{-across}z"/>' if ground else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
            f'viewBox="{left} {top} {across} {down}">{named}{behind}<path fill="{ink}" d="{self.outline}"/></svg>'
        )

    def grounded(self, ink: str, ground: str, size: float, pad: int) -> tuple[str, int, int]:
        """An SVG on a ground of whole pixels, the baseline between two of them; its height, and its depth.

        ``pad`` pixels are left free around it.
        """
        up, down = math.ceil(self.height * size) + pad, math.ceil(self.depth * size) + pad
        across, scale = math.ceil(self.width * size) + 2 * pad, size / EM
        place = f"translate({pad} {up}) scale({scale:.6f})"
        drawn = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{up + down}" '
            f'viewBox="0 0 {across} {up + down}"><path fill="{ground}" d="M0 0h{across}v{up + down}h-{across}z"/>'
            f'<path fill="{ink}" transform="{place}" d="{self.outline}"/></svg>'
        )
        return drawn, up + down, down


@functools.lru_cache(maxsize=4096)
def drawn(tree: Part, *, display: bool) -> Drawn:
    """``tree`` drawn."""
    from xml.etree import ElementTree

    made = _math(mathml(tree, display=display))
    svg = ElementTree.Element("svg")
    made.node.draw(0, 0, svg)
    for x, y, across, down in _lines(made.node, 0.0, 0.0):
        line = {"x": x, "y": y, "width": across, "height": down, "fill": "black"}
        ElementTree.SubElement(svg, "rect", line)
    box = made.node.bbox
    width, high, low = float(box.xmax), float(box.ymax), -float(box.ymin)
    outline = "".join(_paths(svg))
    left, right, top, bottom = _extent(outline)
    if left < 0:  # ink that hangs over, as an italic f's, stays within
        outline = "".join(_paths(svg, -left))
        right, width = right - left, width - left
    reach = (max(width, right, 0), max(high, -top, 0), max(low, bottom, 0))
    return Drawn(outline, *(length / EM for length in reach))


def _math(source: str) -> Any:
    return _library().Math(source, size=float(EM), margin=0.0)


@functools.cache
def _library() -> Any:
    """The library's module of drawing, which opens its face as it is imported."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of importlib.resources, in some versions of Python
        from ziamath import zmath
        from ziamath.config import config
        from ziamath.nodes.mrow import Mrow
    _once(Mrow)
    config.svg2 = False  # outlines where they stand, none by reference
    config.precision = 1
    return zmath


def _once(rows: Any) -> None:
    """Has ``rows`` measured once where nothing in them grows.

    The library sets each row twice, first without what grows in it, and so each row within it twice as often: a
    fraction in ten fractions took minutes. Where a row is itself set so, what is within it need not be.
    """
    measured = rows._get_height_nostretch  # noqa: SLF001 - the one seam to it

    def measure(row: Any, line: list[Element], **how: Any) -> tuple[float, float]:
        grows = any(child.tag == "mo" and child.get("stretchy") == "true" for child in line)
        if not grows or how.get("nostretch"):
            return 0.0, 0.0
        low, high = measured(row, line, **how)
        return low, high

    rows._get_height_nostretch = measure  # noqa: SLF001 - as above


def _lines(node: Any, x: float, y: float) -> Iterator[tuple[str, str, str, str]]:
    """The lines between columns and rows, which the library leaves out, as rectangles."""
    if node.element.tag == "mtable":
        yield from _ruled(node, x, y)
    for inner, (right, down) in zip(node.nodes, node.nodexy, strict=True):
        if hasattr(inner, "nodexy"):
            yield from _lines(inner, x + right, y + down)


def _ruled(table: Any, x: float, y: float) -> Iterator[tuple[str, str, str, str]]:
    bars, rules = ([int(at) for at in (table.element.get(name) or "").split()] for name in ("data-bars", "data-rules"))
    lengths = [len(row) for row in table.element]
    cells = list(zip(table.nodes, table.nodexy, strict=True))
    rows = [cells[sum(lengths[:i]) : sum(lengths[: i + 1])] for i in range(len(lengths))]
    left, right = x, x + table.bbox.xmax
    top, bottom = y - table.bbox.ymax - _OVER, y - table.bbox.ymin + _OVER
    for at in bars:
        before = max(place[0] + node.bbox.xmax for row in rows for node, place in row[at : at + 1])
        after = min(place[0] + node.bbox.xmin for row in rows for node, place in row[at + 1 : at + 2])
        yield str(x + (before + after) / 2 - PEN / 2), str(top), str(PEN), str(bottom - top)
    for at in rules:
        over = max(place[1] - node.bbox.ymin for node, place in rows[at - 1]) + y if at else top
        under = min(place[1] - node.bbox.ymax for node, place in rows[at]) + y if at < len(rows) else bottom
        middle = top if not at else bottom if at == len(rows) else (over + under) / 2
        yield str(left), str(middle - PEN / 2), str(right - left), str(PEN)


def _paths(svg: Element, right: float = 0.0) -> list[str]:
    """The outlines of all that ``svg`` draws, moved to the ``right``."""
    return [_moved(found, right) for element in svg.iter() if (found := _outline(element))]


def _outline(element: Element) -> str:
    """One shape as a path."""

    def number(name: str) -> float:
        return float(element.get(name) or 0)

    x, y, width, height = (number(name) for name in ("x", "y", "width", "height"))
    match element.tag.rpartition("}")[2]:
        case "path" if element.get("stroke") and element.get("d"):
            return _stroke(element.get("d") or "", number("stroke-width"))
        case "path" if element.get("fill") != "none":  # those of an assembled glyph have their group's
            return element.get("d") or ""
        case "rect" if element.get("fill") not in (None, "none"):
            return f"M {x} {y} L {x + width} {y} L {x + width} {y + height} L {x} {y + height} Z"
        case "rect" if element.get("stroke"):
            pen = number("stroke-width")
            ring = f"M {x} {y} L {x + width} {y} L {x + width} {y + height} L {x} {y + height} Z "
            left, up, right, low = x + pen, y + pen, x + width - pen, y + height - pen
            return f"{ring}M {left} {up} L {left} {low} L {right} {low} L {right} {up} Z"
        case _:
            return ""


def _stroke(path: str, pen: float) -> str:
    """A straight line as wide as its ``pen``, as an outline."""
    found = [float(number) for number in _NUMBERS.findall(path)]
    if len(found) != 4:
        return ""
    x, y, to_x, to_y = found
    length = math.hypot(to_x - x, to_y - y) or 1.0
    across, down = (to_y - y) / length * pen / 2, (to_x - x) / length * pen / 2
    corners = ((x + across, y - down), (to_x + across, to_y - down), (to_x - across, to_y + down))
    return "M " + " L ".join(f"{a} {b}" for a, b in (*corners, (x - across, y + down))) + " Z"


def _moved(path: str, right: float) -> str:
    """``path`` in whole units, written short; every second number is across."""
    at = 0

    def number(found: re.Match[str]) -> str:
        nonlocal at
        at += 1
        return str(round(float(found[0]) + (right if at % 2 else 0)))

    short = _SPACES.sub(lambda found: found[1] or "", _NUMBERS.sub(number, path)).strip()
    return _TWICE.sub(r"\1", short)


def _extent(outline: str) -> tuple[int, int, int, int]:
    """From where to where ``outline`` goes, across and down (curves by their control points, a little generously)."""
    numbers = [int(found) for found in _NUMBERS.findall(outline)]
    across, down = numbers[::2] or [0], numbers[1::2] or [0]
    return min(across), max(across), min(down), max(down)


def missing(tree: Part) -> str:
    """The characters of ``tree`` for which the face has no glyph."""
    texts = "".join(part.text for part in every(tree) if isinstance(part, Token))
    font = _library().loadedfonts["default"]
    lacking = (char for char in texts if not char.isspace() and not font.glyphindex(char))
    return "".join(dict.fromkeys(lacking))
