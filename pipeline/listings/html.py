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
    """Lines as blocks, for paper: a row each where it is numbered, marked or may be broken, else as many as there are.

    Tabs are blanks. A row that may be broken says so, for the sign of what goes on.
    """
    found = Markup("")
    lined = [tuple(untabbed(pieces)) for pieces in lines(block.text, block.language)]
    for alone, held in groupby(enumerate(lined, 1), key=lambda line: _alone(block, *line)):
        if alone:
            found += Markup("").join(_row(block, number, pieces) for number, pieces in held)
        else:
            said = Markup("\n").join(Markup("").join(_coloured(piece) for piece in pieces) for _, pieces in held)
            # A line feed that ends a block, or is all of it, would show no line.
            found += Markup('<span class="rows">{}{}</span>').format(said, _LAST if _ends_empty(said) else "")
    return found


_LAST = Markup("<br/>")


def _ends_empty(said: Markup) -> bool:
    return not said or said.endswith("\n")


def _alone(block: CodeBlock, number: int, pieces: Pieces) -> bool:
    return block.numbered or _is_long(pieces) or contains(block.marked, number)


def _is_long(pieces: Pieces) -> bool:
    return sum(len(piece.text) for piece in pieces) > SHORT


def _row(block: CodeBlock, number: int, pieces: Pieces) -> Markup:
    looks = (("row", True), ("long", _is_long(pieces)), ("marked", contains(block.marked, number)))
    classes = " ".join(name for name, holds in looks if holds)
    sign = Markup('<span class="no" aria-hidden="true">{}</span>').format(number) if block.numbered else ""
    words = Markup("").join(_coloured(piece) for piece in pieces) or _LAST
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
