"""A formula in a line of text: as pieces that may be raised or lowered, and as plain Unicode.

What has two dimensions is written with brackets, ``(a + b)/c``; scripts are Unicode's own where it has them, ``x²``,
and else ``x^(a b)`` (Unicode Technical Note 28).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.formulas import signs
from pipeline.formulas.spacing import Class, classes, gaps
from pipeline.formulas.tree import (
    DEGREE,
    Accent,
    Enclosed,
    Fence,
    Fraction,
    Grid,
    Kind,
    Part,
    Phantom,
    Root,
    Row,
    Scripts,
    Space,
    Token,
    every,
    parts,
)
from pipeline.indices import NO_BREAK, scripted

_COMBINING = {
    "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304", "‾": "\u0305", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308",
    "˚": "\u030a", "ˇ": "\u030c", "´": "\u0301", "`": "\u0300", "→": "\u20d7", "←": "\u20d6", "↔": "\u20e1",
    "_": "\u0332", "⃛": "\u20db", "⃜": "\u20dc",
}  # fmt: skip
_BRACES = frozenset("⏞⏟⎴⎵⏜⏝")
_ROOTS = {"3": "∛", "4": "∜"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a line: ``shift`` is 1 where it is raised as an exponent, -1 where it is lowered as an index."""

    text: str
    italic: bool = False
    bold: bool = False
    shift: int = 0
    sign: bool = False  # a sign of mathematics, which text faces may lack


def text(part: Part) -> str:
    """``part`` as plain Unicode text."""
    made = ""
    found = pieces(part)
    at = 0
    while at < len(found):
        shift, start = found[at].shift, at
        while at < len(found) and found[at].shift == shift:
            at += 1
        words = "".join(piece.text for piece in found[start:at])
        made += scripted(words, shift)
    return " ".join(made.replace(NO_BREAK, " ").split())


def lines(part: Part) -> tuple[str, ...]:
    """``part`` as plain Unicode text, lines under one another as lines."""
    if isinstance(part, Grid) and (part.pairs or len(part.align) == 1):
        return tuple(text(Row(_cells(row))) for row in part.rows)
    return (text(part),)


def _cells(row: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(one for cell in row for one in parts(cell))


def is_linear(part: Part) -> bool:
    """Whether a line of text shows ``part`` as it is: letters, signs, indices and exponents."""
    for inner in every(part):
        match inner:
            case Token(size=None) | Space() | Row():
                continue
            case Accent(base=Token(text=letter), sign=sign) if len(letter) == 1 and sign in _COMBINING:
                continue
            case Scripts(base, below, above, False) if not (isinstance(base, Token) and base.text in signs.LARGE):
                scripts = [one for one in (below, above) if one is not None]
                if all(isinstance(one, Token | Space | Row) for script in scripts for one in every(script)):
                    continue
                return False
            case _:
                return False
    return True


def pieces(part: Part) -> tuple[Piece, ...]:
    """``part`` as the runs of a line, neighbours in one form as one."""
    joined: list[Piece] = []
    for piece in _row(part):
        if joined and replace(joined[-1], text="") == replace(piece, text=""):
            joined[-1] = replace(piece, text=joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


def _row(part: Part, *, tight: bool = False) -> list[Piece]:
    row = parts(part)
    made: list[Piece] = []
    found = classes(row)
    for index, (inner, gap) in enumerate(zip(row, gaps(row, tight=tight), strict=True)):
        if gap and made and not made[-1].text.endswith((NO_BREAK, " ")):
            breaks = found[index] is Class.RELATION or (index and found[index - 1] is Class.PUNCTUATION)
            applied = Class.OPERATOR in (found[index - 1], found[index]) or gap > 0.2 or breaks
            made.append(Piece((" " if breaks else NO_BREAK) if applied else ""))
        shown = _part(inner, tight=tight)
        if isinstance(inner, Fraction) and inner.bar and _is_factor(found, index):
            shown = [Piece("("), *shown, Piece(")")]
        made.extend(shown)
    return made


def _is_factor(found: tuple[Class, ...], at: int) -> bool:
    """Whether something is multiplied with what stands ``at``, so that a stroke would seem to go on."""
    before = found[at - 1] if at else Class.NONE
    after = found[at + 1] if at + 1 < len(found) else Class.NONE
    beside = (Class.ORDINARY, Class.INNER)
    return before in (*beside, Class.CLOSING) or after in (*beside, Class.OPENING, Class.OPERATOR)


def _part(part: Part, *, tight: bool) -> list[Piece]:
    match part:
        case Token():
            return [_token(part)]
        case Space(width):
            return [Piece(NO_BREAK)] if width > 0.15 else []
        case Row():
            return _row(part, tight=tight)
        case Fraction(above, below, True):
            return [*_grouped(above), Piece("/"), *_grouped(below, factors=True)]
        case Fraction(above, below):
            return [*_row(above), Piece(" over "), *_row(below)]
        case Root(inner, degree):
            name = text(degree) if degree is not None else ""
            sign = _ROOTS.get(name, f"{scripted(name, 1)}√" if name else "√")
            return [Piece(sign, sign=True), *_grouped(inner, factors=True)]
        case Scripts():
            return _scripts(part, tight=tight)
        case Accent(base, sign, under):
            return _accent(base, sign, under=under)
        case Fence(opening, Fraction(above, below, False), closing) if opening == "(":
            return [Piece("C("), *_row(above), Piece(f",{NO_BREAK}"), *_row(below), Piece(closing)]
        case Fence(opening, inner, closing):
            return [Piece(opening), *_row(inner), Piece(closing)]
        case Grid():
            return _grid(part)
        case Enclosed(inner, notation):
            shown = _row(inner)
            return [Piece("["), *shown, Piece("]")] if notation == "box" else _struck(shown)
        case Phantom():
            return [Piece(NO_BREAK)]
        case _:
            assert_never(part)


def _token(token: Token) -> Piece:
    if token.kind is Kind.TEXT or token.word:
        return Piece(token.text.replace("\u2009", " ").replace("\u2006", " ").replace(" ", NO_BREAK))
    shown = signs.styled(token.text, token.style)
    if any(char > "\uffff" for char in shown):  # few faces have those letters: weight and slant say it
        shown = signs.plain(shown)
    bold = "bold" in (token.style or "")
    letter = token.kind is Kind.IDENTIFIER and len(token.text) == 1 and token.text.isalpha()
    greek_capital = "Α" <= token.text[:1] <= "Ω"
    styled = token.style not in (None, "italic", "bold-italic") or shown != token.text
    return Piece(shown, letter and not styled and not greek_capital, bold, sign=token.kind is Kind.OPERATOR)


def _grouped(part: Part, *, factors: bool = False) -> list[Piece]:
    """``part``, in brackets where it is more than one thing; several ``factors`` are."""
    shown = _row(part)
    row = parts(part)
    several = len(row) > 1 and not all(isinstance(one, Token) and one.kind is Kind.NUMBER for one in row)
    applied = len(row) > 2 and _is_applied(row)
    if (factors and several and not applied) or _is_loose("".join(piece.text for piece in shown)):
        return [Piece("("), *shown, Piece(")")]
    return shown


def _is_applied(row: tuple[Part, ...]) -> bool:
    """Whether ``row`` is a function of something, ``P(A)``: one name and one pair of brackets."""
    signs_ = [one.text if isinstance(one, Token) else "" for one in row]
    one_pair = signs_.count("(") == signs_.count(")") == 1
    return isinstance(row[0], Token | Accent | Scripts) and one_pair and signs_[1] == "(" and signs_[-1] == ")"


def _is_loose(words: str) -> bool:
    """Whether ``words`` fall apart outside of brackets."""
    depth = 0
    for char in words:
        depth += (char in signs.OPENING) - (char in signs.CLOSING)
        if depth == 0 and char in " \u00a0/":
            return True
    return False


def _scripts(part: Scripts, *, tight: bool) -> list[Piece]:
    base = part.base
    if isinstance(base, Accent) and base.sign in _BRACES:  # what is said of it is no power and no index
        said = [piece for one in (part.below, part.above) if one is not None for piece in _row(one)]
        return [*_grouped(base.base, factors=True), Piece(f"{NO_BREAK}["), *said, Piece("]")]
    made = _row(base) if not isinstance(base, Row | Fraction) else _grouped(base, factors=True)
    for script, shift in ((part.below, -1), (part.above, 1)):
        if script is None:
            continue
        shown = _row(script, tight=True)
        if all(one in signs.PRIMES for one in "".join(piece.text for piece in shown)):
            made.extend(shown)  # a prime is raised by itself
        elif shift > 0 and script == DEGREE:
            made.append(Piece("°"))
        elif not tight and not _two_dimensional(script) and not any(piece.text[:1] in ("^", "_") for piece in shown):
            made.extend(replace(piece, shift=shift) for piece in shown)
        else:
            made.append(Piece(scripted(text(script), shift)))
    return made


def _two_dimensional(part: Part) -> bool:
    return any(isinstance(inner, Fraction | Root | Grid) for inner in every(part))


def _accent(base: Part, sign: str, *, under: bool) -> list[Piece]:
    shown = _row(base)
    mark = _COMBINING.get(sign)
    words = "".join(piece.text for piece in shown)
    if mark is None or len(words.replace(NO_BREAK, "").replace(" ", "")) > 3:
        return _grouped(base, factors=True)
    mark = "\u0332" if under and mark in ("\u0304", "\u0305") else mark
    return [
        replace(
            piece, text="".join(unicodedata.normalize("NFC", c + mark) if not c.isspace() else c for c in piece.text)
        )
        for piece in shown
    ]


def _grid(grid: Grid) -> list[Piece]:
    """Rows parted by semicolons, cells by commas; halves of equations by nothing."""
    made: list[Piece] = []
    for at, row in enumerate(grid.rows):
        if at:
            made.append(Piece("; "))
        filled = [cell for cell in row if parts(cell)]
        for index, cell in enumerate(filled):
            if index:
                made.append(Piece(" " if grid.pairs else ", "))
            made.extend(_row(cell))
    return made


def _struck(found: list[Piece]) -> list[Piece]:
    return [replace(piece, text="".join(f"{char}\u0336" for char in piece.text)) for piece in found]
