"""The tree as MathML Core, spaces written out: what draws it need not know TeX's classes."""

from __future__ import annotations

from html import escape
from typing import assert_never

from pipeline.formulas import signs
from pipeline.formulas.spacing import gaps
from pipeline.formulas.tree import (
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

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
# What the drawing library takes a sign for that grows with its base, and for one that does not.
_WIDE = {"ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c", "¯": "\u2015", "‾": "\u2015"}
_SMALL = {"˜": "~", "→": "\u20d7", "←": "\u20d6"}
_STRUT = '<mspace width="0em" height="0.74em" depth="0.26em"/>'  # lines of a table are as high as one of text


def mathml(part: Part, *, display: bool) -> str:
    """``part`` as a ``math`` element."""
    block = "block" if display else "inline"
    return f'<math xmlns="{NAMESPACE}" display="{block}">{_row(part, display=display)}</math>'


def _row(part: Part, *, display: bool, tight: bool = False) -> str:
    """``part`` as one element."""
    row = parts(part)
    made: list[str] = []
    for inner, gap in zip(row, gaps(row, tight=tight), strict=True):
        if gap:
            made.append(_space(gap))
        made.append(_part(inner, display=display, tight=tight))
    return f"<mrow>{''.join(made)}</mrow>"


def _space(width: float) -> str:
    return f'<mspace width="{width:.4f}em"/>'


def _part(part: Part, *, display: bool, tight: bool) -> str:
    def row(inner: Part) -> str:
        return _row(inner, display=display, tight=tight)

    def script(inner: Part) -> str:
        return _row(inner, display=False, tight=True)

    match part:
        case Token():
            return _token(part)
        case Space(width):
            return _space(width)
        case Row():
            return row(part)
        case Fraction(above, below, bar, shown):
            style = "" if bar else ' linethickness="0"'
            lines = "".join(_row(one, display=False, tight=tight) for one in (above, below))
            made = f"<mrow><mfrac{style}>{lines}</mfrac></mrow>"  # alone in its row it gets no space of its own
            return f'<mstyle displaystyle="{str(shown).lower()}">{made}</mstyle>' if shown is not None else made
        case Root(inner, None):
            return f"<msqrt>{row(inner)}</msqrt>"
        case Root(inner, degree):
            return f"<mroot>{row(inner)}{script(degree or inner)}</mroot>"
        case Scripts(base, below, above, limits):
            names = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
            both = "".join(script(one) for one in (below, above) if one is not None)
            name = names[2] if below is not None and above is not None else names[0 if above is None else 1]
            own = _part(base, display=display, tight=tight) if not isinstance(base, Row) else row(base)
            return f"<{name}>{own}{both}</{name}>"
        case Accent(base, sign, under, wide):
            name = "munder" if under else "mover"
            sign = (_WIDE if wide else _SMALL).get(sign, sign)
            over = f'<mo accent="true" stretchy="{str(wide).lower()}">{escape(sign)}</mo>'
            own = _token(base) if isinstance(base, Token) else row(base)
            return f"<{name}>{own}{over}</{name}>"
        case Fence(opening, inner, closing):
            return f"<mrow>{_fence(opening, 'prefix')}{row(inner)}{_fence(closing, 'postfix')}</mrow>"
        case Grid():
            return _grid(part, display=display)
        case Enclosed(inner, notation):
            return f'<menclose notation="{notation}">{row(inner)}</menclose>'
        case Phantom(inner):
            return f"<mphantom>{row(inner)}</mphantom>"
        case _:
            assert_never(part)


def _token(token: Token) -> str:
    text = escape(token.text)
    match token.kind:
        case Kind.IDENTIFIER | Kind.NUMBER:
            styled = signs.styled(token.text, token.style)
            upright = token.style == "normal" or (token.kind is Kind.IDENTIFIER and styled != token.text)
            variant = ' mathvariant="normal"' if upright else ""
            return f"<{token.kind}{variant}>{escape(styled)}</{token.kind}>"
        case Kind.TEXT:
            variant = f' mathvariant="{token.style}"' if token.style else ""
            return f"<mtext{variant}>{text.replace(' ', '&#xA0;')}</mtext>"
        case Kind.OPERATOR if token.word:
            return f"<mtext>{text.replace(' ', '&#x2009;')}</mtext>"  # as `mi` it would get spaces of its own
        case Kind.OPERATOR:
            size = f' minsize="{token.size}em" maxsize="{token.size}em"' if token.size else ""
            grows = "true" if token.stretch or token.size else "false"
            return f'<mo lspace="0em" rspace="0em" stretchy="{grows}"{size}>{text}</mo>'
        case _:
            assert_never(token.kind)


def _fence(sign: str, form: str) -> str:
    return (
        f'<mo form="{form}" fence="true" stretchy="true" lspace="0em" rspace="0em">{escape(sign)}</mo>' if sign else ""
    )


def _grid(grid: Grid, *, display: bool) -> str:
    spacing = "0em" if grid.pairs else "0.3em" if grid.small else "0.9em"
    between = "0.1em" if grid.small else "0.3em" if grid.pairs else "0.12em"
    shown, strut = display and grid.pairs, "" if grid.small else _STRUT
    made = []
    for cells in grid.rows:
        made.append("<mtr>")
        for index, (cell, align) in enumerate(zip(cells, grid.align, strict=True)):
            inner = _row(_led(cell) if grid.pairs and index else cell, display=shown, tight=grid.small)
            made.append(f'<mtd columnalign="{align}">{inner}{strut}</mtd>')
        made.append("</mtr>")
    lines = "".join(
        f' {name}="{" ".join(map(str, where))}"'
        for name, where in (("data-bars", grid.bars), ("data-rules", grid.rules))
        if where
    )
    return f'<mtable columnspacing="{spacing}" rowspacing="{between}"{lines}>{"".join(made)}</mtable>'


def _led(cell: Part) -> Part:
    """The right half of an equation as it stands after the left: its relation keeps the space before it."""
    row = parts(cell)
    edge = (Space(0.0),)
    if row and _relates(row[-1]):
        return Row((*edge, *row, *edge))
    return Row((*edge, *row)) if row and _relates(row[0]) else cell


def _relates(part: Part) -> bool:
    return isinstance(part, Token) and part.text in signs.RELATIONS
