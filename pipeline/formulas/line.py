"""A formula in a line of HTML: letters slanted, indices and exponents as ``sub`` and ``sup``."""

from __future__ import annotations

from markupsafe import Markup, escape

from pipeline.formulas.linear import Piece

_SHIFTS = {1: Markup("<sup>{}</sup>"), -1: Markup("<sub>{}</sub>"), 0: Markup("{}")}


def html(pieces: tuple[Piece, ...]) -> Markup:
    """``pieces`` within a ``span`` of the class ``math``."""
    return Markup('<span class="math">{}</span>').format(Markup("").join(map(_piece, pieces)))


def _piece(piece: Piece) -> Markup:
    made = escape(piece.text)
    if piece.italic:
        made = Markup("<i>{}</i>").format(made)
    if piece.bold:
        made = Markup("<b>{}</b>").format(made)
    return _SHIFTS[piece.shift].format(made)
