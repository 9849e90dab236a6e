"""The pieces of a line of code, and how each kind is set in every output.

Kinds are told apart by weight and slant first; the colours are the theme's own, whose contrast on paper and panel is
computed when the theme loads (WCAG 2.2, 1.4.3), so that code asks for no colour that nobody checked.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.look import Tint

TAB = 4  # columns: where a tab leads to the next of


class Kind(enum.StrEnum):
    """What a piece of code is; the value is its class in HTML."""

    PLAIN = ""
    KEYWORD = "k"  # words of the language, tags
    NAME = "d"  # a name where it is defined: function, class, attribute of a tag
    LITERAL = "s"  # strings, numbers, constants, what a diff adds
    COMMENT = "c"  # comments, what a diff takes away


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind is set."""

    tone: Tint | None = None
    bold: bool = False
    italic: bool = False

    @property
    def tag(self) -> str:
        """The element that says so where no stylesheet is read."""
        return "b" if self.bold else "i" if self.italic else "span"


LOOKS: Final[Mapping[Kind, Look]] = {
    Kind.PLAIN: Look(),
    Kind.KEYWORD: Look(bold=True),
    Kind.NAME: Look(Tint.ACCENT, bold=True),
    Kind.LITERAL: Look(Tint.ACCENT),
    Kind.COMMENT: Look(Tint.MUTED, italic=True),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one kind."""

    text: str
    kind: Kind = Kind.PLAIN


Pieces = tuple[Piece, ...]


def untabbed(pieces: Pieces) -> Iterator[Piece]:
    """``pieces`` of a line with each tab as the blanks to the next fourth column."""
    at = 0
    for piece in pieces:
        text = piece.text
        while (tab := text.find("\t")) >= 0:
            text = text[:tab] + " " * (TAB - (at + tab) % TAB) + text[tab + 1 :]
        at += len(text)
        yield Piece(text, piece.kind)
