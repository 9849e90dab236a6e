"""Where the names of a pie's slices stand in its drawing: at the side of each, pushed apart where they would touch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.charts.widths import folded

if TYPE_CHECKING:
    from pipeline.charts.design import Design

_PITCH = 1.25
_REACH = 1.06  # radii from the middle within which no name stands
_APART = 0.2  # of the type size: between names under one another


@dataclass(frozen=True, slots=True)
class Label:
    """A slice's name and number in lines; it begins at ``x`` on the ``right`` and ends there on the left.

    ``y`` is its middle, ``tall`` its height; lengths are in points from the upper left corner of the room.
    """

    x: float
    y: float
    tall: float
    text: str
    right: bool

    @property
    def lines(self) -> tuple[tuple[float, str], ...]:
        """Each line, and its middle."""
        found = self.text.split("\n")
        pitch = self.tall / len(found)
        return tuple((self.y - self.tall / 2 + pitch * (n + 0.5), line) for n, line in enumerate(found))


def labels(made: Design) -> list[Label]:
    """The names of ``made``, a pie, those of the right side first, each side from above."""
    area, size = made.area, made.size
    radius = area.width / 2
    middle = (area.left + radius, area.top + radius)
    room = made.width / 2 - radius * _REACH - size * 0.5
    values = [value or 0.0 for value in made.plot.series[0].values]
    total, gone = sum(values), 0.0
    sides: dict[bool, list[tuple[float, float, str]]] = {True: [], False: []}
    for name, value in zip(made.plot.categories, values, strict=True):
        angle = 2 * math.pi * (gone + value / 2) / total
        gone += value
        said = made.wording.said(value, made.plot.decimals)
        text = "\n".join(folded(f"{name} {said}", room, size))
        sides[math.sin(angle) >= 0].append((-math.cos(angle), math.sin(angle), text))
    return [label for right, side in sides.items() for label in _stacked(made, sorted(side), middle, right=right)]


def _stacked(
    made: Design, side: list[tuple[float, float, str]], middle: tuple[float, float], *, right: bool
) -> list[Label]:
    """The names of one side, which stand at ``(y, x)`` of a circle of radius 1 about ``middle``, under one another."""
    radius, size = made.area.width / 2, made.size
    reach, gap = radius * _REACH, size * _APART
    heights = [size * _PITCH * (text.count("\n") + 1) for _, _, text in side]
    found: list[Label] = []
    low = size * _APART
    for n, (y, x, text) in enumerate(side):
        tall, below = heights[n], sum(heights[n:]) + gap * (len(side) - n)
        # No higher than those above it leave, and so high that those below it have their places.
        at = max(low + tall / 2, min(middle[1] + y * radius * 1.12, made.height - below + tall / 2))
        low = at + tall / 2 + gap
        # The circle is widest where the words come nearest to its middle.
        nearest = max(0.0, abs(at - middle[1]) - tall / 2)
        edge = max(math.sqrt(max(0.0, reach**2 - nearest**2)), abs(x) * reach * 0.3) + size * 0.25
        found.append(Label(middle[0] + (edge if right else -edge), at, tall, text, right))
    return found
