"""``![caption](data.csv)``: a data file beside the essay as a table."""

from __future__ import annotations

from pipeline.document import Align, Attributes, Inline, Inlines, LineBreak, Table, Text
from pipeline.problems import Place, Problem
from pipeline.source.figures import DATA as SUFFIXES
from pipeline.source.figures import beside
from pipeline.source.reading import DATA, Reading


def is_data(src: str) -> bool:
    """Whether ``src`` names a data file, by its suffix."""
    return src.lower().endswith(SUFFIXES)


def table(ref: str, src: str, attributes: Attributes, reading: Reading, at: tuple[int, int | None]) -> Table | None:
    """The table in the file ``src``, which is named ``at`` a line and column; None, and why is told, where it is none.

    Each fault stands at the line that names the file, and names the file's own line.
    """
    from pipeline.sheets import LARGEST, Ask, read  # most essays name no data file

    line, column = at
    found = beside(src, reading, line, column, "data")
    if found is None:
        return None
    name, path = found
    try:
        size = path.stat().st_size
        data = reading.files.bytes(path) if size <= LARGEST else None
    except OSError as closed:
        reading.error(line, "figure-unreadable", f"the table `{name}` cannot be read: {closed.strerror}", None, column)
        return None
    if data is None:
        what = f"`{name}` has {size / 2**20:.0f} MiB; at most {LARGEST / 2**20:.0f} can be read"
        reading.error(line, "csv-too-large", what, "keep the rows that the essay speaks of", column)
        return None
    asked = {key: attributes.get(key) for key in DATA}
    sheet, faults = read(data, Ask(**asked, tabbed=name.lower().endswith(".tsv")))
    for fault in faults:
        where = f"`{name}`, line {fault.line}" if fault.line else f"`{name}`"
        place = Place(reading.path, line, column)
        reading.problems.append(Problem(place, fault.severity, fault.code, f"{where}: {fault.message}", fault.hint))
    if sheet is None:
        return None
    header = tuple(_cell(cell, reading) for cell in sheet.header)
    rows = tuple(tuple(_cell(cell, reading) for cell in row) for row in sheet.rows)
    return Table(ref, line, header, rows, tuple(Align.END if numeric else None for numeric in sheet.numeric))


def _cell(text: str, reading: Reading) -> Inlines:
    """A cell as it stands in the file: its lines, and no markup."""
    found: list[Inline] = []
    for n, part in enumerate(reading.clean(text).split("\n")):
        found += [LineBreak()] if n else []
        found += [Text(part)] if part else []
    return tuple(found)
