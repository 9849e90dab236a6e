"""What is drawn on an easel: bars, lines, points and slices, and the words at them."""

from __future__ import annotations

import math

from pipeline.charts.design import MOST_LINES
from pipeline.charts.easel import DASHES, MARKERS, Across, Easel, Upright, above, fill
from pipeline.charts.names import GAP, Side, sides
from pipeline.charts.slices import labels
from pipeline.charts.widths import folded
from pipeline.plots import Kind

# --- Bars --------------------------------------------------------------------------------------


def bars(easel: Easel) -> None:
    """Bars side by side or upon one another, upright or lying; the first row of lying ones on top."""
    design, axes = easel.design, easel.axes
    plot = design.plot
    count = len(plot.categories)
    stacked = plot.kind is Kind.STACKED
    wide = design.group / (1 if stacked else len(plot.series))
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
                fill(easel, patch, mark)
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
    gap = design.size * 0.3 if value >= 0 else -design.size * 0.3
    if design.plot.across:
        easel.name((value, at), said, (gap, 0.0), "left" if value >= 0 else "right", "center_baseline")
    else:
        easel.name((at, value), said, (0.0, gap), "center", "bottom" if value >= 0 else "top")


def _named(easel: Easel, count: int) -> None:
    """The names of the categories, folded where they are long."""
    design, axes = easel.design, easel.axes
    if design.plot.across:
        names = [
            "\n".join(folded(name, design.area.left - design.size * 0.6, design.size, MOST_LINES))
            for name in design.plot.categories
        ]
        axes.set_yticks(range(count), names)
        axes.set_ylim(count - 0.5, -0.5)
        return
    each = design.area.width / count * 0.95
    axes.set_xticks(
        range(count), ["\n".join(folded(name, each, design.size, MOST_LINES)) for name in design.plot.categories]
    )
    axes.set_xlim(-0.5, count - 0.5)


# --- Lines and points --------------------------------------------------------------------------


def lines(easel: Easel) -> None:
    """Lines, with markers where they are few, named where they end."""
    design, axes = easel.design, easel.axes
    plot = design.plot
    places = plot.at or tuple(float(i) for i in range(len(plot.categories)))
    for series, mark in zip(plot.series, design.marks, strict=True):
        values = [math.nan if value is None else value for value in series.values]
        color = easel.color(mark)
        axes.plot(
            places,
            values,
            color=color,
            linestyle=DASHES[mark.dash],
            linewidth=easel.line,
            marker=MARKERS[mark.marker] if design.marked else "",
            markersize=design.size * 0.42,
            solid_capstyle="round",
            clip_on=False,
            zorder=4,
        )
        last = series.values[-1]
        if design.ends and last is not None:
            easel.name((places[-1], last), series.name, (design.size * 0.55, 0), "left", "center_baseline")
    if not plot.at:
        shown = range(0, len(places), design.every)
        axes.set_xticks(list(shown), [plot.categories[i] for i in shown])
        axes.set_xlim(-0.5, len(places) - 0.5)


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
            marker=MARKERS[mark.marker],
            markersize=big,
            markeredgewidth=0.6,
            markeredgecolor=easel.palette.paper.css,
            clip_on=False,
            zorder=4,
        )
    _called(easel)


_BESIDE: dict[Side, tuple[tuple[int, int], Across, Upright]] = {
    Side.RIGHT: ((1, 0), "left", "center_baseline"),
    Side.LEFT: ((-1, 0), "right", "center_baseline"),
    Side.ABOVE: ((0, 1), "center", "bottom"),
    Side.BELOW: ((0, -1), "center", "top"),
}


def _called(easel: Easel) -> None:
    """The names of points, each beside its own."""
    design = easel.design
    plot = design.plot
    for x, y, name, side in zip(plot.at, plot.series[0].values, plot.categories, sides(design), strict=False):
        if y is None or side is None:
            continue
        (across, up), where, stand = _BESIDE[side]
        easel.name((x, y), name, (design.size * GAP * across, design.size * GAP * up), where, stand)


# --- Slices ------------------------------------------------------------------------------------


def pie(easel: Easel) -> None:
    """Slices from the top, clockwise, each with its name and number beside it."""
    design, axes = easel.design, easel.axes
    plot = design.plot
    values = [value or 0.0 for value in plot.series[0].values]
    made = axes.pie(values, startangle=90, counterclock=False, radius=1.0)
    for patch, mark in zip(made[0], design.marks, strict=True):
        fill(easel, patch, mark)
        patch.set_edgecolor(easel.palette.paper.css if not mark.hatch else easel.color(mark))
        patch.set_linewidth(1.2)
    axes.set_xlim(-1, 1)
    axes.set_ylim(-1, 1)
    axes.set_aspect("equal")
    above(easel)
    for one in labels(design):
        side: Across = "left" if one.right else "right"
        for y, line in one.lines:  # each by itself: faces differ in how far apart they set them
            easel.words(one.x, y, line, easel.palette.ink.css, side=side, stand="center_baseline")
