"""Whether a plot can be drawn so that it is read, and truly: what speaks against it, as problems."""

from __future__ import annotations

from collections import Counter

from pipeline.plots import Kind, Plot
from pipeline.problems import Place, Problem, advice, error, warning

MOST_SERIES = 6  # that are told apart without colour
MOST_SLICES = 6
MOST_NAMES = 20  # categories of bars
MOST_BARS = 48
LONGEST = 80  # letters of a name
MOST_LABELS = 12  # points of a scatter that are called by their names
_STANDS = "its numbers stand as a table"


def judged(plot: Plot, place: Place, problems: list[Problem]) -> bool:
    """Whether ``plot`` can be drawn; what is wrong with it becomes a problem at ``place``."""
    before = len(problems)
    _crowd(plot, place, problems)
    if plot.kind is Kind.PIE:
        _pie(plot, place, problems)
    if plot.kind in (Kind.LINE, Kind.SCATTER):
        few = "a line takes two points" if plot.kind is Kind.LINE else "a cloud takes two points"
        if max(sum(v is not None for v in series.values) for series in plot.series) < 2:
            what = f"{few} at the least: {_STANDS}"
            problems.append(warning(place, "chart-too-few", what, "say the number in a sentence, or draw a bar"))
    drawable = len(problems) == before
    _doubtful(plot, place, problems)
    return drawable


def _crowd(plot: Plot, place: Place, problems: list[Problem]) -> None:
    count, names = len(plot.series), len(plot.categories)
    if count > MOST_SERIES:
        what = f"the chart has {count} series, and {MOST_SERIES} can be told apart: {_STANDS}"
        problems.append(warning(place, "chart-too-many", what, "choose those that matter: `y: [one, another]`"))
    if plot.kind in (Kind.BAR, Kind.STACKED) and (names > MOST_NAMES or plot.bars > MOST_BARS):
        most = f"{MOST_NAMES} names" if names > MOST_NAMES else f"{MOST_BARS} bars"
        shown = f"{names} names" if names > MOST_NAMES else f"{plot.bars} bars"
        what = f"the chart has {shown}, and {most} can be read: {_STANDS}"
        problems.append(warning(place, "chart-too-many", what, "keep the largest and sum up the rest"))
    longest = max((len(name) for name in plot.categories), default=0)
    if longest > LONGEST and plot.kind is not Kind.LINE:
        what = f"a name has {longest} letters, and {LONGEST} have room: {_STANDS}"
        problems.append(warning(place, "chart-label-long", what, "shorten it"))
    named = max((len(series.name) for series in plot.series), default=0)
    if named > LONGEST // 2 and count > 1:
        what = f"a series has a name of {named} letters, and {LONGEST // 2} have room: {_STANDS}"
        problems.append(warning(place, "chart-label-long", what, "shorten the heading of its column"))


def _pie(plot: Plot, place: Place, problems: list[Problem]) -> None:
    values = [value or 0.0 for value in plot.series[0].values]
    if len(plot.series) > 1:
        what = f"a pie shows one column, and there are {len(plot.series)}"
        problems.append(error(place, "chart-pie", what, "name it, `y: …`, or draw stacked bars"))
    elif min(values) < 0:
        what = "a slice of a pie cannot be less than nothing"
        problems.append(error(place, "chart-pie", what, "draw bars, which can go below zero"))
    elif sum(values) == 0:
        problems.append(error(place, "chart-pie", "the slices of the pie add up to nothing", "draw bars"))
    elif len(values) > MOST_SLICES:
        what = f"the pie has {len(values)} slices, and {MOST_SLICES} can be told apart: {_STANDS}"
        problems.append(warning(place, "chart-too-many", what, "sum up the small ones, or draw bars"))


def _doubtful(plot: Plot, place: Place, problems: list[Problem]) -> None:
    """What a careful author would look at again; it is drawn all the same."""
    met = Counter(plot.categories)
    twice = next((name for name, count in met.items() if count > 1), None)
    if twice is not None and plot.kind is not Kind.SCATTER:
        what = f"two rows are called `{_short(twice)}`"
        problems.append(warning(place, "chart-twice", what, "tell them apart, or add them up"))
    gaps = sum(value is None for series in plot.series for value in series.values)
    if gaps:
        what = f"{gaps} of the chart's cells are empty: gaps"
        problems.append(advice(place, "chart-gaps", what, "write 0 where nothing was counted"))
    named = sum(map(bool, plot.categories))
    if plot.kind is Kind.SCATTER and named > MOST_LABELS:
        what = f"{named} points have names, and {MOST_LABELS} have room: they stand without"
        problems.append(warning(place, "chart-too-many", what, "leave the cells of the others empty"))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
