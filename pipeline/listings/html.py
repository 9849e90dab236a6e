"""Code as HTML: its pieces in elements that say what they are, as rows for paper, in one run for the mail."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

from pipeline.document import CodeBlock
from pipeline.listings.chosen import contains
from pipeline.listings.lexing import lines
from pipeline.listings.pieces import LOOKS, Kind, Piece, Pieces, untabbed

SHORT = 40  # characters of a line that no column breaks


def rows(block: CodeBlock) -> Markup:
    """A block-level row a line, for paper: its number beside it where the block is numbered, marked rows of a class.

    Tabs are blanks, and a row that may be broken says so, for the sign of what goes on.
    """
    return Markup("").join(
        _row(pieces, number if block.numbered else None, marked=contains(block.marked, number))
        for number, pieces in enumerate(lines(block.text, block.language), 1)
    )


def _row(pieces: Pieces, number: int | None, *, marked: bool) -> Markup:
    held = tuple(untabbed(pieces))
    long = sum(len(piece.text) for piece in held) > SHORT
    classes = " ".join(name for name, holds in (("row", True), ("long", long), ("marked", marked)) if holds)
    sign = "" if number is None else Markup('<span class="no" aria-hidden="true">{}</span>').format(number)
    words = Markup("").join(_coloured(piece) for piece in held) or Markup("<br/>")
    return Markup('<span class="{}">{}{}</span>').format(classes, sign, words)


def _coloured(piece: Piece) -> Markup:
    return (
        Markup('<span class="{}">{}</span>').format(piece.kind.value, piece.text) if piece.kind else escape(piece.text)
    )


def runs(block: CodeBlock) -> Iterator[tuple[bool, Markup]]:
    """The code in runs of lines that are marked and that are not, each whole, for the mail.

    Weight and slant are elements, so that they stay where a client takes the styles away.
    """
    numbered = enumerate(lines(block.text, block.language), 1)
    for marked, held in groupby(numbered, key=lambda line: contains(block.marked, line[0])):
        yield marked, Markup("\n").join(Markup("").join(_set(piece) for piece in pieces) for _, pieces in held)


def _set(piece: Piece) -> Markup:
    if piece.kind is Kind.PLAIN:
        return escape(piece.text)
    tag = LOOKS[piece.kind].tag
    # The keywords' colour is the text's own: their element says all.
    name = "" if piece.kind is Kind.KEYWORD else Markup(' class="c-{}"').format(piece.kind.value)
    return Markup("<{0}{1}>{2}</{0}>").format(tag, name, piece.text)
