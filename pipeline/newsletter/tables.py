"""A table as the mail's template knows it: its cells, and on which screens each row stands as a list of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from pipeline.document import Align, Inlines, Table
from pipeline.meta import Meta
from pipeline.prose import few_signs, plain, unbroken

PHONE = 312  # CSS pixels of text on a screen of 360 that knows no media queries
TABLET = 416  # on the smallest that head.css takes for none of a phone
SMALLEST = 12  # CSS pixels of letters (mail.css, .dense)
GAP = 10  # CSS pixels between two columns
# Ems that a letter of Arial's bold face takes at the most: what mail programs have is as wide or narrower.
_EMS = (
    (0.28, " ,./\\:;Iijl|'"),
    (0.34, "!-()[]ft"),
    (0.39, "r*{}"),
    (0.56, '0123456789aceksvxyz$#_"£€'),
    (0.62, "bdghnopquFJLTZ?+<=>~^"),
    (0.73, "ABCDEHKNPRSUVXY&"),
    (0.84, "GMOQw"),
    (0.98, "mW%@"),
)
_LETTERS = {letter: ems for ems, letters in _EMS for letter in letters}
_OTHER, _SQUARE = 0.73, 1.0  # letters of other scripts; those of Chinese, Japanese and Korean


def view(
    table: Table, html: Callable[[Inlines], Markup], meta: Meta, *, room: int, size: float
) -> Mapping[str, object]:
    """``table`` in a text ``room`` CSS pixels wide, its letters ``size`` pixels high.

    It is ``wide`` where a phone shows its rows as lists of labelled cells, ``broad`` where a tablet does too, and
    ``listed`` where every screen does. It is ``dense`` where it has room in smaller letters only.
    """
    columns = [[plain(cell, meta) for cell in column] for column in zip(table.header, *table.rows, strict=True)]
    short = [few_signs(column) for column in columns]
    sides = tuple((table.align[n] if n < len(table.align) else None) or Align.START for n in range(len(columns)))
    apart = (False, *(left is Align.END and right is not Align.END for left, right in pairwise(sides)))
    needed, least = (needs(columns, letters) + GAP * sum(apart) for letters in (size, SMALLEST))
    listed = least > room and bool(table.rows)
    # Labels are said before each cell on a small screen: a link or a mark stands in the header alone, or
    # where that is not shown in the labels of the first row, to which a note leads back.
    labels = [" ".join(plain(cell, meta).split()) for cell in table.header]

    # Words keep clear of the digits before them.
    looks = [
        f"{side.value}{' short' * kept}{' apart' * clear}"
        for side, kept, clear in zip(sides, short, apart, strict=True)
    ]

    def cells(row: Sequence[Inlines]) -> list[Mapping[str, object]]:
        return [{"text": html(cell), "side": look} for cell, look in zip(row, looks, strict=True)]

    return {
        "id": None,  # its anchor stands before it
        "caption": html(table.caption) if table.caption else None,
        "labels": labels,
        "opening": [html(cell) for cell in table.header] if listed else labels,
        "header": cells(table.header),
        "rows": [cells(row) for row in table.rows],
        "dense": needed > room >= least,
        "wide": needed > PHONE,
        "broad": needed > TABLET,
        "listed": listed,
    }


def needs(columns: Sequence[Sequence[str]], size: float) -> float:
    """The CSS pixels that ``columns`` of cells take at the least in letters of ``size`` pixels, no word broken."""
    return sum(map(_widest, columns)) * size + GAP * (len(columns) - 1)


def _widest(column: Sequence[str]) -> float:
    """How wide what stays together in ``column`` is at the most, in ems."""
    parts = column if few_signs(column) else [word for cell in column for word in unbroken(cell)]
    return max(map(_ems, parts), default=0.0)


def _ems(word: str) -> float:
    return sum(_LETTERS.get(letter) or _ems_elsewhere(letter) for letter in word)


def _ems_elsewhere(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    return _SQUARE if unicodedata.east_asian_width(letter) in "WF" else _OTHER
