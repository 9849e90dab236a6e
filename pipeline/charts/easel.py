"""The easel: a design on matplotlib's axes, its axes and their numbers, the words and the legend above, fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.charts.design import ABOVE, Design, number
from pipeline.charts.palette import Dash, Hatch, Mark, Marker
from pipeline.plots import Kind
from pipeline.theme import Palette

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

_HATCHES = {Hatch.UP: "////", Hatch.DOWN: "\\\\\\\\", Hatch.DOTS: "xxx"}
DASHES: dict[Dash, tuple[float, tuple[float, ...]] | Literal["solid"]] = {
    Dash.SOLID: "solid",
    Dash.DASHED: (0, (4, 1.6)),
    Dash.DOTTED: (0, (1.2, 1.4)),
    Dash.LONG: (0, (6, 1.6, 1.2, 1.6)),
}
MARKERS = {
    Marker.CIRCLE: "o",
    Marker.SQUARE: "s",
    Marker.DIAMOND: "D",
    Marker.TRIANGLE: "^",
    Marker.CROSS: "X",
    Marker.PLUS: "P",
}
Across = Literal["left", "center", "right"]
Upright = Literal["top", "center_baseline", "bottom"]
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
        side: Across = "left",
        bold: bool = False,
        stand: Upright = "top",
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
        )

    def name(
        self, at: tuple[float, float], text: str, offset: tuple[float, float], side: Across, stand: Upright
    ) -> None:
        """``text`` beside what is drawn ``at`` a place of the axes, ``offset`` points from it."""
        self.axes.annotate(
            text,
            at,
            offset,
            textcoords="offset points",
            ha=side,
            va=stand,
            size=self.design.size,
            family=self.families,
            color=self.palette.ink.css,
            annotation_clip=False,
        )


def ground(easel: Easel) -> None:
    """The axes: their numbers and lines, the names along them, the words above and below."""
    design, axes, palette = easel.design, easel.axes, easel.palette
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, pad=design.size * 0.35, labelsize=design.size, labelcolor=palette.ink.css)
    if not design.plot.across:
        # Numbers at the start of the axis stand in the corner below the lowest of the other.
        axes.tick_params(axis="x", pad=design.size * (0.75 if design.across else 0.5))
    axes.set_axisbelow(True)
    _numbers(easel)
    above(easel)
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
    limits, ticks = (axes.set_xlim, axes.set_xticks) if lying else (axes.set_ylim, axes.set_yticks)
    limits(scale.low, scale.high)
    ticks(scale.ticks if not design.values else [], said if not design.values else [])
    if not design.values:
        axes.grid(axis="x" if lying else "y", color=palette.line.css, linewidth=0.8)
    if scale.low <= 0 <= scale.high:
        drawn = axes.axvline if lying else axes.axhline
        drawn(0, color=palette.muted.css, linewidth=1.0, zorder=3)
    if design.across is not None:
        across = design.across
        axes.set_xlim(across.low, across.high)
        axes.set_xticks(across.ticks, [number(design, tick) for tick in across.ticks])


def above(easel: Easel) -> None:
    """The chart's own title, what its numbers are, and the legend, under one another."""
    design = easel.design
    top = 0.0
    line = design.size * _PITCH
    for words, bold in design.above:
        easel.words(0, top, words, (easel.palette.ink if bold else easel.palette.muted).css, bold=bold)
        top += line * ABOVE
    if design.legend:
        _legend(easel, top)


def _legend(easel: Easel, top: float) -> None:
    """A row of swatches with the names of the series."""
    design = easel.design
    from matplotlib.font_manager import FontProperties

    # The library fills columns; a legend is read in rows.
    rows = [n for column in range(design.legend) for n in range(len(design.marks))[column :: design.legend]]
    legend = easel.figure.legend(
        [_swatch(easel, design.marks[n]) for n in rows],
        [design.plot.series[n].name for n in rows],
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
            linestyle=DASHES[mark.dash],
            linewidth=easel.line,
            marker=MARKERS[mark.marker],
            markersize=easel.design.size * 0.45,
        )
    if easel.design.plot.kind is Kind.SCATTER:
        return Line2D(
            [], [], color=color, linestyle="none", marker=MARKERS[mark.marker], markersize=easel.design.size * 0.6
        )
    patch = Patch()
    fill(easel, patch, mark)
    return patch


def fill(easel: Easel, patch: Patch, mark: Mark) -> None:
    """A solid fill, or hatching on the ground within an outline."""
    color = easel.color(mark)
    patch.set_linewidth(1.0 if mark.hatch else 0.0)
    patch.set_edgecolor(color if mark.hatch else "none")
    patch.set_facecolor(easel.palette.paper.css if mark.hatch else color)
    if mark.hatch:
        patch.set_hatch(_HATCHES[mark.hatch])
