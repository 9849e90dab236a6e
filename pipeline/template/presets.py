"""The shapes that PowerPoint brings (``a:prstGeom``, ST_ShapeType), those that templates draw with, as SVG paths.

Adjustments count in 100,000ths of the shorter side where nothing else is said, angles in 60,000ths of a degree,
clockwise from the right (ECMA-376 Part 1, 20.1.9.18 and 20.1.10.56).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.template.pens import DEGREE, Pen, share
from pipeline.units import Box

_FULL: Final = 100_000


@dataclass(frozen=True, slots=True)
class Canvas:
    """The box of a preset, with the adjustments that its shape says (``a:avLst``)."""

    box: Box
    said: Mapping[str, int]

    @property
    def w(self) -> float:
        """Its width."""
        return float(self.box.width)

    @property
    def h(self) -> float:
        """Its height."""
        return float(self.box.height)

    def adjusted(self, otherwise: int, key: str = "adj", most: float = 0.5) -> float:
        """An adjustment as a length, by the shorter side; ``most`` bounds it by that."""
        return max(0.0, min(most, self.said.get(key, otherwise) / _FULL)) * min(self.w, self.h)

    def first(self, otherwise: int, most: float = 0.5) -> float:
        """The first of several adjustments, which is called otherwise where it is the only one."""
        return self.adjusted(self.said.get("adj", otherwise), "adj1", most)

    def pen(self) -> Pen:
        """What draws in it."""
        return Pen(self.box.left, self.box.top)

    def polygon(self, *points: tuple[float, float]) -> str:
        """A closed line through ``points``."""
        pen = self.pen()
        pen.to("M", [points[0]])
        for point in points[1:]:
            pen.to("L", [point])
        pen.close()
        return "".join(pen.steps)

    def ellipse(self, inset: float = 0.0) -> str:
        """The ellipse within the box, ``inset`` from its edges."""
        pen = self.pen()
        pen.to("M", [(inset, self.h / 2)])
        pen.arc(self.w / 2 - inset, self.h / 2 - inset, 180 * DEGREE, 360 * DEGREE)
        pen.close()
        return "".join(pen.steps)

    def cornered(self, *corners: float, round: bool = True) -> str:
        """The box with its corners round or cut off, from the top left on."""
        first, second, third, fourth = corners
        w, h, pen = self.w, self.h, self.pen()
        pen.to("M", [(0, first)])
        starts = (180, 270, 0, 90)
        ends = ((first, 0), (w, second), (w - third, h), (0, h - fourth))
        before = ((0, first), (w - second, 0), (w, h - third), (fourth, h))
        for size, start, stop, end in zip(corners, starts, before, ends, strict=True):
            pen.to("L", [stop])
            if round:
                pen.arc(size, size, start * DEGREE, 90 * DEGREE)
            elif size:
                pen.to("L", [end])
        pen.close()
        return "".join(pen.steps)

    def arrow(self, *, upright: bool = False, back: bool = False) -> str:
        """A block arrow: ``adj1`` is the shaft by the height, ``adj2`` the head by the shorter side."""
        long, wide = (self.h, self.w) if upright else (self.w, self.h)
        shaft = max(0.0, min(1.0, self.said.get("adj1", 50_000) / _FULL)) * wide / 2
        neck = long - min(long, self.adjusted(50_000, "adj2", 100.0))
        half = wide / 2
        points = [(0, half - shaft), (neck, half - shaft), (neck, 0), (long, half), (neck, wide), (neck, half + shaft)]
        points = [*points, (0, half + shaft)]
        points = [(long - x, y) for x, y in points] if back else points
        return self.polygon(*((y, x) if upright else (x, y) for x, y in points))

    def wedge(self, start: int, end: int, *, closing: str = "") -> str:
        """An arc between two angles; ``closing``: by way of the middle (``pie``), or straight (``chord``)."""
        begin, stop = self.said.get("adj1", start), self.said.get("adj2", end)
        across, down = share(math.radians(begin / DEGREE), self.w / 2, self.h / 2)
        pen = self.pen()
        pen.to("M", [(self.w / 2 * (1 + across), self.h / 2 * (1 + down))])
        pen.arc(self.w / 2, self.h / 2, begin, (stop - begin) % (360 * DEGREE) or 360 * DEGREE)
        if closing == "pie":
            pen.to("L", [(self.w / 2, self.h / 2)])
        if closing:
            pen.close()
        return "".join(pen.steps)

    def ring(self) -> str:
        """A part of a ring (``blockArc``): ``adj3`` is how thick it is."""
        begin, stop = self.said.get("adj1", 180 * DEGREE), self.said.get("adj2", 0)
        thick = self.adjusted(25_000, "adj3")
        turn = (stop - begin) % (360 * DEGREE) or 360 * DEGREE
        pen = self.pen()
        wide, high = self.w / 2, self.h / 2
        for letter, less, angle, sweep in (("M", 0.0, begin, turn), ("L", thick, stop, -turn)):
            across, down = share(math.radians(angle / DEGREE), wide - less, high - less)
            pen.to(letter, [(wide + (wide - less) * across, high + (high - less) * down)])
            pen.arc(wide - less, high - less, angle, sweep)
        pen.close()
        return "".join(pen.steps)

    def callout(self) -> str:
        """A box with a tail that points to ``adj1``, ``adj2``, by its size, from its middle."""
        across, down = self.said.get("adj1", -20_833) / _FULL, self.said.get("adj2", 62_500) / _FULL
        w, h = self.w, self.h
        tip = w * (0.5 + across), h * (0.5 + down)
        upright = abs(down) > abs(across)
        early, late = (7 / 12, 10 / 12) if (across if upright else down) > 0 else (2 / 12, 5 / 12)
        edges = [
            [(early * w, 0.0), tip, (late * w, 0.0)] if upright and down < -0.5 else [],
            [(w, early * h), tip, (w, late * h)] if not upright and across > 0.5 else [],
            [(late * w, h), tip, (early * w, h)] if upright and down > 0.5 else [],
            [(0.0, late * h), tip, (0.0, early * h)] if not upright and across < -0.5 else [],
        ]
        corners = ((0.0, 0.0), (w, 0.0), (w, h), (0.0, h))
        return self.polygon(*(point for corner, edge in zip(corners, edges, strict=True) for point in (corner, *edge)))


def _sides(count: int) -> Callable[[Canvas], str]:
    """A regular polygon with a corner at the top, stretched to its box."""

    def made(c: Canvas) -> str:
        turns = [math.radians(360 * n / count - 90) for n in range(count)]
        points = [(math.cos(one), math.sin(one)) for one in turns]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        return c.polygon(*(((x - left) / (right - left) * c.w, (y - top) / (bottom - top) * c.h) for x, y in points))

    return made


def _rect(c: Canvas) -> str:
    return c.polygon((0, 0), (c.w, 0), (c.w, c.h), (0, c.h))


def _triangle(c: Canvas) -> str:
    return c.polygon((c.said.get("adj", 50_000) / _FULL * c.w, 0), (c.w, c.h), (0, c.h))


def _parallelogram(c: Canvas) -> str:
    x = min(c.w, c.adjusted(25_000, most=100.0))
    return c.polygon((0, c.h), (x, 0), (c.w, 0), (c.w - x, c.h))


def _trapezoid(c: Canvas) -> str:
    x = min(c.w / 2, c.adjusted(25_000, most=100.0))
    return c.polygon((0, c.h), (x, 0), (c.w - x, 0), (c.w, c.h))


def _pointed(c: Canvas, notch: float = 0.0) -> str:
    x = min(c.w, c.adjusted(50_000, most=100.0))
    points = [(0.0, 0.0), (c.w - x, 0.0), (c.w, c.h / 2), (c.w - x, c.h), (0.0, c.h)]
    return c.polygon(*points, *([(x * notch, c.h / 2)] if notch else []))


def _hexagon(c: Canvas) -> str:
    x = c.adjusted(25_000, most=100.0)
    return c.polygon((0, c.h / 2), (x, 0), (c.w - x, 0), (c.w, c.h / 2), (c.w - x, c.h), (x, c.h))


def _plus(c: Canvas) -> str:
    x, w, h = c.adjusted(25_000), c.w, c.h
    upper = ((0, x), (x, x), (x, 0), (w - x, 0), (w - x, x), (w, x))
    return c.polygon(*upper, (w, h - x), (w - x, h - x), (w - x, h), (x, h), (x, h - x), (0, h - x))


def _frame(c: Canvas) -> str:
    x = c.adjusted(12_500)
    return _rect(c) + c.polygon((x, x), (x, c.h - x), (c.w - x, c.h - x), (c.w - x, x))


def _half_frame(c: Canvas) -> str:
    y, x = c.adjusted(33_333, "adj1", 1.0), c.adjusted(33_333, "adj2", 1.0)
    slope = c.h / c.w if c.w else 0.0
    far = c.w - y / slope if slope else 0.0
    return c.polygon((0, 0), (c.w, 0), (far, y), (x, y), (x, c.h - x * slope), (0, c.h))


def _corner(c: Canvas) -> str:
    y, x = c.adjusted(50_000, "adj1", 100.0), c.adjusted(50_000, "adj2", 100.0)
    y, x = min(y, c.h), min(x, c.w)
    return c.polygon((0, 0), (x, 0), (x, c.h - y), (c.w, c.h - y), (c.w, c.h), (0, c.h))


def _stripe(c: Canvas) -> str:
    part = c.said.get("adj", 50_000) / _FULL
    return c.polygon((0, part * c.h), (part * c.w, 0), (c.w, 0), (0, c.h))


def _teardrop(c: Canvas) -> str:
    part = c.said.get("adj", 100_000) / _FULL
    w, h, pen = c.w, c.h, c.pen()
    x, y = w / 2 * (1 + part), h / 2 * (1 - part)
    pen.to("M", [(0, h / 2)])
    pen.arc(w / 2, h / 2, 180 * DEGREE, 90 * DEGREE)
    pen.to("Q", [((w / 2 + x) / 2, 0), (x, y)])
    pen.to("Q", [(w, (h / 2 + y) / 2), (w, h / 2)])
    pen.arc(w / 2, h / 2, 0, 180 * DEGREE)
    pen.close()
    return "".join(pen.steps)


def _line(*points: tuple[float, float]) -> Callable[[Canvas], str]:
    def made(c: Canvas) -> str:
        pen = c.pen()
        for n, (x, y) in enumerate(points):
            pen.to("L" if n else "M", [(x * c.w, y * c.h)])
        return "".join(pen.steps)

    return made


def _bent(c: Canvas) -> str:
    part = c.said.get("adj1", 50_000) / _FULL
    return _line((0, 0), (part, 0), (part, 1), (1, 1))(c)


def _round(c: Canvas) -> str:
    return c.cornered(*[c.adjusted(16_667)] * 4)


# What is filled where it is not what is stroked.
FILLINGS: Final[Mapping[str, Callable[[Canvas], str]]] = {
    "arc": lambda c: c.wedge(270 * DEGREE, 0, closing="pie"),
}
LINES: Final = frozenset(("line", "straightConnector1", "bentConnector2", "bentConnector3", "arc"))
PRESETS: Final[Mapping[str, Callable[[Canvas], str]]] = {
    "rect": _rect,
    "flowChartProcess": _rect,
    "roundRect": _round,
    "flowChartAlternateProcess": _round,
    "round1Rect": lambda c: c.cornered(0, c.adjusted(16_667), 0, 0),
    "round2SameRect": lambda c: c.cornered(*[c.first(16_667)] * 2, *[c.adjusted(0, "adj2")] * 2),
    "round2DiagRect": lambda c: c.cornered(*[c.first(16_667), c.adjusted(0, "adj2")] * 2),
    "snip1Rect": lambda c: c.cornered(0, c.adjusted(16_667), 0, 0, round=False),
    "snip2SameRect": lambda c: c.cornered(*[c.first(16_667)] * 2, *[c.adjusted(0, "adj2")] * 2, round=False),
    "snip2DiagRect": lambda c: c.cornered(*[c.first(0), c.adjusted(16_667, "adj2")] * 2, round=False),
    "octagon": lambda c: c.cornered(*[c.adjusted(29_289)] * 4, round=False),
    "ellipse": Canvas.ellipse,
    "flowChartConnector": Canvas.ellipse,
    "donut": lambda c: c.ellipse() + c.ellipse(c.adjusted(25_000)),
    "pie": lambda c: c.wedge(0, 270 * DEGREE, closing="pie"),
    "chord": lambda c: c.wedge(45 * DEGREE, 270 * DEGREE, closing="chord"),
    "arc": lambda c: c.wedge(270 * DEGREE, 0),
    "blockArc": Canvas.ring,
    "teardrop": _teardrop,
    "triangle": _triangle,
    "flowChartExtract": _triangle,
    "rtTriangle": lambda c: c.polygon((0, 0), (c.w, c.h), (0, c.h)),
    "diamond": _sides(4),
    "flowChartDecision": _sides(4),
    "pentagon": _sides(5),
    "hexagon": _hexagon,
    "parallelogram": _parallelogram,
    "trapezoid": _trapezoid,
    "homePlate": _pointed,
    "chevron": lambda c: _pointed(c, 1.0),
    "plus": _plus,
    "frame": _frame,
    "halfFrame": _half_frame,
    "corner": _corner,
    "diagStripe": _stripe,
    "rightArrow": Canvas.arrow,
    "leftArrow": lambda c: c.arrow(back=True),
    "downArrow": lambda c: c.arrow(upright=True),
    "upArrow": lambda c: c.arrow(upright=True, back=True),
    "wedgeRectCallout": Canvas.callout,
    "line": _line((0, 0), (1, 1)),
    "straightConnector1": _line((0, 0), (1, 1)),
    "bentConnector2": _line((0, 0), (1, 0), (1, 1)),
    "bentConnector3": _bent,
}
