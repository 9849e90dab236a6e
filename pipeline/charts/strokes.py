"""What is drawn on matplotlib's axes: bars, lines, points, slices, and the words around them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.charts.design import Design, folded, long, number
from pipeline.charts.palette import Dash, Hatch, Mark, Marker
from pipeline.plots import Kind
from pipeline.theme import Palette

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

_HATCHES = {Hatch.UP: "////", Hatch.DOWN: "\\\\\\\\", Hatch.DOTS: "xxx"}
_DASHES: dict[Dash, tuple[float, tuple[float, ...]] | Literal["solid"]] = {
    Dash.SOLID: "solid",
    Dash.DASHED: (0, (4, 1.6)),
    Dash.DOTTED: (0, (1.2, 1.4)),
    Dash.LONG: (0, (6, 1.6, 1.2, 1.6)),
}
_MARKERS = {
    Marker.CIRCLE: "o",
    Marker.SQUARE: "s",
    Marker.DIAMOND: "D",
    Marker.TRIANGLE: "^",
    Marker.CROSS: "X",
    Marker.PLUS: "P",
}
_GROUP = 0.72  # of a category's room: what its bars take
_MARKED = 24  # points of a line up to which each has its marker
_PITCH = 1.25


@dataclass(frozen=True, slots=True)
class Easel:
    """A design on its axes; ``families`` are the faces of its words."""

    design: Design
    palette: Palette
    figure: Figure
    axes: Axes
    families: list[str]

    @property
    def line(self) -> float:
        """The width of a stroke, in points."""
        return max(1.5, self.design.size / 7)

    def color(self, mark: Mark) -> str:
        """The colour of ``mark``."""
        return mark.tone.color(self.palette).css

    def words(
        self,
        x: float,
        top: float,
        text: str,
        color: str,
        *,
        side: Literal["left", "center", "right"] = "left",
        bold: bool = False,
        stand: Literal["top", "center", "bottom", "baseline"] = "top",
    ) -> None:
        """``text`` at a point of the room, in points from its upper left corner."""
        design = self.design
        self.figure.text(
            x / design.width,
            1 - top / design.height,
            text,
            color=color,
            ha=side,
            va=stand,
            size=design.size,
            family=self.families,
            weight="bold" if bold else "normal",
            linespacing=1.12,
        )


def ground(easel: Easel) -> None:
    """The axes: their numbers and lines, the names along them, the words above and below."""
    design, axes, palette = easel.design, easel.axes, easel.palette
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, pad=design.size * 0.35, labelsize=design.size, labelcolor=palette.ink.css)
    if not design.plot.across:
        axes.tick_params(axis="x", pad=design.size * 0.5)
    axes.set_axisbelow(True)
    _numbers(easel)
    _above(easel)
    if design.foot:
        area = design.area
        center = area.left + area.width / 2
        easel.words(center, design.height, design.foot, palette.muted.css, side="center", stand="bottom")
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontfamily(easel.families)


def _numbers(easel: Easel) -> None:
    """The axis of numbers, its gridlines, and the line at zero."""
    design, axes, palette = easel.design, easel.axes, easel.palette
    scale = design.scale
    if scale is None:
        return
    lying = design.plot.across
    said = [design.wording.said(tick, scale.decimals) for tick in scale.ticks]
    limits, ticks, grid = (axes.set_xlim, axes.set_xticks, "x") if lying else (axes.set_ylim, axes.set_yticks, "y")
    limits(scale.low, scale.high)
    ticks(scale.ticks if not design.values else [], said if not design.values else [])
    if not design.values:
        axes.grid(axis="x" if grid == "x" else "y", color=palette.line.css, linewidth=0.8)
    if scale.low <= 0 <= scale.high:
        drawn = axes.axvline if lying else axes.axhline
        drawn(0, color=palette.muted.css, linewidth=1.0, zorder=3)
    if design.across is not None:
        across = design.across
        axes.set_xlim(across.low, across.high)
        axes.set_xticks(across.ticks, [number(design, tick) for tick in across.ticks])


def _above(easel: Easel) -> None:
    """The chart's own title, what its numbers are, and the legend, under one another."""
    design = easel.design
    top = 0.0
    line = design.size * _PITCH
    if design.plot.title:
        easel.words(0, top, design.plot.title, easel.palette.ink.css, bold=True)
        top += line * 1.25
    if design.heading:
        easel.words(0, top, design.heading, easel.palette.muted.css)
        top += line * 1.15
    if design.legend:
        _legend(easel, top)


def _legend(easel: Easel, top: float) -> None:
    """A row of swatches with the names of the series."""
    design = easel.design
    from matplotlib.font_manager import FontProperties

    handles = [_swatch(easel, mark) for mark in design.marks]
    legend = easel.figure.legend(
        handles,
        [series.name for series in design.plot.series],
        loc="upper left",
        bbox_to_anchor=(0, 1 - top / design.height),
        ncols=design.legend,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=2.2 if design.plot.kind is Kind.LINE else 1.1,
        handleheight=0.9,
        handletextpad=0.4,
        columnspacing=1.3,
        prop=FontProperties(family=easel.families, size=design.size),
        labelcolor=easel.palette.ink.css,
    )
    legend.set_in_layout(False)


def _swatch(easel: Easel, mark: Mark) -> Artist:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    color = easel.color(mark)
    if easel.design.plot.kind is Kind.LINE:
        return Line2D(
            [],
            [],
            color=color,
            linestyle=_DASHES[mark.dash],
            linewidth=easel.line,
            marker=_MARKERS[mark.marker],
            markersize=easel.design.size * 0.45,
        )
    if easel.design.plot.kind is Kind.SCATTER:
        return Line2D(
            [], [], color=color, linestyle="none", marker=_MARKERS[mark.marker], markersize=easel.design.size * 0.6
        )
    patch = Patch()
    _fill(easel, patch, mark)
    return patch


def _fill(easel: Easel, patch: Patch, mark: Mark) -> None:
    """A solid fill, or hatching on the ground within an outline."""
    color = easel.color(mark)
    patch.set_linewidth(1.0 if mark.hatch else 0.0)
    patch.set_edgecolor(color if mark.hatch else "none")
    patch.set_facecolor(easel.palette.paper.css if mark.hatch else color)
    if mark.hatch:
        patch.set_hatch(_HATCHES[mark.hatch])


# --- Bars --------------------------------------------------------------------------------------


def bars(easel: Easel) -> None:
    """Bars side by side or upon one another, upright or lying; the first row of lying ones on top."""
    design, axes = easel.design, easel.axes
    plot = design.plot
    count = len(plot.categories)
    stacked = plot.kind is Kind.STACKED
    wide = _GROUP / (1 if stacked else len(plot.series))
    above, below = [0.0] * count, [0.0] * count
    for index, (series, mark) in enumerate(zip(plot.series, design.marks, strict=True)):
        shift = 0.0 if stacked else (index - (len(plot.series) - 1) / 2) * wide
        for at, value in enumerate(series.values):
            if value is None:
                continue
            held = (above if value >= 0 else below) if stacked else [0.0] * count
            base = held[at]
            held[at] += value
            drawn = wide * (1.0 if stacked else 0.94)
            made = (
                axes.barh(at + shift, value, drawn, left=base)
                if plot.across
                else axes.bar(at + shift, value, drawn, bottom=base)
            )
            for patch in made:
                _fill(easel, patch, mark)
                if stacked and not mark.hatch:  # a seam in the colour of the ground
                    patch.set_edgecolor(easel.palette.paper.css)
                    patch.set_linewidth(0.8)
            if design.values:
                _valued(easel, at + shift, value)
    _named(easel, count)


def _valued(easel: Easel, at: float, value: float) -> None:
    """A bar's number at its end."""
    design = easel.design
    said = design.wording.said(value, design.plot.decimals)
    gap = design.size * 0.3
    if design.plot.across:
        place, offset, sides = (
            (value, at),
            (gap if value >= 0 else -gap, 0.0),
            ("left" if value >= 0 else "right", "center_baseline"),
        )
    else:
        place, offset, sides = (
            (at, value),
            (0.0, gap if value >= 0 else -gap),
            ("center", "bottom" if value >= 0 else "top"),
        )
    easel.axes.annotate(
        said,
        place,
        offset,
        textcoords="offset points",
        ha=sides[0],
        va=sides[1],
        size=design.size,
        family=easel.families,
        color=easel.palette.ink.css,
        annotation_clip=False,
    )


def _named(easel: Easel, count: int) -> None:
    """The names of the categories, folded where they are long."""
    design, axes = easel.design, easel.axes
    if design.plot.across:
        names = [
            "\n".join(folded(name, design.area.left - design.size * 0.6, design.size, 3))
            for name in design.plot.categories
        ]
        axes.set_yticks(range(count), names)
        axes.set_ylim(count - 0.5, -0.5)
        return
    each = design.area.width / count * 0.95
    axes.set_xticks(range(count), ["\n".join(folded(name, each, design.size, 3)) for name in design.plot.categories])
    axes.set_xlim(-0.5, count - 0.5)


# --- Lines and points --------------------------------------------------------------------------


def lines(easel: Easel) -> None:
    """Lines, with markers where they are few, named where they end."""
    design, axes = easel.design, easel.axes
    plot = design.plot
    places = plot.at or tuple(float(i) for i in range(len(plot.categories)))
    marked = len(places) <= _MARKED
    for series, mark in zip(plot.series, design.marks, strict=True):
        values = [math.nan if value is None else value for value in series.values]
        color = easel.color(mark)
        axes.plot(
            places,
            values,
            color=color,
            linestyle=_DASHES[mark.dash],
            linewidth=easel.line,
            marker=_MARKERS[mark.marker] if marked else "",
            markersize=design.size * 0.42,
            solid_capstyle="round",
            clip_on=False,
            zorder=4,
        )
        last = series.values[-1]
        if design.ends and last is not None:
            _ended(easel, places[-1], last, series.name)
    if not plot.at:
        shown = range(0, len(places), design.every)
        axes.set_xticks(list(shown), [plot.categories[i] for i in shown])
        axes.set_xlim(-0.5, len(places) - 0.5)


def _ended(easel: Easel, x: float, y: float, name: str) -> None:
    """The name of a line where it ends."""
    size = easel.design.size
    easel.axes.annotate(
        name,
        (x, y),
        (size * 0.55, 0),
        textcoords="offset points",
        va="center_baseline",
        size=size,
        family=easel.families,
        color=easel.palette.ink.css,
        annotation_clip=False,
    )


def points(easel: Easel) -> None:
    """A cloud of points, those that have names called by them."""
    design, axes = easel.design, easel.axes
    plot = design.plot
    for series, mark in zip(plot.series, design.marks, strict=True):
        there = [(x, y) for x, y in zip(plot.at, series.values, strict=True) if y is not None]
        big = design.size * (0.6 if len(there) < 60 else 0.4)
        axes.plot(
            [x for x, _ in there],
            [y for _, y in there],
            color=easel.color(mark),
            linestyle="none",
            marker=_MARKERS[mark.marker],
            markersize=big,
            markeredgewidth=0.6,
            markeredgecolor=easel.palette.paper.css,
            clip_on=False,
            zorder=4,
        )
    _called(easel)


def _called(easel: Easel) -> None:
    """The names of points, each right of its own, or left where there is no room."""
    from pipeline.charts.sound import MOST_LABELS

    design = easel.design
    plot = design.plot
    if not plot.categories or len(plot.categories) > MOST_LABELS or design.across is None:
        return
    span = design.across.high - design.across.low
    for x, y, name in zip(plot.at, plot.series[0].values, plot.categories, strict=True):
        if y is None or not name:
            continue
        room = design.area.width * (design.across.high - x) / span
        right = long(name, design.size) + design.size * 0.6 < room + design.size
        easel.axes.annotate(
            name,
            (x, y),
            (design.size * (0.55 if right else -0.55), 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center_baseline",
            size=design.size,
            family=easel.families,
            color=easel.palette.ink.css,
            annotation_clip=False,
        )


# --- Slices ------------------------------------------------------------------------------------


def pie(easel: Easel) -> None:
    """Slices from the top, clockwise, each with its name and number beside it."""
    design, axes = easel.design, easel.axes
    plot = design.plot
    values = [value or 0.0 for value in plot.series[0].values]
    made = axes.pie(values, startangle=90, counterclock=False, radius=1.0)
    for patch, mark in zip(made[0], design.marks, strict=True):
        _fill(easel, patch, mark)
        patch.set_edgecolor(easel.palette.paper.css if not mark.hatch else easel.color(mark))
        patch.set_linewidth(1.2)
    axes.set_xlim(-1, 1)
    axes.set_ylim(-1, 1)
    axes.set_aspect("equal")
    _above(easel)
    _sliced(easel, values)


def _sliced(easel: Easel, values: list[float]) -> None:
    """The names of the slices, pushed apart where they would touch, at the side of each."""
    design = easel.design
    area, size = design.area, design.size
    radius, line = area.width / 2, size * _PITCH
    center = (area.left + radius, area.top + radius)
    total, gone = sum(values), 0.0
    sides: dict[bool, list[tuple[float, float, str]]] = {True: [], False: []}
    for name, value in zip(design.plot.categories, values, strict=True):
        angle = 2 * math.pi * (gone + value / 2) / total
        gone += value
        x, y = math.sin(angle), -math.cos(angle)
        room = design.width / 2 - abs(x) * radius - size
        said = design.wording.said(value, design.plot.decimals)
        whole = f"{name} {said}"
        text = whole if long(whole, size) <= room else "\n".join((*folded(name, room, size, 2), said))
        sides[x >= 0].append((y, x, text))
    for right, labels in sides.items():
        low = -math.inf
        for y, x, text in sorted(labels):
            tall = line * (text.count("\n") + 1)
            middle = max(center[1] + y * radius * 1.12, low + tall / 2)
            low = middle + tall / 2 + size * 0.2
            reach = radius * 1.06
            # The circle is widest where the words come nearest to its middle.
            nearest = max(0.0, abs(middle - center[1]) - tall / 2)
            edge = math.sqrt(max(0.0, reach**2 - nearest**2))
            at = center[0] + (1 if right else -1) * (max(edge, abs(x) * reach * 0.3) + size * 0.25)
            easel.words(at, middle, text, easel.palette.ink.css, side="left" if right else "right", stand="center")
