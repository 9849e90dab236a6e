"""Code as it is looked at: lines, what each piece of them is, which are chosen, numbered and marked.

Only essays that have code load this room, and Pygments only where a block names its language.
"""

from __future__ import annotations

from pipeline.listings.chosen import RangeError, contains, ranges, told
from pipeline.listings.hidden import Hidden, hidden, shown
from pipeline.listings.languages import PLAIN, known, like
from pipeline.listings.lexing import LONGEST, lines
from pipeline.listings.pieces import LOOKS, Kind, Look, Piece, Pieces, untabbed

__all__ = [
    "LONGEST",
    "LOOKS",
    "PLAIN",
    "Hidden",
    "Kind",
    "Look",
    "Piece",
    "Pieces",
    "RangeError",
    "contains",
    "hidden",
    "known",
    "like",
    "lines",
    "ranges",
    "shown",
    "told",
    "untabbed",
]
