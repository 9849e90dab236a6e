"""Charts as data: what is shown, by which kind, under which words. Read by ``charts``, held by the document.

A number that was not given is None: a gap. All series of a plot have as many values as it has categories.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """What a chart is."""

    BAR = "bar"  # a bar for each number, those of a category side by side
    STACKED = "stacked"  # a bar for each category, its numbers upon one another
    LINE = "line"
    SCATTER = "scatter"  # points by two numbers each
    PIE = "pie"


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one column; ``name`` is its heading."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart's numbers and words.

    ``categories`` are what the numbers stand over: names, or the numbers of the x axis as they were written (of a
    scatter, what its points are called, or nothing). ``at`` places them on the x axis where they are numbers: all of a
    scatter's, those of a line where they lie unevenly; where it is ``dated``, days by their ordinals. ``x`` and ``y``
    are the titles of the axes, ``unit`` what the numbers count, ``decimals`` how many places after the point they were
    written with. ``alt`` is the author's description. Bars lie where they are ``across``: their names are long.
    """

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    at: tuple[float, ...] = ()
    title: str = ""
    x: str = ""
    y: str = ""
    unit: str = ""
    source: str = ""
    alt: str | None = None
    decimals: int = 0
    across: bool = False
    dated: bool = False

    @property
    def bars(self) -> int:
        """How many bars stand side by side, where it has any."""
        return len(self.categories) * (1 if self.kind is Kind.STACKED else len(self.series))

    @property
    def words(self) -> tuple[str, ...]:
        """All words that a drawing of it may show."""
        return (self.title, self.x, self.y, self.unit, *self.categories, *(series.name for series in self.series))

    @property
    def numbers(self) -> tuple[float, ...]:
        """All numbers that there are."""
        return tuple(value for series in self.series for value in series.values if value is not None)
