"""Tables on slides: columns as wide as their words, rows over as few slides as hold them, the header on each.

What is too wide at the smallest size is divided between columns, the first column, which names the rows, on each slide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup

from pipeline.document import DivKind, Essay, Footnote, Inlines, Table, Text
from pipeline.fit.lines import Measured, broken, measured
from pipeline.fit.parts import even
from pipeline.fit.prose import Prose, paragraph
from pipeline.fit.text import Setter, sizes
from pipeline.fitted import TableBox, TextParagraph
from pipeline.fonts import Style
from pipeline.layouts import PITCH, RESERVE, Family, Placeholder
from pipeline.markup import Html
from pipeline.prose import plain
from pipeline.units import Box, Length
from pipeline.words import words

_AIR = 2.5  # ems: what a column gets at the most beyond its widest cell
_SHORT = 6.0  # ems: cells no wider than that stay on one line, where the others leave them the room
_KEPT = 0.6  # of the table's width: what such columns and the least of the others may take for that
_NOWHERE = Box(Length(0), Length(0), Length(0), Length(0))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text measured: ``widest`` and ``narrowest`` are what it takes on one line and at the least, in ems.

    ``pitch`` is a line's height, in ems too: in a table LibreOffice takes the faces' own.
    """

    text: Measured
    widest: float
    narrowest: float
    pitch: float


Grid = list[list[_Cell]]


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table set over slides: whether words were cut at the smallest size, over how many groups of columns it goes.

    ``boxes`` are None where one row is taller than a slide.
    """

    boxes: list[TableBox] | None
    cut: bool = False
    groups: int = 1


def _no_picture(_: str) -> None:
    """A cell shows a picture's alt text."""


def _no_mark(_: Footnote) -> Markup:
    """A cell on a slide has no footnotes: they stand in the notes."""
    return Markup("")


def _padding(size: Length) -> tuple[Length, Length]:
    """What is free in a cell across and down, on each side."""
    return TableBox("", "", _NOWHERE, size, (), (), (), (), "").padding


class Tables:
    """Sets the essay's tables."""

    def __init__(self, essay: Essay, setter: Setter, prose: Prose) -> None:
        shows = frozenset((DivKind.DECK,))
        notes = {footnote.label: footnote for footnote in essay.footnotes}
        self.html = Html(essay.meta, notes, shows, _no_picture, _no_mark)
        self.essay = essay
        self.setter = setter
        self.prose = prose

    def table(self, node: Table, box: Box, placeholder: Placeholder) -> SetTable:
        """``node`` over as few slides as hold it, its header on each."""
        grid = [[self._cell(cell, header=i == 0) for cell in row] for i, row in enumerate((node.header, *node.rows))]
        like = TableBox(placeholder.slot, node.ref, box, placeholder.minimum, (), (), (), (), "")
        whole = tuple(range(len(node.header)))
        groups = _groups(grid, placeholder.minimum, box.width)
        if len(groups) > 1:
            fewest = len(groups)
            size = next(s for s in sizes(placeholder) if len(_groups(grid, s, box.width)) == fewest)
            groups = _evened(_groups(grid, size, box.width), grid, size, box.width)
            place = replace(placeholder, size=size)
        else:
            groups, place = [whole], placeholder
        made = self._grouped(like, node, groups, grid, place)
        if made is None:
            return SetTable(None)
        if len({box.size for box in made}) > 1:  # parts of one table are set alike
            smallest = min(box.size for box in made)
            made = self._grouped(like, node, groups, grid, replace(place, size=smallest)) or made
        needs = _needs(grid, placeholder.minimum)
        cut = any(sum(needs[column] for column in group) > box.width for group in groups)
        return SetTable(made, cut and made[0].size == placeholder.minimum, len(groups))

    def _grouped(
        self, like: TableBox, node: Table, groups: Sequence[Sequence[int]], grid: Grid, place: Placeholder
    ) -> list[TableBox] | None:
        """Every group of columns, one after the other, each with all its rows."""
        made: list[TableBox] = []
        for group in groups:
            part = [[row[column] for column in group] for row in grid]
            boxes = self._sized(replace(like, description=self._described(node, group)), node, group, part, place)
            if boxes is None:
                return None
            made += boxes
        return made

    def _sized(
        self, like: TableBox, node: Table, group: Sequence[int], grid: Grid, place: Placeholder
    ) -> list[TableBox] | None:
        """The columns of ``group`` in the largest size at which no word is cut, and which takes the fewest slides."""
        align = tuple((a.value if (a := node.align[column]) else "start") for column in group)
        best: list[TableBox] | None = None
        for size in sizes(place):
            if size != place.minimum and sum(_needs(grid, size)) > like.box.width:
                continue  # words would be cut
            made = self._set(replace(like, size=size, align=align, columns=_columns(grid, size, like.box.width)), grid)
            if made and (best is None or len(made) < len(best)):
                best = made
            if best and len(best) == 1:
                break
        return best

    def _cell(self, inlines: Inlines, *, header: bool) -> _Cell:
        one = self._paragraph(inlines)
        if header:
            one = replace(one, runs=tuple(replace(run, bold=True) for run in one.runs))
        family = self.setter.families[Family.BODY]
        text = measured(one, family, self.setter.measure)
        widest = sum(word.width + word.blank for word in text.words)
        narrowest = max((word.width for word in text.words), default=0.0)
        styles = ((run.text, Style("mono" if run.mono else family, run.bold, run.italic)) for run in one.runs)
        own = max((self.setter.measure.pitch(*style) for style in styles), default=0.0)
        return _Cell(text, widest, narrowest, max(PITCH * RESERVE, own))

    def _paragraph(self, inlines: Inlines) -> TextParagraph:
        if len(inlines) == 1 and isinstance(inlines[0], Text):  # most cells: nothing to read
            said = " ".join(inlines[0].text.split())
            return paragraph((replace(self.prose.plain, text=said),))
        from lxml import etree

        element = etree.HTML(f"<p>{self.html.inlines(inlines)}</p>")
        return next(iter(self.prose.blocks(element)), TextParagraph(()))

    def _set(self, like: TableBox, grid: Grid) -> list[TableBox] | None:
        """``grid`` in the size and columns of ``like``; None where one row is taller than its box."""
        across, down = like.padding
        texts: list[tuple[TextParagraph, ...]] = []
        heights: list[Length] = []
        for row in grid:
            cells = []
            tall = 0.0
            for cell, column in zip(row, like.columns, strict=True):
                room = max(column - 2 * across, like.size // 2)
                cut = broken(cell.text, room / like.size, self.setter.measure)
                cells.append(replace(cell.text.paragraph, lines=cut))
                tall = max(tall, len(cut) * cell.pitch)
            texts.append(tuple(cells))
            heights.append(Length(math.ceil(tall * like.size) + 2 * down))
        room = like.box.height - heights[0]
        body = list(range(1, len(grid)))
        if any(heights[i] > room for i in body) or room < 0:
            return None
        groups = even(body, room, lambda group: sum(heights[i] for i in group)) if body else [()]
        width = Length(sum(like.columns))
        made = []
        for group in groups:
            shown = (0, *group)
            tall = Length(sum(heights[i] for i in shown))
            held, rows = tuple(heights[i] for i in shown), tuple(texts[i] for i in shown)
            box = replace(like.box, width=width, height=tall)
            made.append(replace(like, box=box, heights=held, rows=rows, fill=round(tall / like.box.height, 3)))
        return made

    def _described(self, node: Table, group: Sequence[int]) -> str:
        """What the table holds, for who does not see it."""
        meta = self.essay.meta
        heads = ", ".join(filter(None, (plain(node.header[column], meta) for column in group)))
        about = f": {plain(node.caption, meta)}" if node.caption else ""
        return f"{words(meta.lang).table}{about} ({heads}; {len(node.rows)} × {len(group)})"


# --- Columns -----------------------------------------------------------------------------------


def _needs(grid: Grid, size: Length) -> list[float]:
    """The least width of each column: its widest word and the cell's padding."""
    across = _padding(size)[0] * 2
    return [max(c.narrowest for c in column) * size * 1.02 + across for column in zip(*grid, strict=True)]


def _columns(grid: Grid, size: Length, width: Length) -> tuple[Length, ...]:
    """Column widths by content: what all would like, else what they need and a share of the rest."""
    across = _padding(size)[0] * 2
    columns = list(zip(*grid, strict=True))
    likes = [max(c.widest for c in column) * size * 1.02 + across for column in columns]
    needs = _needs(grid, size)
    if sum(likes) <= width:
        spare = min((width - sum(likes)) / len(likes), _AIR * size)
        return _whole([like + spare for like in likes], Length(int(sum(likes) + spare * len(likes))))
    if sum(needs) >= width:
        return _whole([need * width / sum(needs) for need in needs], width)
    kept = [max(need, like if like <= _SHORT * size + across else 0.0) for need, like in zip(needs, likes, strict=True)]
    needs = kept if sum(kept) <= _KEPT * width else needs
    share = (width - sum(needs)) / sum(like - need for like, need in zip(likes, needs, strict=True))
    return _whole([need + (like - need) * share for like, need in zip(likes, needs, strict=True)], width)


def _groups(grid: Grid, size: Length, width: float) -> list[tuple[int, ...]]:
    """The columns in as few groups as hold each without cutting a word, the first column in every one."""
    first, *others = _needs(grid, size)
    found: list[list[int]] = [[]]
    taken = first
    for column, need in enumerate(others, 1):
        if found[-1] and taken + need > width:
            found.append([])
            taken = first
        found[-1].append(column)
        taken += need
    return [(0, *group) for group in found]


def _evened(groups: list[tuple[int, ...]], grid: Grid, size: Length, width: Length) -> list[tuple[int, ...]]:
    """As many groups as ``groups``, as equally wide as they get."""
    low, high = 0.0, float(width)
    for _ in range(12):
        middle = (low + high) / 2
        tried = _groups(grid, size, middle)
        if len(tried) <= len(groups):
            high, groups = middle, tried
        else:
            low = middle
    return groups


def _whole(widths: list[float], total: Length) -> tuple[Length, ...]:
    """``widths`` in whole EMU that add up to ``total``."""
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    scaled = [Length(round(edge)) for edge in edges[:-1]] + [total]
    return tuple(Length(right - left) for left, right in pairwise(scaled))
