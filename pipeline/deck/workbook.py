"""The workbook of a chart (SpreadsheetML, ECMA-376 Part 1, 18): what PowerPoint opens to edit its numbers.

Every cell is a number or a text, written as what it is: nothing an author wrote becomes a formula or a link.
"""

from __future__ import annotations

import io
from datetime import datetime

from pipeline.charts.dates import EPOCH
from pipeline.plots import Kind, Plot

SHEET = "Sheet1"
DAY = "yyyy-mm-dd"  # a date's number format (18.8.31)


def column(index: int) -> str:
    """The letters of the column ``index`` from 0 (18.3.1.13): at most 26 hold a chart's."""
    return chr(ord("A") + index)


def cells(index: int, rows: int) -> str:
    """The reference to ``rows`` cells of a column below its heading (18.17.2.3)."""
    return f"{SHEET}!${column(index)}$2:${column(index)}${rows + 1}"


def heading(index: int) -> str:
    """The reference to a column's heading."""
    return f"{SHEET}!${column(index)}$1"


def workbook(plot: Plot, format: str, moment: datetime) -> bytes:
    """``plot`` as ``.xlsx``: a row a category, a column a series, numbers in ``format``; a scatter's names last."""
    import xlsxwriter  # type: ignore[import-untyped]  # carries no types; late: most decks have no chart

    stream = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, safe)
    book.set_properties({"created": moment.replace(tzinfo=None)})
    number = book.add_format({"num_format": format})
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, len(plot.series) + 1, 16)
    day = book.add_format({"num_format": DAY})
    sheet.write_string(0, 0, plot.x)
    for row, name in enumerate(plot.at or plot.categories, 1):
        if isinstance(name, float) and plot.dated:
            sheet.write_number(row, 0, name - EPOCH, day)
        elif isinstance(name, float):
            sheet.write_number(row, 0, name)
        else:
            sheet.write_string(row, 0, name)
    for n, series in enumerate(plot.series, 1):
        sheet.write_string(0, n, series.name)
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, n, value, number)
    if plot.kind is Kind.SCATTER:
        for row, name in enumerate(plot.categories, 1):
            sheet.write_string(row, len(plot.series) + 1, name)
    book.close()
    return stream.getvalue()
