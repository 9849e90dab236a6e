"""Where the names of a scatter's points stand: each beside its own, clear of the other points and names."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.charts.sound import MOST_LABELS
from pipeline.charts.widths import long

if TYPE_CHECKING:
    from pipeline.charts.design import Design

GAP = 0.55  # of the type size: from a point's middle to its name
_DOT = 0.35  # of the type size: half a point
_HIGH = 0.55  # and half a name


class Side(enum.StrEnum):
    """``ST_DLblPos`` (21.2.3.9)."""

    RIGHT = "r"
    LEFT = "l"
    ABOVE = "t"
    BELOW = "b"


@dataclass(frozen=True, slots=True)
class _Box:
    """What is taken, in points from the upper left corner of the room."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        """Whether any of it is taken twice."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def sides(made: Design) -> tuple[Side | None, ...]:
    """The side on which each point of ``made`` has its name; None for one that has none, or no room for it."""
    plot = made.plot
    if not 0 < sum(map(bool, plot.categories)) <= MOST_LABELS:
        return (None,) * len(plot.categories)
    spots, dot = _spots(made), _DOT * made.size
    taken = [_Box(x - dot, y - dot, x + dot, y + dot) for x, y in (spot for line in spots for spot in line if spot)]
    taken.append(_head(made))
    left = {n: spot for n, spot in enumerate(spots[0]) if spot and plot.categories[n]}
    found: list[Side | None] = [None] * len(plot.categories)
    while left:  # first whoever has the fewest sides to choose from
        free = {n: _free(made, plot.categories[n], spot, taken) for n, spot in left.items()}
        n = min(free, key=lambda one: len(free[one]) or len(Side) + 1)
        if not free[n]:
            break
        found[n], box = free[n][0]
        taken.append(box)
        del left[n]
    return tuple(found)


def nameless(made: Design) -> int:
    """How many points have a name and no room for it, where not all stand without."""
    if not 0 < sum(map(bool, made.plot.categories)) <= MOST_LABELS:
        return 0
    shown = zip(made.plot.categories, made.plot.series[0].values, sides(made), strict=True)
    return sum(bool(name) and value is not None and side is None for name, value, side in shown)


def _head(made: Design) -> _Box:
    """What opens the chart; a legend takes the whole width."""
    if made.legend:
        return _Box(0, 0, made.width, made.area.top - made.size * _HIGH)
    wide = max((long(words, made.size) for words, _ in made.above), default=0.0)
    return _Box(0, 0, wide, made.area.top - made.size * _HIGH)


def _spots(made: Design) -> list[list[tuple[float, float] | None]]:
    """The points of each series in the room."""
    area, across, scale = made.area, made.across, made.scale
    if across is None or scale is None:
        return []
    wide, high = area.width / (across.high - across.low), area.height / (scale.high - scale.low)
    return [
        [
            None if y is None else (area.left + (x - across.low) * wide, area.top + (scale.high - y) * high)
            for x, y in zip(made.plot.at, series.values, strict=True)
        ]
        for series in made.plot.series
    ]


def _free(made: Design, name: str, spot: tuple[float, float], taken: Sequence[_Box]) -> list[tuple[Side, _Box]]:
    """The sides of ``spot`` where ``name`` meets nothing that is ``taken``, and what it takes there."""
    x, y = spot
    wide, high, gap = long(name, made.size), _HIGH * made.size, GAP * made.size
    bottom = made.area.top + made.area.height + high
    boxes = (
        (side, _Box(left, middle - high, left + wide, middle + high))
        for side, left, middle in (
            (Side.RIGHT, x + gap, y),
            (Side.LEFT, x - gap - wide, y),
            (Side.ABOVE, x - wide / 2, y - gap - high),
            (Side.BELOW, x - wide / 2, y + gap + high),
        )
    )
    return [
        (side, box)
        for side, box in boxes
        if box.left >= 0 and box.top >= 0 and box.right <= made.width and box.bottom <= bottom
        if not any(box.meets(other) for other in taken)
    ]
