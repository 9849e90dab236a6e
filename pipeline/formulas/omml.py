"""The tree as Office MathML (``m:oMath``, ECMA-376 Part 1, 22.1), which PowerPoint sets and edits.

It is written here rather than by mathml2omml: that library ends ``m:groupChrPr`` with another tag, sets accents as
limits, leaves the space of a root's degree open, and has had no release since 2019. Size and ink are the text's around
it, the face is PowerPoint's own for mathematics.
"""

from __future__ import annotations

import itertools
from html import escape
from typing import assert_never

from pipeline.formulas import signs
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

# m:scr (22.1.2.94) and m:sty (22.1.2.111) by MathML's names.
_SCRIPTS = {
    "script": "script", "bold-script": "script", "fraktur": "fraktur", "bold-fraktur": "fraktur",
    "double-struck": "double-struck", "sans-serif": "sans-serif", "sans-serif-italic": "sans-serif",
    "monospace": "monospace",
}  # fmt: skip
_STYLES = {"normal": "p", "bold": "b", "italic": "i", "bold-italic": "bi", "bold-script": "b", "bold-fraktur": "b"}
_ACCENTS = {
    "ˆ": "\u0302", "˜": "\u0303", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "ˇ": "\u030c",
    "´": "\u0301", "`": "\u0300", "→": "\u20d7", "←": "\u20d6", "↔": "\u20e1", "⃛": "\u20db", "⃜": "\u20dc",
}  # fmt: skip
_GROUPS = frozenset("⏞⏟⎴⎵⏜⏝")
_SPACES = ((0.9, "\u2003"), (0.45, "\u2002"), (0.26, "\u2005"), (0.2, "\u205f"), (0.05, "\u2009"))


def omml(part: Part) -> str:
    """``part`` as ``m:oMath``; the prefix ``m`` is declared by who holds it."""
    return f"<m:oMath>{_row(part)}</m:oMath>"


def paragraph(part: Part, align: str = "center") -> str:
    """``part`` as ``m:oMathPara`` (22.1.2.78), which stands on lines of its own."""
    return f'<m:oMathPara><m:oMathParaPr><m:jc m:val="{align}"/></m:oMathParaPr>{omml(part)}</m:oMathPara>'


def _row(part: Part) -> str:
    return _gathered(parts(part))


def _gathered(row: tuple[Part, ...]) -> str:
    """A row; a large operator takes what follows it for its operand, up to the next relation."""
    made: list[str] = []
    at = 0
    while at < len(row):
        part = row[at]
        if (large := _large(part)) is not None:
            end = next((i for i in range(at + 1, len(row)) if _relates(row[i])), len(row))
            made.append(_nary(large, part, _gathered(row[at + 1 : end])))
            at = end
            continue
        made.append(_part(part))
        at += 1
    return "".join(made)


def _relates(part: Part) -> bool:
    return isinstance(part, Token) and part.kind is Kind.OPERATOR and part.text in signs.RELATIONS


def _large(part: Part) -> str | None:
    """The sign of a large operator, with or without scripts."""
    base = part.base if isinstance(part, Scripts) else part
    return base.text if isinstance(base, Token) and base.text in signs.LARGE else None


def _run(text: str, *, plain: bool = False, props: str = "") -> str:
    style = "<m:nor/>" if plain else props
    bare = f"<m:rPr>{style}</m:rPr>" if style else ""
    return f"<m:r>{bare}<m:t>{escape(text, quote=False)}</m:t></m:r>" if text else ""


def _properties(token: Token) -> str:
    style = token.style
    upright = token.word or (token.kind is Kind.IDENTIFIER and len(token.text) > 1)
    if style is None:
        return '<m:sty m:val="p"/>' if upright or token.kind is Kind.OPERATOR else ""
    script = _SCRIPTS.get(style)
    slant = _STYLES.get(style, "p" if script else None)
    made = f'<m:scr m:val="{script}"/>' if script else ""
    return made + (f'<m:sty m:val="{slant}"/>' if slant else "")


def _argument(name: str, inner: str) -> str:
    return f"<m:{name}>{inner}</m:{name}>"


def _made(name: str, about: str, *inner: str) -> str:
    """An object: what is said ``about`` it, and its arguments."""
    properties = f"<m:{name}Pr>{about}</m:{name}Pr>" if about else ""
    return f"<m:{name}>{properties}{''.join(inner)}</m:{name}>"


def _value(name: str, value: str) -> str:
    return f'<m:{name} m:val="{escape(value)}"/>'


def _part(part: Part) -> str:
    match part:
        case Token(kind=Kind.TEXT, text=text):
            return _run(text, plain=True)
        case Token(kind=Kind.IDENTIFIER, text=text) if len(text) == 1 and signs.plain(text) != text:
            return _run(text)  # a letter of Mathematical Alphanumeric Symbols says its style itself
        case Token():
            return _run(part.text, props=_properties(part))
        case Space(width):
            return _run(next((char for least, char in _SPACES if width >= least), ""))
        case Row():
            return _row(part)
        case Fraction(above, below, bar):
            kind = "" if bar else _value("type", "noBar")
            return _made("f", kind, _argument("num", _row(above)), _argument("den", _row(below)))
        case Root(inner, None):
            return _made("rad", _value("degHide", "1"), "<m:deg/>", _argument("e", _row(inner)))
        case Root(inner, degree):
            return _made("rad", "", _argument("deg", _row(degree or inner)), _argument("e", _row(inner)))
        case Scripts():
            return _scripts(part)
        case Accent(base, sign, under):
            return _accent(base, sign, under=under)
        case Fence(opening, inner, closing):
            return _fence(opening, inner, closing)
        case Grid():
            return _grid(part)
        case Enclosed(inner, notation):
            return _enclosed(inner, notation)
        case Phantom(Row(())):
            return ""
        case Phantom(inner):
            return _made("phant", _value("show", "0"), _argument("e", _row(inner)))
        case _:
            assert_never(part)


def _nary(sign: str, part: Part, operand: str) -> str:
    """``m:nary`` (22.1.2.70)."""
    scripts = part if isinstance(part, Scripts) else Scripts(part, None, None)
    where = "undOvr" if scripts.limits else "subSup"
    hidden = "" if scripts.below is not None else _value("subHide", "1")
    hidden += "" if scripts.above is not None else _value("supHide", "1")
    about = _value("chr", sign) + _value("limLoc", where) + hidden
    below, above = (_row(one) if one is not None else "" for one in (scripts.below, scripts.above))
    return _made("nary", about, _argument("sub", below), _argument("sup", above), _argument("e", operand))


def _scripts(part: Scripts) -> str:
    base, below, above = _argument("e", _part(part.base)), part.below, part.above
    if part.limits:
        if below is not None:
            base = _argument("e", _made("limLow", "", base, _argument("lim", _row(below))))
        if above is not None:
            base = _argument("e", _made("limUpp", "", base, _argument("lim", _row(above))))
        return base.removeprefix("<m:e>").removesuffix("</m:e>")
    if below is not None and above is not None:
        return _made("sSubSup", "", base, _argument("sub", _row(below)), _argument("sup", _row(above)))
    if below is not None:
        return _made("sSub", "", base, _argument("sub", _row(below)))
    return _made("sSup", "", base, _argument("sup", _row(above) if above is not None else ""))


def _accent(base: Part, sign: str, *, under: bool) -> str:
    inner = _argument("e", _row(base))
    if sign in ("¯", "‾", "_"):
        return _made("bar", _value("pos", "bot" if under else "top"), inner)
    if sign in _GROUPS or under:
        where, mark = ("bot", "top") if under else ("top", "bot")
        about = _value("chr", sign) + _value("pos", where) + _value("vertJc", mark)
        return _made("groupChr", about, inner)
    return _made("acc", _value("chr", _ACCENTS.get(sign, sign)), inner)


def _fence(opening: str, inner: Part, closing: str) -> str:
    r"""``m:d`` (22.1.2.24); what ``\middle`` parts are arguments of their own."""
    row = parts(inner)
    stretched = ((i, one) for i, one in enumerate(row) if isinstance(one, Token) and one.stretch)
    cuts = {i: one.text for i, one in stretched if one.text in signs.EITHER}
    about = _value("begChr", opening)
    pieces: list[tuple[Part, ...]] = [row]
    if len(set(cuts.values())) == 1:
        about += _value("sepChr", next(iter(cuts.values())))
        edges = [-1, *cuts, len(row)]
        pieces = [row[a + 1 : b] for a, b in itertools.pairwise(edges)]
    about += _value("endChr", closing)
    return _made("d", about, *(_argument("e", _gathered(piece)) for piece in pieces))


def _grid(grid: Grid) -> str:
    """``m:m`` (22.1.2.60); lines of equations as ``m:eqArr`` (22.1.2.34), aligned at its signs ``&``."""
    if grid.pairs or len(grid.align) == 1:
        return _made("eqArr", "", *(_argument("e", _equation(row)) for row in grid.rows))
    columns = "".join(
        f"<m:mc><m:mcPr>{_value('count', '1')}{_value('mcJc', align)}</m:mcPr></m:mc>" for align in grid.align
    )
    rows = (_argument("mr", "".join(_argument("e", _row(cell)) for cell in row)) for row in grid.rows)
    return _made("m", f"{_value('plcHide', '1')}<m:mcs>{columns}</m:mcs>", *rows)


def _equation(row: tuple[Part, ...]) -> str:
    made = _row(row[0])
    for cell in row[1:]:
        made += _run("&", props='<m:sty m:val="p"/>') + _row(cell)
    return made


def _enclosed(inner: Part, notation: str) -> str:
    """``m:borderBox`` (22.1.2.11): with its sides, or hidden ones and a stroke."""
    about = ""
    if notation != "box":
        about = "".join(_value(f"hide{side}", "1") for side in ("Top", "Bot", "Left", "Right"))
        about += _value("strikeBLTR", "1") if "updiagonal" in notation else ""
        about += _value("strikeTLBR", "1") if "downdiagonal" in notation else ""
    return _made("borderBox", about, _argument("e", _row(inner)))
