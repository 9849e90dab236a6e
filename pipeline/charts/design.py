"""How a plot is drawn in a given room: what is decided once, for the native chart and for the drawing alike.

Lengths are in points. Text widths are estimates on the wide side, so that both have room for what they set.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.charts.dates import Calendar, calendar
from pipeline.charts.names import nameless
from pipeline.charts.numbers import Wording, places
from pipeline.charts.palette import Mark, marks
from pipeline.charts.slices import labels
from pipeline.charts.widths import folded, long
from pipeline.plots import Kind, Plot
from pipeline.theme import Palette

_PITCH = 1.25
_STEPS = (1.0, 2.0, 5.0, 10.0)
_MOST_LABELLED = 14  # bars that carry their numbers, and need no axis
_HANGING = 0.16  # of the axis: the number at a bar below zero
_NAMED = 0.38  # of the width: what names of lying bars take at the most
_INNER = 0.8  # of the width: what an axis of dates has at the least
_ENDS = 0.26  # and names at the ends of lines
FOLDED = 0.8  # of the width: the lines above the plot; LibreOffice folds a title that is wider
ABOVE = 1.2  # lines of running text that one above the plot takes
MOST_LINES = 3  # of a name at its bar
_SIDE = 0.6  # of the type size: between names and what they name
_GROUP = 0.72  # of a category's room: what its bars take
_SLIM = 0.24  # of the plot: what one bar takes at the most
_MARKED = 24  # points of a line up to which each has its marker


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis: from ``low`` to ``high``, a line at each ``step``, its numbers with ``decimals`` places."""

    low: float
    high: float
    step: float
    decimals: int

    @property
    def ticks(self) -> tuple[float, ...]:
        """The numbers at the lines."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + self.step * i for i in range(count + 1))


@dataclass(frozen=True, slots=True)
class Area:
    """The plot area within the room, from its upper left corner, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Design:
    """A plot dressed for a room of ``width`` by ``height`` points, its words in ``size`` points.

    ``values`` says that bars carry their numbers, ``ends`` that lines are named where they end, ``legend`` in how many
    columns a legend stands above (none where it is 0). ``scale`` is the axis of the numbers (not of a pie),
    ``across`` that of a scatter's or an uneven line's x. ``every`` is which of the names along a line's axis are
    written: each, every second …
    """

    plot: Plot
    width: float
    height: float
    size: float
    marks: tuple[Mark, ...]
    wording: Wording
    area: Area
    scale: Scale | None
    across: Scale | Calendar | None
    values: bool
    ends: bool
    legend: int
    every: int

    @property
    def told(self) -> tuple[tuple[str, bool], ...]:
        """What opens a chart: its own title, which is bold, and what the numbers are."""
        return tuple((words, bold) for words, bold in ((self.plot.title, True), (self._heading, False)) if words)

    @property
    def above(self) -> tuple[tuple[str, bool], ...]:
        """The same in lines, which stand above the plot from its left."""
        return tuple(
            (line, bold) for words, bold in self.told for line in folded(words, self.width * FOLDED, self.size)
        )

    @property
    def _heading(self) -> str:
        """What the numbers are."""
        plot = self.plot
        if plot.kind is Kind.PIE:
            return "" if self.wording.at_each else plot.unit
        if self.wording.at_each or not plot.unit:
            return plot.y
        return f"{plot.y} ({plot.unit})" if plot.y else plot.unit

    @property
    def group(self) -> float:
        """What the bars of a category take of its room: a single bar is no wall."""
        return min(_GROUP, _SLIM * self.plot.bars)

    @property
    def marked(self) -> bool:
        """Whether each point of a line has its marker."""
        return len(self.plot.series[0].values) <= _MARKED

    @property
    def rows(self) -> int:
        """How many rows the legend takes."""
        return -(-len(self.plot.series) // self.legend) if self.legend else 0

    @property
    def foot(self) -> str:
        """What stands below the plot: what its x axis is. Names and dates speak for themselves."""
        numbers = self.plot.kind is Kind.SCATTER or (self.plot.at and not self.plot.dated)
        return self.plot.x if numbers else ""


def design(plot: Plot, palette: Palette | None, lang: str, room: tuple[float, float], size: float) -> Design:
    """``plot`` dressed in ``palette`` for ``room``, a width and a height in points; without one it is only measured."""
    width, height = room
    wording = Wording(lang, plot.unit)
    single = len(plot.series) == 1
    values = plot.kind is Kind.BAR and plot.bars <= _MOST_LABELLED and _roomy(plot, wording, width, size)
    lines = max(2, min(6, int((width * 0.6 if plot.across else height * 0.62) / (size * (4 if plot.across else 2)))))
    scale = None if plot.kind is Kind.PIE else _scale(plot, lines, tight=values)
    ends = plot.kind is Kind.LINE and not single and scale is not None and _apart(plot, scale, height, size, width)
    legend = 0 if single or ends else _columns(plot, width, size)
    made = Design(
        plot=plot,
        width=width,
        height=height,
        size=size,
        marks=marks(palette, len(plot.categories) if plot.kind is Kind.PIE else len(plot.series)) if palette else (),
        wording=wording,
        area=Area(0, 0, width, height),
        scale=scale,
        across=_across(plot, width, size),
        values=values,
        ends=ends,
        legend=legend,
        every=1,
    )
    area = _area(made)
    every = _every(plot, area.width, size) if plot.kind is Kind.LINE and not plot.at else 1
    return replace(made, area=area, every=every)


def crowded(made: Design) -> str | None:
    """Why the words of ``made`` do not all find place, as it follows "on paper"; None where they do."""
    plot, size, area = made.plot, made.size, made.area
    if area.height < 3 * size * _PITCH or area.width < 6 * size:
        return "the words leave no place for what is drawn"
    if any(long(words, size) > made.width for words, _ in made.above):
        return "the words above it are wider than it"
    if plot.kind is Kind.PIE:
        low = max(label.y + label.tall / 2 for label in labels(made))
        return "the names are longer than the pie is high" if low > made.height + size * 0.5 else None
    if plot.kind is Kind.SCATTER and (lost := nameless(made)):
        return f"{lost} of its points cannot be called by their names: others lie too near"
    count = len(plot.categories)
    if plot.across:
        lines = _lines(plot, area.left - size * _SIDE, size)
        if max(lines, count * (len(plot.series) if plot.kind is Kind.BAR else 1)) * size * 1.12 > area.height:
            return f"{count} names stand closer than they can be read"
    elif plot.kind in (Kind.BAR, Kind.STACKED):
        each = area.width / count * 0.97
        if any(
            len(folded(name, each, size)) > MOST_LINES or _longest(name, each, size) > each for name in plot.categories
        ):
            return "the names are wider than their bars"
    return None


def remedy(plot: Plot) -> str:
    """What helps where ``plot`` is crowded."""
    upright = plot.kind in (Kind.BAR, Kind.STACKED) and not plot.across
    return f"shorten the names{', let the bars lie (`horizontal: true`)' if upright else ''} or show fewer"


def tall(plot: Plot, width: float, size: float, bar: float) -> float:
    """How high lying bars want to stand in a room of ``width`` points: ``bar`` lines each, and whole names.

    It is for where they may be as high as they like, on a page and in a mail.
    """
    names = _lines(plot, _beside(plot, width, size) - size * _SIDE, size) + len(plot.categories) * 0.5
    above = _PITCH * (bool(plot.title) + (len(plot.series) > 1))
    return (max(plot.bars * bar, names * _PITCH) + 5 + above) * size


def _lines(plot: Plot, room: float, size: float) -> int:
    """How many lines the names of lying bars take in a column of ``room`` points."""
    return sum(max(1, len(folded(name, room, size, MOST_LINES))) for name in plot.categories)


def _beside(plot: Plot, width: float, size: float) -> float:
    """What the names of lying bars take of the width."""
    names = max((long(name, size) for name in plot.categories), default=0.0)
    return min(names, width * _NAMED) + size * _SIDE


def _longest(name: str, room: float, size: float) -> float:
    return max((long(line, size) for line in folded(name, room, size)), default=0.0)


def nice(low: float, high: float, lines: int = 5, *, from_zero: bool = False) -> Scale:
    """A scale of about ``lines`` round steps that holds ``low`` and ``high``, from zero where that is asked for."""
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    largest = max(abs(low), abs(high))
    # What differs by less than a millionth cannot be told apart on an axis, nor counted in steps.
    span = high - low if high - low > max(largest * 1e-6, 1e-100) else largest if largest > 1e-100 else 1.0
    raw = span / lines
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one * power for one in _STEPS if one * power >= raw * 0.999)
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    if bottom == top:
        top = bottom + step
    return Scale(bottom, top, step, places((step, bottom)))


def _across(plot: Plot, width: float, size: float) -> Scale | Calendar | None:
    """The x axis, where it is one of numbers or dates."""
    if not plot.at:
        return None
    return calendar(plot.at, width * _INNER, size) if plot.dated else nice(min(plot.at), max(plot.at))


def number(made: Design, tick: float) -> str:
    """A number or date of the x axis; a year has no group sign."""
    if isinstance(made.across, Calendar):
        return made.across.label(tick)
    decimals = made.across.decimals if made.across else 0
    if made.plot.kind is Kind.LINE and decimals == 0:
        return f"{tick:.0f}"
    return Wording(made.wording.lang).bare(tick, decimals)


def _scale(plot: Plot, lines: int, *, tight: bool) -> Scale:
    """The axis of the numbers; ``tight`` where each bar carries its own, and no line is drawn."""
    numbers = plot.numbers
    low, high = min(numbers), max(numbers)
    if tight and (low < 0 or high > 0):
        low, high = min(low, 0.0), max(high, 0.0)
        # Below bars that hang their numbers stand between them and the names.
        return Scale(low - (high - low) * _HANGING if low < 0 else 0.0, high, high - low, plot.decimals)
    if plot.kind is Kind.STACKED:
        sums = [[s.values[i] or 0.0 for s in plot.series] for i in range(len(plot.categories))]
        low = min(sum(v for v in row if v < 0) for row in sums)
        high = max(sum(v for v in row if v > 0) for row in sums)
    bars = plot.kind in (Kind.BAR, Kind.STACKED)
    # A line may begin above zero, where all of it is far from there; a bar never: its length is the number.
    near = plot.kind is Kind.LINE and low >= 0 and low < 0.5 * high
    return nice(low, high, lines, from_zero=bars or near)


def _roomy(plot: Plot, wording: Wording, width: float, size: float) -> bool:
    """Whether each bar is as wide as its number."""
    if plot.across:
        return True
    each = width / (len(plot.categories) * (len(plot.series) + 0.6))
    return max(long(wording.said(v, plot.decimals), size) for v in plot.numbers) <= each * 1.05


def _apart(plot: Plot, scale: Scale, height: float, size: float, width: float) -> bool:
    """Whether the ends of the lines lie so far from one another that their names can stand there."""
    last = [series.values[-1] for series in plot.series]
    if any(value is None for value in last) or max(long(s.name, size) for s in plot.series) > width * _ENDS:
        return False
    per = (scale.high - scale.low) / (height * 0.8)
    found = sorted(value for value in last if value is not None)
    return all(right - left >= per * size * 1.15 for left, right in pairwise(found))


def _columns(plot: Plot, width: float, size: float) -> int:
    """How many names of series stand beside one another."""
    widest = max(long(series.name, size) for series in plot.series) + 3.5 * size
    return max(1, min(len(plot.series), int(width / widest)))


def _every(plot: Plot, width: float, size: float) -> int:
    """Which names along the axis have room: each, every second …, in round steps."""
    widest = max((long(name, size) for name in plot.categories), default=0) + size
    fit = max(1, int(width / widest))
    count = len(plot.categories)
    return next(
        (step for step in (1, 2, 3, 4, 5, 6, 10, 12, 20, 24, 25, 50, 100, 200, 250, 500) if count / step <= fit), count
    )


def _area(made: Design) -> Area:
    """What the words around it leave to the plot."""
    plot, size = made.plot, made.size
    line = size * _PITCH
    top = line * (0.4 + ABOVE * len(made.above))
    top += line * (1.1 * made.rows + 0.25) if made.legend else 0
    if plot.kind is Kind.PIE:
        side = max(line, min(made.height - top - 2.4 * line, made.width * 0.42))
        return Area((made.width - side) / 2, top + 1.2 * line, side, side)
    numbers = 0.0
    if made.scale and not made.values:
        numbers = max(long(made.wording.said(tick, made.scale.decimals), size) for tick in made.scale.ticks)
    if plot.across:
        left = _beside(plot, made.width, size)
        widest = max(long(made.wording.said(v, plot.decimals), size) for v in plot.numbers)
        right = widest + size * 0.6 if made.values else numbers / 2
        below = line * 0.3 if made.values else line * 1.3
        return Area(left, top, made.width - left - right, made.height - top - below)
    left = numbers + size * 0.6 if numbers else size * 0.2
    right = size * 0.5
    if made.across:  # half of what stands at either end
        first, last = (long(number(made, tick), size) / 2 + size * 0.3 for tick in (made.across.low, made.across.high))
        left, right = max(left, first), max(right, last)
    elif plot.kind is Kind.LINE:  # names stand in the middle of their steps
        step = made.width / len(plot.categories)
        first, last = (long(name, size) / 2 - step * 0.4 for name in (plot.categories[0], plot.categories[-1]))
        left, right = max(left, first), max(right, last)
    if made.ends:
        right = max(right, max(long(series.name, size) for series in plot.series) + size)
    top += line * 0.9 if made.values else line * 0.3
    width = made.width - left - right
    below = line * 1.6
    if plot.kind in (Kind.BAR, Kind.STACKED):
        each = width / max(1, len(plot.categories)) * 0.95
        deepest = max((len(folded(name, each, size)) for name in plot.categories), default=1)
        below = line * (0.55 + min(deepest, MOST_LINES))
    below += line * 1.2 if made.foot else 0
    return Area(left, top, width, made.height - top - below)
