"""The guides of a shape's own geometry (``a:gdLst``): names for numbers, each reckoned from those before it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.openxml import every
from pipeline.units import Box

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEGREE: Final = 60_000
_FARTHEST: Final = 1e12  # of a number that places a point


def _by(one: float, two: float) -> float:
    return one / two if two else 0.0


def _angle(value: float) -> float:
    return math.radians(value / _DEGREE)


# The operators of `a:gd/@fmla` (ECMA-376 Part 1, 20.1.9.11) with the number of values that each takes.
_OPERATORS: Final[Mapping[str, tuple[int, Callable[..., float]]]] = {
    "val": (1, lambda x: x),
    "+-": (3, lambda x, y, z: x + y - z),
    "*/": (3, lambda x, y, z: _by(x * y, z)),
    "+/": (3, lambda x, y, z: _by(x + y, z)),
    "?:": (3, lambda x, y, z: y if x > 0 else z),
    "abs": (1, abs),
    "sqrt": (1, lambda x: math.sqrt(max(0.0, x))),
    "max": (2, max),
    "min": (2, min),
    "pin": (3, lambda x, y, z: max(x, min(y, z))),
    "mod": (3, lambda x, y, z: math.sqrt(x * x + y * y + z * z)),
    "sin": (2, lambda x, y: x * math.sin(_angle(y))),
    "cos": (2, lambda x, y: x * math.cos(_angle(y))),
    "tan": (2, lambda x, y: x * math.tan(_angle(y))),
    "at2": (2, lambda x, y: math.degrees(math.atan2(y, x)) * _DEGREE),
    "cat2": (3, lambda x, y, z: x * math.cos(math.atan2(z, y))),
    "sat2": (3, lambda x, y, z: x * math.sin(math.atan2(z, y))),
}


@dataclass(frozen=True, slots=True)
class Guides:
    """Numbers by name."""

    names: Mapping[str, float]

    def value(self, said: str) -> float:
        """What ``said`` stands for: a name, a number; else 0."""
        if said in self.names:
            return self.names[said]
        try:
            value = float(said)
        except ValueError:
            return 0.0
        return value if abs(value) < _FARTHEST else 0.0


def guides(geometry: Element, box: Box) -> Guides:
    """The guides of ``geometry`` (``a:custGeom``) in a shape with this ``box``."""
    names = _given(float(box.width), float(box.height))
    known = Guides(names)
    for guide in (*every(geometry, "a:avLst/a:gd"), *every(geometry, "a:gdLst/a:gd")):
        operator, *said = guide.get("fmla", "").split() or [""]
        count, reckoned = _OPERATORS.get(operator, (0, lambda: 0.0))
        if len(said) == count:
            value = reckoned(*(known.value(one) for one in said))
            names[guide.get("name", "")] = value if abs(value) < _FARTHEST else 0.0
    return known


def _given(width: float, height: float) -> dict[str, float]:
    """The names that every shape has (20.1.10.56): its edges, halves and so on, parts of a circle."""
    short = min(width, height)
    names = {"l": 0.0, "t": 0.0, "r": width, "b": height, "w": width, "h": height, "ss": short}
    names |= {"hc": width / 2, "vc": height / 2, "ls": max(width, height)}
    for letter, length in (("w", width), ("h", height), ("ss", short)):
        names |= {f"{letter}d{n}": length / n for n in (2, 3, 4, 5, 6, 8, 10, 12, 16, 32)}
    circle = 360 * _DEGREE
    names |= {f"cd{n}": circle / n for n in (2, 3, 4, 8)}
    names |= {f"{times}cd{n}": times * circle / n for times, n in ((3, 4), (3, 8), (5, 8), (7, 8))}
    return names
