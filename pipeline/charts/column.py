"""A column of cells as numbers: the same decimal sign in all of them, found out from the column itself."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.charts.numbers import signs
from pipeline.charts.rows import MOST_TOLD
from pipeline.problems import Place, Problem, error, warning

LARGEST = 1e15  # beyond it neither a workbook nor a reader tells numbers apart
SMALLEST = 1e-4  # a column that reaches no further would show naught, or as many of them that nobody counts them
_MISSING = frozenset(("", "-", "–", "—", ".", "..", "...", "…", "n/a", "na", "n.a.", "null", "none"))
_GROUP = "[ \u00a0\u2009\u202f'’]"
_EXPONENT = r"(?:[eE][+-]?\d{1,4})?"
_SIGN = "[+\\-−]?"
_POINT = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{_GROUP}\d{{3}})+|\d+)?(?:\.\d+)?{_EXPONENT}")
_COMMA = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,3}}(?:{_GROUP}\d{{3}})+|\d+)?(?:,\d+)?{_EXPONENT}")
_UNCLEAR = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}[.,]\d{{3}}")
_DRESSED = re.compile(r"(?P<minus>[-−]?)\s*(?P<before>[$€£¥₹₩]?)\s*(?P<number>.*?)\s*(?P<after>[%‰$€£¥₹₩°]?)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and its place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Column:
    """The numbers of a column, None where a cell is empty; ``unit`` is the sign that stood at every number."""

    values: tuple[float | None, ...]
    unit: str = ""


def is_number(text: str) -> bool:
    """Whether ``text`` is a number in either way of writing it."""
    return bool(re.search(r"\d", text)) and bool(_POINT.fullmatch(text) or _COMMA.fullmatch(text))


def column(name: str, cells: Sequence[Cell], mark: str, lang: str, problems: list[Problem]) -> Column | None:
    """``cells`` as numbers; None, with a problem at each that is none.

    ``mark`` divides the cells of a row: where that is a comma, none can be a decimal sign without quotation marks.
    """
    taken = [_undressed(cell.text) for cell in cells]
    there = [(bare, cell) for (bare, _), cell in zip(taken, cells, strict=True) if bare is not None]
    texts = [bare for bare, _ in there]
    comma = _by_comma(texts, mark, lang)
    pattern = _COMMA if comma else _POINT
    wrong = [(bare, cell) for bare, cell in there if not (pattern.fullmatch(bare) and re.search(r"\d", bare))]
    for bare, cell in wrong[:MOST_TOLD]:
        problems.append(_no_number(name, bare, cell, comma=comma))
    if len(wrong) > MOST_TOLD:
        more = f"{len(wrong) - MOST_TOLD} more cells of the column “{_short(name)}” are no numbers"
        problems.append(error(wrong[MOST_TOLD][1].place, "chart-number", more))
    if wrong:
        return None
    values = tuple(None if bare is None else _value(bare, comma=comma) for bare, _ in taken)
    for value, cell in zip(values, cells, strict=True):
        if value is not None and not abs(value) <= LARGEST:
            what = f"`{_short(cell.text)}` is too large for a chart"
            problems.append(
                error(cell.place, "chart-number", what, "count in thousands or millions, and name the unit")
            )
            return None
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    if 0 < largest < SMALLEST:
        cell = next(cell for value, cell in zip(values, cells, strict=True) if value is not None)
        what = f"the numbers of the column “{_short(name)}” are too small for a chart: the largest is {largest:g}"
        problems.append(error(cell.place, "chart-number", what, "count in thousandths or millionths; name the unit"))
        return None
    unclear = next((cell for bare, cell in there if _UNCLEAR.fullmatch(bare)), None)
    if unclear and signs(lang)[0] == "," and all(_UNCLEAR.fullmatch(t) or t.isdigit() for t in texts):
        read = _value(_undressed(unclear.text)[0] or "0", comma=comma)
        what = f"`{unclear.text}` can be read in two ways; it is taken for {read:g}"
        hint = "write a number without a sign for thousands, or one more decimal"
        problems.append(warning(unclear.place, "chart-number-unclear", what, hint))
    dressed = {unit for bare, unit in taken if bare is not None}
    return Column(values, dressed.pop() if len(dressed) == 1 else "")


def _undressed(text: str) -> tuple[str | None, str]:
    """A cell without the sign of its unit, and that; None where nothing is given."""
    if text.strip().casefold() in _MISSING:
        return None, ""
    found = _DRESSED.fullmatch(text.strip())
    if found is None or (found["before"] and found["after"]):
        return text.strip(), ""
    return found["minus"] + found["number"], found["before"] or found["after"]


def _by_comma(texts: Sequence[str], mark: str, lang: str) -> bool:
    """Whether the column writes decimals with a comma: what all its cells can be, else as its language does."""
    point = sum(bool(_POINT.fullmatch(text)) for text in texts)
    comma = sum(bool(_COMMA.fullmatch(text)) for text in texts)
    if point != comma:
        return comma > point
    return mark != "," and signs(lang)[0] == ","


def _value(bare: str, *, comma: bool) -> float:
    plain = re.sub(_GROUP, "", bare).replace("−", "-")
    plain = plain.replace(".", "").replace(",", ".") if comma else plain.replace(",", "")
    value = float(plain)
    return value if math.isfinite(value) else math.copysign(math.inf, value)


def _no_number(name: str, bare: str, cell: Cell, *, comma: bool) -> Problem:
    what = f"`{_short(cell.text)}` in the column “{_short(name)}” is no number"
    if bare.startswith("=") or cell.text.startswith(("=", "@")):
        return error(cell.place, "chart-number", f"{what}: a formula is not worked out", "write its result")
    if is_number(bare):
        other, used = ("a point", "a comma") if comma else ("a comma", "a point")
        hint = f"this column writes its decimals with {used}; this cell with {other}"
        return error(cell.place, "chart-number", what, hint)
    return error(cell.place, "chart-number", what, "leave the cell empty where there is none")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
