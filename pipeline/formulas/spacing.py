"""The space between what stands in a row, by TeX's classes (The TeXbook, chapter 18), in ems."""

from __future__ import annotations

import enum

from pipeline.formulas import signs
from pipeline.formulas.tree import Fraction, Kind, Part, Scripts, Space, Token

THIN, MEDIUM, THICK = 3 / 18, 4 / 18, 5 / 18


class Class(enum.Enum):
    """TeX's atoms."""

    ORDINARY = enum.auto()
    OPERATOR = enum.auto()
    BINARY = enum.auto()
    RELATION = enum.auto()
    OPENING = enum.auto()
    CLOSING = enum.auto()
    PUNCTUATION = enum.auto()
    INNER = enum.auto()
    NONE = enum.auto()  # a space: nothing is added beside it


_O, _F = Class.ORDINARY, Class.OPERATOR
_GAPS = {
    (_O, _F): THIN, (_F, _O): THIN, (_F, _F): THIN, (Class.CLOSING, _F): THIN, (Class.INNER, _F): THIN,
    (_F, Class.INNER): THIN, (_O, Class.INNER): THIN, (Class.INNER, _O): THIN, (Class.INNER, Class.INNER): THIN,
    (Class.CLOSING, Class.INNER): THIN, (Class.INNER, Class.OPENING): THIN,
}  # fmt: skip


def class_of(part: Part) -> Class:
    """The class of ``part``, as far as it shows by itself."""
    match part:
        case Token(kind=Kind.OPERATOR, text=text, word=word):
            if word or text in signs.LARGE:
                return Class.OPERATOR
            if text in signs.RELATIONS or (len(text) == 1 and _is_arrow(text)):
                return Class.RELATION
            if text in signs.BINARY:
                return Class.BINARY
            if text in signs.OPENING:
                return Class.OPENING
            if text in signs.CLOSING:
                return Class.CLOSING
            return Class.PUNCTUATION if text in (",", ";") else Class.ORDINARY
        case Scripts(base=base):
            return class_of(base)
        case Fraction():
            return Class.INNER
        case Space():
            return Class.NONE
        case _:
            return Class.ORDINARY


def _is_arrow(sign: str) -> bool:
    return "\u2190" <= sign <= "\u21ff" or "\u27f0" <= sign <= "\u27ff" or "\u2900" <= sign <= "\u297f"


def classes(row: tuple[Part, ...]) -> tuple[Class, ...]:
    """The classes of ``row``: an operation without an operand before or after it is a sign (``-1``)."""
    found = [class_of(part) for part in row]
    before = Class.NONE
    bare = (Class.BINARY, Class.OPERATOR, Class.RELATION, Class.OPENING, Class.PUNCTUATION)
    for index, own in enumerate(found):
        after = next((other for other in found[index + 1 :] if other is not Class.NONE), None)
        opens = before in bare or not any(other is not Class.NONE for other in found[:index])
        if own is Class.BINARY and (opens or after in (None, Class.RELATION, Class.CLOSING, Class.PUNCTUATION)):
            found[index] = Class.ORDINARY
        if found[index] is not Class.NONE:
            before = found[index]
    return tuple(found)


def gaps(row: tuple[Part, ...], *, tight: bool = False) -> tuple[float, ...]:
    """The space before each part of ``row``; ``tight`` within scripts, where only operators keep theirs."""
    found = classes(row)
    made = [0.0] * len(row)
    for index in range(1, len(row)):
        one, other = found[index - 1], found[index]
        if Class.NONE in (one, other):
            continue
        if Class.RELATION in (one, other):
            made[index] = 0.0 if tight or one is other else THICK
        elif Class.BINARY in (one, other):
            made[index] = 0.0 if tight else MEDIUM
        elif one is Class.PUNCTUATION:
            made[index] = 0.0 if tight else THIN
        else:
            made[index] = _GAPS.get((one, other), 0.0)
            if tight and Class.INNER in (one, other):
                made[index] = 0.0
    if not tight:
        _beside_spaces(row, found, made)
    return tuple(made)


def _beside_spaces(row: tuple[Part, ...], found: tuple[Class, ...], made: list[float]) -> None:
    """A relation or operation keeps its space beside a written one too, as TeX has it."""
    for index in range(1, len(row)):
        one, other = found[index - 1], found[index]
        if Class.NONE in (one, other) and Class.RELATION in (one, other):
            made[index] = THICK
        elif Class.NONE in (one, other) and Class.BINARY in (one, other):
            made[index] = MEDIUM
