"""Dates along an axis: read from names, and the days, months or years that stand at its lines.

A day is its ordinal, 1 being that of 1 January of the year 1 (``datetime.date.toordinal``).
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.charts.widths import long

FIRST = date(1900, 3, 1).toordinal()  # before it workbooks count days that never were (ECMA-376 Part 1, 18.17.4.1)
EPOCH = date(1899, 12, 30).toordinal()  # the day that is 0 in a workbook
_DATE = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?|(?P<D>\d{1,2})\. ?(?P<M>\d{1,2})\. ?(?P<Y>\d{4})")
_UNEVEN = 1.05  # how much wider one step may be than another
_LATEST = 9000  # the last year: beyond, an axis would end after the calendar does
_MOST = 40  # lines of an axis, before anybody asks how wide their dates are


class Unit(enum.StrEnum):
    """``ST_TimeUnit`` (21.2.3.48)."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


_STEPS = (
    *((Unit.DAYS, step) for step in (1, 2, 7, 14)),
    *((Unit.MONTHS, step) for step in (1, 2, 3, 6)),
    *((Unit.YEARS, step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500)),
)
_LABELS = {Unit.DAYS: "2024-12-31", Unit.MONTHS: "2024-12", Unit.YEARS: "2024"}


@dataclass(frozen=True, slots=True)
class Calendar:
    """An axis of days with a line at each of ``ticks``, ``step`` units from one another."""

    ticks: tuple[float, ...]
    unit: Unit
    step: int

    @property
    def low(self) -> float:
        """The first day of the axis."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """Its last one."""
        return self.ticks[-1]

    def label(self, tick: float) -> str:
        """What stands at ``tick``: as much of the date as its unit takes (ISO 8601)."""
        return date.fromordinal(int(tick)).isoformat()[: len(_LABELS[self.unit])]

    @property
    def format(self) -> str:
        """The same as a number format of a workbook (ECMA-376 Part 1, 18.8.31)."""
        return "-".join(("yyyy", "mm", "dd")[: len(_LABELS[self.unit].split("-"))])


def days(names: tuple[str, ...]) -> tuple[float, ...] | None:
    """The days that ``names`` are: ``2024-03-31``, ``2024-03`` for its first, ``31.3.2024``; None where one is none."""
    found: list[float] = []
    for name in names:
        read = _DATE.fullmatch(name)
        if read is None:
            return None
        try:
            day = date(int(read["y"] or read["Y"]), int(read["m"] or read["M"]), int(read["d"] or read["D"] or 1))
        except ValueError:
            return None
        if day.year > _LATEST:
            return None
        found.append(float(day.toordinal()))
    return tuple(found)


def even(spots: tuple[float, ...]) -> bool:
    """Whether ``spots``, which rise, are days apart by as many days, or by as many months."""
    steps = [right - left for left, right in pairwise(spots)]
    if max(steps) <= min(steps) * _UNEVEN:
        return True
    met = [date.fromordinal(int(spot)) for spot in spots]
    apart = {(right.year - left.year) * 12 + right.month - left.month for left, right in pairwise(met)}
    same = len({day.day for day in met}) == 1
    last = all(date.fromordinal(day.toordinal() + 1).day == 1 for day in met)
    return len(apart) == 1 and (same or last)


def years(spots: tuple[float, ...]) -> tuple[float, ...]:
    """``spots``, days, as years and what has gone by of them."""
    met = [date.fromordinal(int(spot)) for spot in spots]
    return tuple(round(day.year + (day.timetuple().tm_yday - 1) / 366, 4) for day in met)


def calendar(spots: tuple[float, ...], width: float, size: float) -> Calendar:
    """An axis of ``width`` points that holds ``spots``, its dates in ``size`` points, as many as can be read."""
    first, last = int(min(spots)), int(max(spots))
    for unit, step in _STEPS:
        if unit is Unit.DAYS and last - first > step * _MOST:
            continue
        ticks = _ticks(first, last, unit, step)
        if len(ticks) * (long(_LABELS[unit], size) + size) <= width:
            break
    return Calendar(ticks, unit, step)


def _ticks(first: int, last: int, unit: Unit, step: int) -> tuple[float, ...]:
    """The days from ``first`` or before to ``last`` or after, ``step`` units apart."""
    if unit is Unit.DAYS:
        return tuple(float(day) for day in range(first, last + step, step))
    months = step * (12 if unit is Unit.YEARS else 1)
    begun = date.fromordinal(first)
    month = (begun.year * 12 + begun.month - 1) // months * months
    found = [_month(month)]
    while found[-1] < last:
        month += months
        found.append(_month(month))
    return tuple(map(float, found))


def _month(count: int) -> int:
    """The first day of the month ``count``, months being counted from January of a year 0 on."""
    return date(max(1, count // 12), count % 12 + 1, 1).toordinal()
