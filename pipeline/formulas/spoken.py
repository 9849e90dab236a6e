"""A formula as it is read aloud: what a screen reader says where others see it (WCAG 2.2, 1.1.1)."""

from __future__ import annotations

import unicodedata
from typing import assert_never

from pipeline.formulas import signs
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
    parts,
)
from pipeline.formulas.words import Words, words


def spoken(part: Part, lang: str) -> str:
    """``part`` in the words of ``lang`` (BCP 47)."""
    said = " ".join(_Voice(words(lang)).row(part).split())
    while said != (tidy := said.replace(" ,", ",").replace(",,", ",").replace(" ;", ";").replace(",;", ";")):
        said = tidy
    return said.strip(" ,;")


class _Voice:
    """Says parts in one language."""

    def __init__(self, said: Words) -> None:
        self.said = said

    def row(self, part: Part) -> str:
        """What stands in a row, one after the other."""
        row = parts(part)
        made: list[str] = []
        at = 0
        while at < len(row):
            end = _applied(row, at)
            if end is None:
                made.append(self._part(row[at]))
                at += 1
            else:
                inner = self.row(Row(row[at + 2 : end]))
                made.append(f"{self.said.of.format(self._part(row[at]))} {inner}")
                at = end + 1
        return " ".join(filter(None, made))

    def _part(self, part: Part) -> str:
        said = self.said
        match part:
            case Token(text=text) if text in signs.LARGE:
                return self.said.of.format(self._token(part))
            case Token():
                return self._token(part)
            case Space() | Phantom():
                return ""
            case Row():
                return self.row(part)
            case Fraction(above, below, False):
                return said.choose.format(self.row(above), self.row(below))
            case Fraction(above, below):
                form = said.over if _is_short(above) and _is_short(below) else said.fraction
                return form.format(self.row(above), self.row(below))
            case Root(inner, degree):
                return self._root(inner, degree)
            case Scripts():
                return self._scripts(part)
            case Accent(base, sign):
                return said.accents.get(sign, "{}").format(self.row(base))
            case Fence(opening, inner, closing):
                return self._fence(opening, inner, closing)
            case Grid():
                return self._grid(part)
            case Enclosed(inner, notation):
                return (said.boxed if notation == "box" else said.struck).format(self.row(inner))
            case _:
                assert_never(part)

    def _token(self, token: Token) -> str:
        text = token.text
        if token.kind in (Kind.TEXT, Kind.NUMBER):
            return text
        if token.word:
            return self.said.functions.get(text, text)
        if token.kind is Kind.OPERATOR and text in signs.PRIMES:
            return self.said.prime.format("").strip()
        return self._letter(text, token.style)

    def _letter(self, text: str, style: str | None) -> str:
        said = self.said
        shown = signs.styled(text, style) if style == "double-struck" else text
        if shown in said.signs:
            return said.signs[shown]
        if len(text) > 1:
            return text
        plain = signs.plain(text)
        if plain in said.signs:
            return said.signs[plain]
        name = said.greek.get(plain.lower())
        if name:
            made = said.capital.format(name) if plain.isupper() else name
        elif plain.isalpha():
            made = plain
        else:
            made = unicodedata.name(plain[:1], plain).lower()
        bold = style is not None and "bold" in style
        bold = bold or "BOLD" in unicodedata.name(text, "")
        return said.bold.format(made) if bold else made

    def _root(self, inner: Part, degree: Part | None) -> str:
        said = self.said
        spoken = self.row(inner) + ("" if _is_short(inner) else said.end_root)
        if degree is None:
            return said.square_root.format(spoken)
        order = self.row(degree)
        return said.cube_root.format(spoken) if order == "3" else said.root.format(order, spoken)

    # --- Scripts ------------------------------------------------------------------------------

    def _scripts(self, part: Scripts) -> str:
        said, base = self.said, part.base
        if isinstance(base, Token) and (base.word or base.text in signs.LARGE):
            return self._operator(base, part)
        if part.limits:
            made = self._part(base)
            made = said.under.format(made, self.row(part.below)) if part.below is not None else made
            return said.above.format(made, self.row(part.above)) if part.above is not None else made
        made = self._part(base)
        if part.below is not None:
            made = said.sub.format(made, self.row(part.below))
        return made if part.above is None else self._power(made, part.above)

    def _power(self, base: str, above: Part) -> str:
        said = self.said
        row = parts(above)
        if row and all(isinstance(one, Token) and one.text in signs.PRIMES for one in row):
            count = sum(signs_of(one) for one in row)
            forms = {1: said.prime, 2: said.double_prime}
            return forms.get(count, said.prime).format(base)
        if row and isinstance(row[0], Token) and row[0].text in signs.PRIMES:
            return self._power(said.prime.format(base), Row(row[1:]))
        if above == DEGREE:
            return f"{base} {said.signs['°']}"
        if isinstance(above, Token) and above.text in "⊤⊺":
            return said.transposed.format(base)
        power = self.row(above)
        if power in ("2", "3"):
            return (said.squared if power == "2" else said.cubed).format(base)
        return said.power.format(base, power) + ("" if _is_short(above) else said.end_power)

    def _operator(self, base: Token, part: Scripts) -> str:
        said, name = self.said, self._token(base)
        if base.word and base.text not in signs.LIMITED:
            made = said.sub.format(name, self.row(part.below)) if part.below is not None else name
            return self._power(made, part.above) if part.above is not None else made
        if part.below is not None and part.above is not None:
            return said.from_to.format(name, self.row(part.below), self.row(part.above))
        if part.below is not None:
            return (said.limit if base.text == "lim" else said.over_set).format(name, self.row(part.below))
        return self._power(name, part.above) if part.above is not None else said.of.format(name)

    # --- Brackets and tables ------------------------------------------------------------------

    def _fence(self, opening: str, inner: Part, closing: str) -> str:
        said = self.said
        if isinstance(inner, Grid):
            if opening in ("|", "∣") and closing == opening:
                return said.determinant.format(self._matrix(inner))
            if (opening, closing) in (("{", ""), ("", "}")):
                lines = "; ".join(self._cells(row) for row in inner.rows)
                return f"{said.cases.format(len(inner.rows))}: {lines};"
            return self._matrix(inner)
        if isinstance(inner, Fraction) and not inner.bar:
            return self._part(inner)
        if opening == closing and opening in ("|", "‖", "∣", "∥"):
            return (said.absolute if opening in "|∣" else said.norm).format(self.row(inner))
        return f"{self._bracket(opening)} {self.row(inner)} {self._bracket(closing)}"

    def _bracket(self, sign: str) -> str:
        return self.said.signs.get(sign, sign)

    def _grid(self, grid: Grid) -> str:
        said = self.said
        if grid.pairs or len(grid.align) == 1:
            lines = "; ".join(self._cells(row) for row in grid.rows)
            return lines if grid.small or len(grid.rows) == 1 else f"{said.lines.format(len(grid.rows))}: {lines};"
        return self._matrix(grid)

    def _matrix(self, grid: Grid) -> str:
        said = self.said
        rows = (
            said.row.format(number, ", ".join(filter(None, map(self.row, row))))
            for number, row in enumerate(grid.rows, 1)
        )
        return f"{said.matrix.format(len(grid.rows), len(grid.align))}: {'; '.join(rows)};"

    def _cells(self, row: tuple[Part, ...]) -> str:
        return " ".join(filter(None, map(self.row, row)))


_APPLIED = frozenset("fghFGPEpφψΦΨ")


def _applied(row: tuple[Part, ...], at: int) -> int | None:
    """Where the bracket closes that holds what the function ``at`` is of, ``f(x)``; None where there is none."""
    name = row[at]
    bare = name.base if isinstance(name, Scripts | Accent) else name
    called = isinstance(bare, Token) and (bare.word or bare.text in _APPLIED or len(bare.text) > 1)
    if not called or (isinstance(bare, Token) and bare.kind is not Kind.IDENTIFIER and not bare.word):
        return None
    if at + 1 == len(row) or row[at + 1] != Token(Kind.OPERATOR, "("):
        return None
    for end in range(at + 2, min(len(row), at + 7)):
        inner = row[end]
        if isinstance(inner, Token) and inner.text == "(":
            return None
        if isinstance(inner, Token) and inner.text == ")":
            return end if end > at + 2 else None
    return None


def signs_of(token: Part) -> int:
    """How many primes a sign of primes is."""
    return "′″‴⁗".find(token.text) + 1 if isinstance(token, Token) else 0


def _is_short(part: Part) -> bool:
    """Whether ``part`` is heard as one thing: a letter or number, with or without a script."""
    row = [one for one in parts(part) if not isinstance(one, Space)]
    if len(row) != 1:
        return len(row) == 2 and all(isinstance(one, Token) for one in row)
    only = row[0]
    return isinstance(only, Token | Accent) or (isinstance(only, Scripts) and _is_short(only.base))
