"""Lengths: whole English Metric Units, as DrawingML counts them (ECMA-376 Part 1, 20.1.10.16).

One inch is 914,400 EMU, one point 12,700, one CSS pixel 9,525, one millimetre 36,000.
"""

from __future__ import annotations

from dataclasses import dataclass


class Length(int):
    """A length in EMU. Made by :func:`pt`, :func:`mm`, :func:`inch` or :func:`px`, never from a bare number."""

    __slots__ = ()

    @property
    def pt(self) -> float:
        """In points, 72 to the inch."""
        return self / 12_700

    @property
    def mm(self) -> float:
        """In millimetres."""
        return self / 36_000

    @property
    def inches(self) -> float:
        """In inches."""
        return self / 914_400

    @property
    def px(self) -> float:
        """In CSS pixels, 96 to the inch."""
        return self / 9_525


def pt(value: float) -> Length:
    """A length of ``value`` points."""
    return Length(round(value * 12_700))


def mm(value: float) -> Length:
    """A length of ``value`` millimetres."""
    return Length(round(value * 36_000))


def inch(value: float) -> Length:
    """A length of ``value`` inches."""
    return Length(round(value * 914_400))


def px(value: float) -> Length:
    """A length of ``value`` CSS pixels."""
    return Length(round(value * 9_525))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide or page, from its top left corner."""

    left: Length
    top: Length
    width: Length
    height: Length

    @property
    def right(self) -> Length:
        """The right edge."""
        return Length(self.left + self.width)

    @property
    def bottom(self) -> Length:
        """The bottom edge."""
        return Length(self.top + self.height)
