"""A data file read: decoded, divided into rows, the columns and rows chosen that were asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.listings.chosen import RangeError, ranges, told
from pipeline.problems import Severity
from pipeline.sheets.decoding import decoded
from pipeline.sheets.rows import DELIMITERS, split, trimmed
from pipeline.sheets.sheet import Fault, Row, Sheet, Wrong
from pipeline.yamltree import did_you_mean

LARGEST = 32 * 1024 * 1024  # bytes
MOST_ROWS = 1_000
MOST_COLUMNS = 24
_MOST_TOLD = 5
_QUOTED = "a cell that holds the delimiter stands in quotation marks; a column without a name is none"

_NUMBER = re.compile(
    r"[+\-−–±]?\s?[€$£¥₹]?\s?(?:(?:0|[1-9]\d*|[1-9]\d{0,2}(?:[.,'’\u00a0\u202f ]\d{3})+)(?:[.,]\d+)?|[.,]\d+)"
    r"(?:[eE][+\-−]?\d+)?\s?(?:%|‰|[€$£¥₹])?"
)
_NOTHING = frozenset(("", "-", "–", "—", "n/a", "na", "nan", "null", "…", "...", "."))


@dataclass(frozen=True, slots=True)
class Ask:
    """What the essay says of the file: every field as it is written, None where nothing is.

    ``header`` names the columns of a file that has no header of its own. ``tabbed`` says that it is called ``.tsv``.
    """

    columns: str | None = None
    rows: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header: str | None = None
    tabbed: bool = False


def read(data: bytes, ask: Ask) -> tuple[Sheet | None, tuple[Fault, ...]]:
    """The table in ``data``, and what is wrong with it; None where an error keeps it from being one."""
    faults: list[Fault] = []
    try:
        sheet = _read(data, ask, faults)
    except Wrong as wrong:
        return None, (*faults, wrong.fault)
    return (None if any(f.severity is Severity.ERROR for f in faults) else sheet), tuple(faults)


def _read(data: bytes, ask: Ask, faults: list[Fault]) -> Sheet:
    if len(data) > LARGEST:
        what = f"it has {len(data) / 2**20:.0f} MiB; at most {LARGEST / 2**20:.0f} can be read"
        raise Wrong("csv-too-large", None, what, "keep the rows that the essay speaks of")
    delimiter = DELIMITERS.get(ask.delimiter.lower()) if ask.delimiter else None
    if ask.delimiter and delimiter is None:
        what = f"`{ask.delimiter}` divides no cells"
        raise Wrong("csv-delimiter", None, what, "write delimiter=comma, semicolon, tab or pipe")
    found = list(split(decoded(data, ask.encoding, faults), delimiter, tabbed=ask.tabbed))
    if not found:
        raise Wrong("csv-empty", None, "it is empty", "the first row names the columns; each row below it is one")
    if ask.header is not None:
        header = tuple(name.strip() for name in ask.header.split(","))
        body = found
    else:
        header, body = found[0].cells, found[1:]
        header = trimmed(header, 1)
    if not body:
        raise Wrong("csv-empty", found[0].line, "it has a header and no row below it", "has it been saved whole?")
    columns = _columns(header, ask.columns)
    body = _rows(body, ask.rows)
    if len(columns) > MOST_COLUMNS:
        what = f"it has {len(columns)} columns; up to {MOST_COLUMNS} can be read on paper and on a slide"
        raise Wrong("csv-too-wide", found[0].line, what, f'choose some: {{columns="{_some(header)}"}}')
    if len(body) > MOST_ROWS:
        what = f"it has {len(body):,} rows; up to {MOST_ROWS:,} become a table"
        raise Wrong("csv-too-long", body[MOST_ROWS].line, what, 'choose some: {rows="1-20"}')
    cells = _even(body, len(header), faults, "name each column in `header`" if ask.header is not None else _QUOTED)
    rows = tuple(tuple(row[column] for column in columns) for row in cells)
    numeric = tuple(_numeric(row[n] for row in rows) for n in range(len(columns)))
    return Sheet(tuple(header[column] for column in columns), rows, numeric)


def _some(header: tuple[str, ...]) -> str:
    plain = [name for name in header if name and "," not in name and len(name) < 30]
    return ", ".join(plain[:3]) or "1-3"


def _columns(header: tuple[str, ...], asked: str | None) -> tuple[int, ...]:
    """The indices of the columns asked for, by name, else by number, in the order that is asked for."""
    if asked is None:
        return tuple(range(len(header)))
    by_name = {name.casefold(): n for n, name in reversed(list(enumerate(header)))}
    found: list[int] = []
    for part in (one.strip() for one in asked.split(",")):
        if part.casefold() in by_name:
            found.append(by_name[part.casefold()])
            continue
        try:
            found += [number - 1 for number in told(ranges(part, len(header), "columns"))]
        except RangeError as fault:
            hint = did_you_mean(part, tuple(filter(None, header))) if any(header) else str(fault)
            raise Wrong("csv-columns", None, f"there is no column `{part}`", hint) from fault
    return tuple(found)


def _rows(body: list[Row], asked: str | None) -> list[Row]:
    """The rows asked for, counted from 1 below the header."""
    if asked is None:
        return body
    try:
        return [body[number - 1] for number in told(ranges(asked, len(body), "rows"))]
    except RangeError as fault:
        raise Wrong("csv-rows", None, str(fault), 'rows are counted below the header: rows="1-20"') from fault


def _even(body: list[Row], columns: int, faults: list[Fault], hint: str) -> list[tuple[str, ...]]:
    """Rows of ``columns`` cells: what lacks some is filled, what has too many is an error; both are told."""
    made: list[tuple[str, ...]] = []
    uneven: list[tuple[Row, int]] = []
    for row in body:
        cells = trimmed(row.cells, columns)
        if len(cells) != columns:
            uneven.append((row, len(cells)))
        made.append((*cells[:columns], *[""] * (columns - len(cells))))
    for severity, held in (
        (Severity.ERROR, [(row, count) for row, count in uneven if count > columns]),
        (Severity.WARNING, [(row, count) for row, count in uneven if count < columns]),
    ):
        ends = "some would be lost" if severity is Severity.ERROR else "those that lack are empty"
        for row, count in held[:_MOST_TOLD]:
            what = f"the row has {count} cell{'' if count == 1 else 's'} and the header {columns}: {ends}"
            faults.append(Fault(severity, "csv-ragged", row.line, what, hint))
        if len(held) > _MOST_TOLD:
            more = held[_MOST_TOLD:]
            what = f"{len(more):,} more rows like it, up to line {more[-1][0].line}"
            faults.append(Fault(severity, "csv-ragged", more[0][0].line, what))
    return made


def _numeric(cells: Iterable[str]) -> bool:
    """Whether ``cells`` are numbers, or nothing."""
    held = [cell for cell in cells if cell.casefold() not in _NOTHING]
    return bool(held) and all(_NUMBER.fullmatch(cell) for cell in held)
