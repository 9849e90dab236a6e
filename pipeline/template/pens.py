"""A pen that draws SVG paths in points: moves, lines, curves, and arcs as DrawingML has them (``a:arcTo``)."""

from __future__ import annotations

import math
from typing import Final

DEGREE: Final = 60_000  # what an angle of DrawingML counts in (ST_Angle)


def number(value: float) -> str:
    """A length in EMU as points."""
    return f"{value / 12_700:.2f}".rstrip("0").rstrip(".")


class Pen:
    """What draws a path in a shape's own coordinates, which begin at ``left``, ``top`` and are scaled (EMU)."""

    def __init__(self, left: float, top: float, across: float = 1.0, down: float = 1.0) -> None:
        self.left, self.top, self.across, self.down = left, top, across, down
        self.steps: list[str] = []
        self.at = (0.0, 0.0)

    def _point(self, x: float, y: float) -> str:
        return f"{number(self.left + x * self.across)} {number(self.top + y * self.down)}"

    def to(self, letter: str, points: list[tuple[float, float]]) -> None:
        """A move, a line or a curve through ``points``."""
        if points:
            self.steps.append(letter + " ".join(self._point(x, y) for x, y in points))
            self.at = points[-1]

    def arc(self, wide: float, high: float, start: float, sweep: float) -> None:
        """From where the pen stands: an arc of an ellipse of these radii (``a:arcTo``), in halves at the most."""
        if not wide or not high or not sweep:
            return
        begin, turn = math.radians(start / DEGREE), math.radians(max(-360, min(360, sweep / DEGREE)))
        pieces = 2 if abs(turn) > math.pi else 1
        x, y = self.at
        middle = x - wide * share(begin, wide, high)[0], y - high * share(begin, wide, high)[1]
        for n in range(1, pieces + 1):
            across, down = share(begin + turn * n / pieces, wide, high)
            self.at = middle[0] + wide * across, middle[1] + high * down
            radii = f"{number(wide * self.across)} {number(high * self.down)}"
            self.steps.append(f"A{radii} 0 0 {int(turn > 0)} {self._point(*self.at)}")

    def close(self) -> None:
        """Back to where the path began."""
        self.steps.append("Z")


def share(angle: float, wide: float, high: float) -> tuple[float, float]:
    """Where the ray at ``angle`` meets an ellipse of these radii, by its radii."""
    along = math.atan2(wide * math.sin(angle), high * math.cos(angle))
    return math.cos(along), math.sin(along)
