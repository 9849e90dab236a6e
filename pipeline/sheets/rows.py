"""From a data file's text to rows of cells: what divides them, quoted cells, the lines that they begin in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.sheets.sheet import Row, Wrong

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", ",": ",", ";": ";", "\\t": "\t", "|": "|"}
_TRIED = (",", ";", "\t", "|")
_SAMPLE = 50  # rows by which the delimiter is told
LONGEST = 20_000  # characters of a cell: more than a page of the handout


def split(text: str, delimiter: str | None, *, tabbed: bool) -> Iterator[Row]:
    """The rows of ``text`` that hold something. ``tabbed`` says that the file's name promises tabs.

    Raises :class:`Wrong` at a row that cannot be read.
    """
    begins = 1
    if text[:4].lower() == "sep=" and "\n" in text:  # a line by which Excel is told
        told, _, text = text.partition("\n")
        delimiter = delimiter or told[4:5] or None
        begins = 2
    return _rows(text, delimiter or _sniffed(text, tabbed=tabbed), begins)


def _sniffed(text: str, *, tabbed: bool) -> str:
    """The sign at which most of the first rows fall into as many cells as the first one, and that into most."""

    def merit(delimiter: str) -> tuple[float, int]:
        try:
            sample = [len(row.cells) for row in islice(_rows(text, delimiter, 1), _SAMPLE)]
        except Wrong:
            return (0.0, 0)
        if not sample or sample[0] < 2:
            return (0.0, 0)
        return (sum(count == sample[0] for count in sample) / len(sample), sample[0])

    order = ("\t", *_TRIED) if tabbed else _TRIED
    return max(order, key=lambda delimiter: (merit(delimiter), -order.index(delimiter)))


def _rows(text: str, delimiter: str, begins: int) -> Iterator[Row]:
    csv.field_size_limit(LONGEST * 8)
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, skipinitialspace=True, strict=True)
    at = 0
    while True:
        line = begins + at
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise _unread(fault, line) from fault
        at = reader.line_num
        held = tuple(cell.strip() for cell in cells)
        if any(held):
            long = next((cell for cell in held if len(cell) > LONGEST), None)
            if long:
                what = f"a cell of {len(long):,} characters; at most {LONGEST:,} fit a page"
                raise Wrong("csv-cell", line, what, "is a quotation mark missing?")
            yield Row(line, held)


def _unread(fault: csv.Error, line: int) -> Wrong:
    said = str(fault)
    if "unexpected end" in said:
        return Wrong("csv-quote", line, "a quotation mark opens here and is never closed", _QUOTES)
    if "field larger" in said:
        return Wrong("csv-cell", line, f"a cell of over {LONGEST * 8:,} characters", "is a quotation mark missing?")
    return Wrong("csv-quote", line, f"the row cannot be read: {said}", _QUOTES)


_QUOTES = 'a cell with a quotation mark in it is written "so ""quoted"" here"'


def trimmed(cells: Sequence[str], columns: int) -> tuple[str, ...]:
    """``cells`` without empty ones past ``columns``: some programs end each row with delimiters."""
    end = len(cells)
    while end > columns and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])
