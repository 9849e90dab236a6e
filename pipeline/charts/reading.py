"""A chart block read: head and numbers together a plot, or the problems that keep it from being one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from pipeline.charts import dates
from pipeline.charts.column import Cell, column, is_number
from pipeline.charts.head import Head, Order, divided, head
from pipeline.charts.numbers import places
from pipeline.charts.rows import Rows, from_file, rows
from pipeline.charts.sound import judged
from pipeline.files import Files
from pipeline.plots import Kind, Plot, Series
from pipeline.problems import Place, Problem, Problems, error, failed, warning
from pipeline.yamltree import did_you_mean

_LONG = 14  # letters of a name that bars side by side have no room for
_CROWDED = 90  # letters of all names together that one line under bars holds
_UNEVEN = 1.05  # how much wider one step on the x axis may be than another


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in a fenced block: its text, which begins at ``line`` of ``path``, and the classes on its fence."""

    text: str
    path: str
    line: int
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a block was read as: ``plot`` is None where it is no chart; one not ``drawable`` stands as its table."""

    plot: Plot | None
    drawable: bool
    problems: Problems


def read(block: Block, folder: Path, files: Files, lang: str) -> Read:
    """``block`` read; a file that it names lies in ``folder``, ``lang`` says how unclear numbers are meant."""
    problems: list[Problem] = []
    above, body, skipped = divided(block.text)
    told = head(above, block.path, block.line, problems)
    if told is None:
        return Read(None, False, tuple(problems))
    text, path, line = body, block.path, block.line + skipped
    if told.data is not None:
        where = told.places["data"]
        if body.strip():
            what = "the chart has numbers of its own and names a file"
            problems.append(error(where, "chart-data-twice", what, "take `data` out, or the numbers below"))
            return Read(None, False, tuple(problems))
        found = from_file(told.data, folder, files, where, problems)
        if found is None:
            return Read(None, False, tuple(problems))
        (text, path), line = found, 1
    held = rows(text, path, line, problems)
    plot = _plot(told, held, block, lang, problems) if held else None
    if plot is None or failed(problems):
        return Read(None, False, tuple(problems))
    drawable = judged(plot, Place(block.path, block.line), problems)
    return Read(None if failed(problems) else plot, drawable, tuple(problems))


def _plot(told: Head, held: Rows, block: Block, lang: str, problems: list[Problem]) -> Plot | None:
    header = held.header.cells
    if len(header) < 2:
        what = "the chart has one column: it takes names and, beside them, numbers"
        problems.append(error(held.place(held.header), "chart-no-numbers", what, "divide the cells with commas"))
        return None
    if all(is_number(cell) for cell in header):
        what = "the first row is all numbers: it names the columns"
        problems.append(error(held.place(held.header), "chart-no-header", what, "write a header above them"))
        return None
    chosen = _chosen(told, header, problems)
    if chosen is None:
        return None
    values = [i for i in chosen.values if i not in (chosen.names, chosen.labels)]
    if not values or not any(is_number(_bare(row.cells[i])) for row in held.rows for i in values):
        what = "the chart has no numbers" + ("" if values else " beside its first column")
        hint = "below the header each row is a name and its numbers: `2024, 18.2`"
        problems.append(error(held.place(held.rows[0]), "chart-no-numbers", what, hint))
        return None
    columns = [column(header[i], _cells(held, i), held.mark, lang, problems) for i in values]
    series = tuple(Series(header[i], c.values) for i, c in zip(values, columns, strict=True) if c)
    if len(series) < len(values):
        return None
    units = {c.unit for c in columns if c}
    numbers = tuple(v for s in series for v in s.values if v is not None)
    plot = Plot(
        kind=told.kind,
        categories=tuple(row.cells[chosen.names] for row in held.rows),
        series=series,
        title=told.title,
        x=chosen.x,
        y=chosen.y or (series[0].name if len(series) == 1 and told.kind is not Kind.PIE else ""),
        unit=told.unit or (units.pop() if len(units) == 1 else ""),
        source=told.source,
        alt=told.alt,
        decimals=places(numbers) if told.decimals is None else told.decimals,
    )
    placed = _placed(plot, chosen, held, lang, problems)
    return None if placed is None else _turned(_ordered(placed, told, problems), told, block)


# --- Columns -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which columns are which, and what the axes are called."""

    names: int
    values: tuple[int, ...]
    labels: int | None
    x: str
    y: str


def _chosen(told: Head, header: tuple[str, ...], problems: list[Problem]) -> _Chosen | None:
    """The columns by the names in the head. ``x`` and ``y`` that name no column name their axis."""
    labels = None
    if told.labels:
        labels = _named(told.labels, header)
        if labels is None:
            problems.append(_missing(told, "labels", told.labels, header))
            return None
    free = [i for i in range(len(header)) if i != labels]
    x = _named(told.x, header) if told.x else None
    names = free[0] if x is None else x
    found = [_named(name, header) for name in told.y]
    chosen = tuple(i for i in found if i is not None)
    if len(told.y) > 1 and None in found:
        problems.append(_missing(told, "y", told.y[found.index(None)], header))
        return None
    titled = told.y[0] if told.y and not chosen else ""
    values = chosen or tuple(i for i in free if i != names)
    title = told.x if told.x and x is None else header[names]
    return _Chosen(names, values, labels, title, titled)


def _named(name: str, header: tuple[str, ...]) -> int | None:
    folded = [cell.casefold() for cell in header]
    return folded.index(name.casefold()) if name.casefold() in folded else None


def _missing(told: Head, key: str, name: str, header: tuple[str, ...]) -> Problem:
    known = tuple(cell for cell in header if cell)
    return error(told.places[key], "chart-column", f"there is no column `{name}`", did_you_mean(name, known))


def _cells(held: Rows, index: int) -> list[Cell]:
    return [Cell(row.cells[index], held.place(row)) for row in held.rows]


def _bare(text: str) -> str:
    return text.strip("$€£¥%‰ ")


# --- The x axis, the order, the direction ------------------------------------------------------


def _placed(plot: Plot, chosen: _Chosen, held: Rows, lang: str, problems: list[Problem]) -> Plot | None:
    """``plot`` with the places of its points, where those are numbers that count."""
    if plot.kind is Kind.SCATTER:
        read = column(held.header.cells[chosen.names], _cells(held, chosen.names), held.mark, lang, problems)
        if read is None:
            return None
        for at, row in zip(read.values, held.rows, strict=True):
            if at is None:
                what = "the point has no number for the x axis"
                problems.append(error(held.place(row), "chart-number", what, "fill the cell, or take the row out"))
                return None
        labels = chosen.labels
        named = () if labels is None else tuple(row.cells[labels] for row in held.rows)
        return replace(plot, categories=named, at=tuple(at for at in read.values if at is not None))
    return _spaced(plot, chosen, held, lang, problems) if plot.kind is Kind.LINE else plot


def _spaced(plot: Plot, chosen: _Chosen, held: Rows, lang: str, problems: list[Problem]) -> Plot:
    """A line with the places of its points, where they are numbers or dates that lie unevenly."""
    dated = dates.days(plot.categories)
    spots = dated or _spots(plot, chosen, held, lang)
    steps = [right - left for left, right in pairwise(spots)]
    if not steps:
        return plot
    if min(steps) <= 0:
        row = held.rows[next(n for n, step in enumerate(steps, 1) if step <= 0)]
        what = f"the {'dates' if dated else 'numbers'} of the x axis do not rise from row to row"
        problems.append(warning(held.place(row), "chart-order", what, "sort the rows"))
    elif dated and not dates.even(dated):
        known = dated[0] >= dates.FIRST
        return replace(plot, at=dated if known else dates.years(dated), dated=known)
    elif not dated and max(steps) > min(steps) * _UNEVEN:
        return replace(plot, at=spots)
    return plot


def _spots(plot: Plot, chosen: _Chosen, held: Rows, lang: str) -> tuple[float, ...]:
    """The numbers that a line stands over; nothing where they are names."""
    if not all(is_number(name) for name in plot.categories):
        return ()
    read = column(plot.x, _cells(held, chosen.names), held.mark, lang, [])
    spots = tuple(v for v in read.values if v is not None) if read else ()
    return spots if len(spots) == len(plot.categories) else ()


def _ordered(plot: Plot, told: Head, problems: list[Problem]) -> Plot:
    """``plot`` with its rows in the order that was asked for, by what they add up to."""
    if told.order is Order.GIVEN:
        return plot
    if plot.kind in (Kind.LINE, Kind.SCATTER):
        what = f"a {plot.kind} chart stands in the order of its x axis"
        problems.append(warning(told.places["order"], "chart-order", what, "take `order` out"))
        return plot
    sums = [sum(s.values[i] or 0.0 for s in plot.series) for i in range(len(plot.categories))]
    by = sorted(range(len(sums)), key=lambda i: sums[i], reverse=told.order is Order.DESCENDING)
    series = tuple(Series(s.name, tuple(s.values[i] for i in by)) for s in plot.series)
    return replace(plot, categories=tuple(plot.categories[i] for i in by), series=series)


def _turned(plot: Plot, told: Head, block: Block) -> Plot:
    """``plot`` with its bars across, where that is asked for, or their names are long."""
    if plot.kind not in (Kind.BAR, Kind.STACKED):
        return plot
    longest = max(len(name) for name in plot.categories)
    crowded = longest > _LONG or sum(len(name) + 1 for name in plot.categories) > _CROWDED
    across = crowded if told.horizontal is None else told.horizontal
    if "horizontal" in block.classes or "vertical" in block.classes:
        across = "horizontal" in block.classes
    return replace(plot, across=across)
