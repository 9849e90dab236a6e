"""A formula as data: what latex2mathml makes of LaTeX, without its detours, in a closed union of frozen types.

MathML, OMML, Unicode text and speech are each written from it by one ``match``. The words are those of MathML Core:
a token is an identifier, a number, an operator or text; scripts, limits and accents have a base.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never


class Kind(enum.StrEnum):
    """MathML's token elements."""

    IDENTIFIER = "mi"
    NUMBER = "mn"
    OPERATOR = "mo"
    TEXT = "mtext"


@dataclass(frozen=True, slots=True)
class Token:
    r"""A letter, name, number, sign or words. ``style`` is MathML's ``mathvariant`` where one was asked for.

    ``stretch`` says that a sign grows with what it stands beside, ``size`` (ems) that it has a height of its own
    (``\Big``). A ``word`` is an operator written as a word (``sin``, ``lim``).
    """

    kind: Kind
    text: str
    style: str | None = None
    stretch: bool = False
    size: float | None = None
    word: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """A space of ``width`` ems; it may be negative."""

    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """One after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """``above`` over ``below``; without ``bar`` a binomial's. ``display`` is its size where one was asked for."""

    above: Part
    below: Part
    bar: bool = True
    display: bool | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """The root of ``inner``, of ``degree`` where it is not the second."""

    inner: Part
    degree: Part | None = None


@dataclass(frozen=True, slots=True)
class Scripts:
    """``base`` with a subscript ``below`` and a superscript ``above``; as ``limits`` they stand under and over it."""

    base: Part
    below: Part | None
    above: Part | None
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Accent:
    """``base`` with ``sign`` over it, or ``under`` it; ``wide`` ones are as wide as the base."""

    base: Part
    sign: str
    under: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    r"""``inner`` between ``opening`` and ``closing``, which grow with it; either may be empty (``\left.``)."""

    opening: str
    inner: Part
    closing: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells. ``align`` is one of ``left``, ``center`` and ``right`` a column.

    ``pairs`` says that columns are two halves of equations, with no space between them (``aligned``). A line stands
    after each column of ``bars`` and above each row of ``rules``; below the last where it is their number. ``small``
    is set in the size of scripts.
    """

    rows: tuple[tuple[Part, ...], ...]
    align: tuple[str, ...]
    pairs: bool = False
    bars: tuple[int, ...] = ()
    rules: tuple[int, ...] = ()
    small: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """``inner`` in a ``box`` or struck through (``updiagonalstrike`` …), by the names of ``menclose``'s notations."""

    inner: Part
    notation: str


@dataclass(frozen=True, slots=True)
class Phantom:
    """The room of ``inner``, which is not seen."""

    inner: Part


Part = Token | Space | Row | Fraction | Root | Scripts | Accent | Fence | Grid | Enclosed | Phantom
EMPTY = Row(())
DEGREE = Token(Kind.OPERATOR, "∘")  # as an exponent: LaTeX's way of writing °


def within(part: Part) -> tuple[Part, ...]:
    """What stands directly within ``part``, in reading order."""
    match part:
        case Token() | Space():
            return ()
        case Row(parts):
            return parts
        case Fraction(above, below):
            return (above, below)
        case Root(inner, degree):
            return (inner,) if degree is None else (degree, inner)
        case Scripts(base, below, above):
            return tuple(one for one in (base, below, above) if one is not None)
        case Accent(base):
            return (base,)
        case Fence(_, inner):
            return (inner,)
        case Grid(rows):
            return tuple(cell for row in rows for cell in row)
        case Enclosed(inner) | Phantom(inner):
            return (inner,)
        case _:
            assert_never(part)


def every(part: Part) -> Iterator[Part]:
    """``part`` and all within it, outer before inner."""
    yield part
    for inner in within(part):
        yield from every(inner)


def parts(part: Part) -> tuple[Part, ...]:
    """``part`` as what stands in a row."""
    return part.parts if isinstance(part, Row) else (part,)


def row(found: tuple[Part, ...]) -> Part:
    """``found`` as one part: rows within it laid flat, a single one as it is."""
    flat: list[Part] = []
    for part in found:
        flat.extend(parts(part))
    return flat[0] if len(flat) == 1 else Row(tuple(flat))
