"""The body of a chart block, or the file that it names, as rows of cells that know their lines (RFC 4180)."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.files import Files, NotUtf8Error, inside
from pipeline.problems import Place, Problem, error
from pipeline.yamltree import did_you_mean

MOST_ROWS = 1_000
MOST_COLUMNS = 50
LARGEST = 1024 * 1024  # characters
MOST_TOLD = 8  # problems of one kind
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_MARKS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, stripped, and its line in ``Rows.path``."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A header and the rows below it, each with as many cells. ``mark`` is what divides cells in the source."""

    path: str
    header: Row
    rows: tuple[Row, ...]
    mark: str

    def place(self, row: Row) -> Place:
        """Where ``row`` stands."""
        return Place(self.path, row.line)


def from_file(name: str, folder: Path, files: Files, where: Place, problems: list[Problem]) -> tuple[str, str] | None:
    """The text of ``name`` below the essay's ``folder``, and its path as shown; None, with a problem, without one."""
    path = inside(folder, name)
    if path is None:
        hint = "it lies beside essay.md or in a folder below it"
        problems.append(error(where, "chart-data-missing", f"`{name}` leads out of the essay's folder", hint))
        return None
    if not files.note(path):
        problems.append(error(where, "chart-data-missing", f"there is no file `{name}`", _near(path)))
        return None
    if path.stat().st_size > LARGEST:
        problems.append(error(where, "chart-too-large", f"`{name}` is over {LARGEST // 2**20} MiB", _FEWER))
        return None
    try:
        text = files.text(path)
    except NotUtf8Error as fault:
        what, hint = f"`{name}` is not UTF-8", "save it as UTF-8: in Excel, “CSV UTF-8”"
        problems.append(error(Place(fault.path, fault.line), "not-utf-8", what, hint))
        return None
    return (text or "").removeprefix("\ufeff"), files.shown(path)


_FEWER = f"a chart shows at most {MOST_ROWS:,} rows: sum them up by month, by group"


def _near(path: Path) -> str | None:
    try:
        there = sorted(p.name for p in path.parent.iterdir() if p.suffix.lower() in (".csv", ".tsv", ".txt"))[:200]
    except OSError:
        return None
    return did_you_mean(path.name, tuple(there)) if there else None


def rows(text: str, path: str, line: int, problems: list[Problem]) -> Rows | None:
    """``text``, which begins at ``line`` of ``path``, as rows; None, with problems, where they are none."""
    if len(text) > LARGEST:
        problems.append(error(Place(path, line), "chart-too-large", f"over {LARGEST // 2**20} MiB of numbers", _FEWER))
        return None
    text = _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    first = next((one for one in text.split("\n") if one.strip()), "")
    mark = next((mark for mark in _MARKS if mark in first), ",")
    found = _read(text, mark, path, line, problems)
    if found is None:
        return None
    if not found or len(found) < 2:
        what = "the chart has no numbers" if not found else "the chart has a header and no row below it"
        hint = "below the head and a line `---`: a header, then rows; or `data: file.csv` in the head"
        problems.append(error(Place(path, found[0].line if found else line), "chart-no-numbers", what, hint))
        return None
    header, *body = found
    if len(header.cells) > MOST_COLUMNS:
        what = f"the rows have {len(header.cells)} columns; a chart reads at most {MOST_COLUMNS}"
        problems.append(error(Place(path, header.line), "chart-too-large", what, "keep those that it shows"))
        return None
    return Rows(path, header, tuple(body), mark) if _even(header, body, path, problems) else None


def _read(text: str, mark: str, path: str, line: int, problems: list[Problem]) -> list[Row] | None:
    found: list[Row] = []
    reader = csv.reader(text.split("\n"), delimiter=mark, skipinitialspace=True, strict=True)
    begun = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(line + begun - 1, tuple(cell.strip() for cell in cells)))
            begun = reader.line_num + 1
            if len(found) > MOST_ROWS + 1:
                what = f"the chart has over {MOST_ROWS:,} rows"
                problems.append(error(Place(path, found[-1].line), "chart-too-large", what, _FEWER))
                return None
    except csv.Error as fault:
        hint = 'a cell with a quotation mark in it is written "so ""quoted"" here"'
        problems.append(error(Place(path, line + begun - 1), "chart-csv", f"the row cannot be read: {fault}", hint))
        return None
    return found


def _even(header: Row, body: list[Row], path: str, problems: list[Problem]) -> bool:
    """Whether every row has as many cells as the header."""
    uneven = [row for row in body if len(row.cells) != len(header.cells)]
    for row in uneven[:MOST_TOLD]:
        what = f"the row has {_count(len(row.cells))} and the header {len(header.cells)}"
        hint = "a cell with a comma in it needs quotation marks; a missing number is an empty cell"
        problems.append(error(Place(path, row.line), "chart-ragged", what, hint))
    if len(uneven) > MOST_TOLD:
        what = f"{len(uneven) - MOST_TOLD} more rows have too many cells or too few"
        problems.append(error(Place(path, uneven[MOST_TOLD].line), "chart-ragged", what))
    return not uneven


def _count(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"
