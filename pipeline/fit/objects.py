"""What a slide shows by reference, looked up in the essay; tables and pictures set."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup

from pipeline.document import Block, DivKind, Essay, Footnote, Inlines, List, Table
from pipeline.fit.lines import Measured, broken, measured
from pipeline.fit.parts import even
from pipeline.fit.prose import Prose
from pipeline.fit.text import Setter, sizes
from pipeline.fitted import TableBox, TextParagraph
from pipeline.fonts import Style
from pipeline.layouts import PITCH, RESERVE, Family, Placeholder
from pipeline.markup import Html
from pipeline.prose import every_block, plain
from pipeline.units import Box, Length
from pipeline.words import words

_AIR = 2.5  # ems: what a column gets at the most beyond its widest cell


@dataclass(frozen=True, slots=True)
class Nodes:
    """The essay's nodes by their ``ref``: blocks, and the lines of blocks, items and definitions."""

    blocks: dict[str, Block]
    lines: dict[str, int]


def nodes(essay: Essay) -> Nodes:
    """All that has a ``ref`` in ``essay``."""
    blocks: dict[str, Block] = {}
    lines: dict[str, int] = {}
    for section in essay.sections:
        lines[section.ref] = section.line
        if section.heading:
            lines[section.heading.ref] = section.heading.line
    if essay.cover:
        blocks[essay.cover.ref] = essay.cover
        lines[essay.cover.ref] = essay.cover.line
    texts = [s.blocks for s in essay.sections] + [f.blocks for f in essay.footnotes]
    for block in (b for text in texts for b in every_block(text)):
        blocks[block.ref] = block
        lines[block.ref] = block.line
        if isinstance(block, List):
            lines.update((item.ref, item.line) for item in block.items)
    return Nodes(blocks, lines)


# --- Tables ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text measured: ``widest`` and ``narrowest`` are what it takes on one line and at the least, in ems.

    ``pitch`` is a line's height, in ems too: in a table LibreOffice takes the faces' own.
    """

    text: Measured
    widest: float
    narrowest: float
    pitch: float


def _no_picture(_: str) -> None:
    """A cell shows a picture's alt text."""


def _no_mark(_: Footnote) -> Markup:
    """A cell on a slide has no footnotes: they stand in the notes."""
    return Markup("")


class Tables:
    """Sets the essay's tables."""

    def __init__(self, essay: Essay, setter: Setter, prose: Prose) -> None:
        shows = frozenset((DivKind.DECK,))
        notes = {footnote.label: footnote for footnote in essay.footnotes}
        self.html = Html(essay.meta, notes, shows, _no_picture, _no_mark)
        self.essay = essay
        self.setter = setter
        self.prose = prose

    def table(self, node: Table, slot: str, box: Box, placeholder: Placeholder) -> list[TableBox] | None:
        """``node`` over as few slides as hold it, its header on each; None where one row is taller than a slide."""
        rows = [[self._cell(cell, header=i == 0) for cell in row] for i, row in enumerate((node.header, *node.rows))]
        best: list[TableBox] | None = None
        for size in sizes(placeholder):
            if size != placeholder.minimum and sum(self._needs(rows, size)) > box.width:
                continue  # words would be cut
            columns = self._columns(rows, size, box.width)
            made = self._set(node, slot, box, rows, size=size, columns=columns)
            if made and (best is None or len(made) < len(best)):
                best = made
            if best and len(best) == 1:
                break
        return best

    def cuts(self, node: Table, width: Length, placeholder: Placeholder) -> bool:
        """Whether some word of ``node`` is wider than its column at the smallest size, and so is cut."""
        rows = [[self._cell(cell, header=i == 0) for cell in row] for i, row in enumerate((node.header, *node.rows))]
        return sum(self._needs(rows, placeholder.minimum)) > width

    def _needs(self, rows: list[list[_Cell]], size: Length) -> list[float]:
        """The least width of each column: its widest word and the cell's padding."""
        across = TableBox("", "", _NOWHERE, size, (), (), (), (), "").padding[0] * 2
        return [max(c.narrowest for c in column) * size * 1.02 + across for column in zip(*rows, strict=True)]

    def _cell(self, inlines: Inlines, *, header: bool) -> _Cell:
        from lxml import etree

        element = etree.HTML(f"<p>{self.html.inlines(inlines)}</p>")
        paragraphs = self.prose.blocks(element)
        one = paragraphs[0] if paragraphs else TextParagraph(())
        if header:
            one = replace(one, runs=tuple(replace(run, bold=True) for run in one.runs))
        family = self.setter.families[Family.BODY]
        text = measured(one, family, self.setter.measure)
        widest = sum(word.width + word.blank for word in text.words)
        narrowest = max((word.width for word in text.words), default=0.0)
        styles = ((run.text, Style("mono" if run.mono else family, run.bold, run.italic)) for run in one.runs)
        own = max((self.setter.measure.pitch(*style) for style in styles), default=0.0)
        return _Cell(text, widest, narrowest, max(PITCH * RESERVE, own))

    def _columns(self, rows: list[list[_Cell]], size: Length, width: Length) -> tuple[Length, ...]:
        """Column widths by content: what all would like, else what they need and a share of the rest."""
        across = TableBox("", "", _NOWHERE, size, (), (), (), (), "").padding[0] * 2
        columns = list(zip(*rows, strict=True))
        likes = [max(c.widest for c in column) * size * 1.02 + across for column in columns]
        needs = self._needs(rows, size)
        if sum(likes) <= width:
            spare = min((width - sum(likes)) / len(likes), _AIR * size)
            return _whole([like + spare for like in likes], Length(int(sum(likes) + spare * len(likes))))
        if sum(needs) >= width:
            return _whole([need * width / sum(needs) for need in needs], width)
        share = (width - sum(needs)) / sum(like - need for like, need in zip(likes, needs, strict=True))
        return _whole([need + (like - need) * share for like, need in zip(likes, needs, strict=True)], width)

    def _set(
        self, node: Table, slot: str, box: Box, rows: list[list[_Cell]], *, size: Length, columns: tuple[Length, ...]
    ) -> list[TableBox] | None:
        across, down = TableBox("", "", _NOWHERE, size, (), (), (), (), "").padding
        texts: list[tuple[TextParagraph, ...]] = []
        heights: list[Length] = []
        for row in rows:
            cells = []
            tall = 0.0
            for cell, column in zip(row, columns, strict=True):
                room = max(column - 2 * across, size // 2)
                cut = broken(cell.text, room / size, self.setter.measure)
                cells.append(replace(cell.text.paragraph, lines=cut))
                tall = max(tall, len(cut) * cell.pitch)
            texts.append(tuple(cells))
            heights.append(Length(math.ceil(tall * size) + 2 * down))
        room = box.height - heights[0]
        body = list(range(1, len(rows)))
        if any(heights[i] > room for i in body) or room < 0:
            return None
        groups = even(body, room, lambda group: sum(heights[i] for i in group)) if body else [()]
        about = self._described(node)
        align = tuple((a.value if a else "start") for a in node.align)
        made = []
        for group in groups:
            shown = (0, *group)
            tall = Length(sum(heights[i] for i in shown))
            made.append(
                TableBox(
                    slot,
                    node.ref,
                    replace(box, width=Length(sum(columns)), height=tall),
                    size,
                    columns,
                    tuple(heights[i] for i in shown),
                    tuple(texts[i] for i in shown),
                    align,
                    about,
                    round(tall / box.height, 3),
                )
            )
        return made

    def _described(self, node: Table) -> str:
        """What the table holds, for who does not see it."""
        meta = self.essay.meta
        heads = ", ".join(filter(None, (plain(cell, meta) for cell in node.header)))
        about = f": {plain(node.caption, meta)}" if node.caption else ""
        return f"{words(meta.lang).table}{about} ({heads}; {len(node.rows)} × {len(node.header)})"


_NOWHERE = Box(Length(0), Length(0), Length(0), Length(0))


def _whole(widths: list[float], total: Length) -> tuple[Length, ...]:
    """``widths`` in whole EMU that add up to ``total``."""
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    scaled = [Length(round(edge)) for edge in edges[:-1]] + [total]
    return tuple(Length(right - left) for left, right in pairwise(scaled))
