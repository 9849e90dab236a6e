"""Tables: rows of equally many cells."""

from __future__ import annotations

from dataclasses import replace

from markdown_it.rules_block.table import escapedSplit

from pipeline.document import Align, Attributes, Inlines, Table, Text
from pipeline.source.figures import credited
from pipeline.source.inlines import InlineReader
from pipeline.source.reading import Reading
from pipeline.source.tree import Node

_ALIGN = {"text-align:left": Align.START, "text-align:center": Align.CENTER, "text-align:right": Align.END}


def table(node: Node, ref: str, line: int, inlines: InlineReader, reading: Reading) -> Table:
    """The table of ``node``."""
    head = node.below[0].below[0]
    body = node.below[1].below if len(node.below) > 1 else []
    align = tuple(_ALIGN.get(str(cell.token.attrs.get("style", ""))) for cell in head.below)
    header = _cells(head, line, inlines)
    rows = tuple(_cells(row, row.line(line), inlines) for row in body)
    for row in body:
        _whole(row.line(line), len(header), reading)
    return Table(ref, line, header, rows, align)


def captioned(table: Table, caption: Inlines, attributes: Attributes, reading: Reading) -> Table:
    """``table`` with its attributes and its caption, which ends with whose the table is."""
    if attributes.get("width") is not None:
        told = "`width` has no effect on a table, which is as wide as its words ask"
        reading.advise(table.line, "attributes-unused", told)
    credit = credited(attributes.get("credit"), reading, table.line)
    between: Inlines = (Text(" · "),) if caption and credit else ()
    return replace(table, caption=(*caption, *between, *credit), attributes=attributes)


def _cells(row: Node, line: int, inlines: InlineReader) -> tuple[Inlines, ...]:
    return tuple(inlines.read(cell.inline, row.line(line)) for cell in row.below)


def _whole(line: int, columns: int, reading: Reading) -> None:
    """A row with more cells than the header has would lose them (GFM 4.10: "the excess is ignored")."""
    cells = escapedSplit(reading.lines[line - 1].strip().lstrip("> \t").removeprefix("|"))
    if len(cells) > columns and not cells[-1].strip():
        cells.pop()
    excess = [cell.strip() for cell in cells[columns:] if cell.strip()]
    if excess:
        what = f"the row has {len(cells)} cells and the header {columns}: `{excess[0]}` would be lost"
        reading.error(line, "table-cells-lost", what, "add a column to the header, or write \\| for a bar in a cell")
