"""latex2mathml's elements → our tree.

The library writes what it means as character references within text, says ``mi`` of signs and ``msub`` of limits, and
sets a word letter by letter; here each becomes what it is.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.formulas import signs
from pipeline.formulas.faults import Fault
from pipeline.formulas.tex import LINE, prepared
from pipeline.formulas.tree import (
    EMPTY,
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
    row,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

DEEPEST = 40  # elements within elements, as latex2mathml nests them
_LETTER = re.compile(r"&#x0{2,}[46-7][0-9A-Fa-f];")  # an upright letter that it wrote by its number
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_OVER = {"^": "ˆ", "¯": "¯", "~": "˜", "―": "‾", "˙": "˙", "¨": "¨", "´": "´", "`": "`", "˘": "˘", "ˇ": "ˇ"}
_OVER |= {"˚": "˚", "→": "→", "←": "←", "↔": "↔", "⏞": "⏞", "⎴": "⎴", "⏜": "⏜", "⃛": "⃛", "⃜": "⃜"}
_OVER |= {"_": "_", "\u0332": "_", "⏟": "⏟", "⎵": "⎵", "⏝": "⏝", "‾": "‾"}
_WIDE = frozenset("‾_⏞⏟⎴⎵⏜⏝")
_NOTATIONS = frozenset(("box", "updiagonalstrike", "downdiagonalstrike", "updiagonalstrike downdiagonalstrike"))


@dataclass(frozen=True, slots=True)
class Read:
    """A formula as a tree; None where ``faults`` keep it from being one."""

    tree: Part | None
    faults: tuple[Fault, ...]


@functools.lru_cache(maxsize=4096)
def read(tex: str, *, display: bool) -> Read:
    """``tex`` as a tree; ``display`` where it stands on lines of its own."""
    made = prepared(tex)
    if made.faults:
        return Read(None, tuple(sorted(made.faults, key=lambda fault: fault.at)))
    from latex2mathml.converter import Converter
    from latex2mathml.exceptions import DoubleSubscriptsError, DoubleSuperscriptsError

    try:
        element = Converter(display="block" if display else "inline").convert_to_element(made.tex)
        tree = _Tree(made.texts, display=display).group(list(element))
    except (DoubleSubscriptsError, DoubleSuperscriptsError):
        which = "subscripts" if "_" in tex else "superscripts"
        return _fault("formula-scripts", f"two {which} on one base", "group them: {a_b}_c")
    except RecursionError:
        return _fault("formula-too-deep", "commands nested too deep", "say parts of it on their own")
    except Unreadable as found:
        return _fault("formula-unread", str(found), "write it in a plainer way")
    except Exception as found:  # noqa: BLE001  the library raises whatever it comes upon, IndexError among it
        why = _WHY.get(type(found).__name__, "something is missing in it")
        return _fault("formula-unread", f"the LaTeX cannot be read: {why}", "is an argument or a bracket missing?")
    if tree == EMPTY:
        return _fault("formula-empty", "a formula without anything in it", "write \\$ for a dollar sign")
    return Read(tree, ())


def _fault(code: str, message: str, hint: str) -> Read:
    return Read(None, (Fault(code, message, hint),))


_WHY = {
    "NumeratorNotFoundError": r"nothing stands before `\over`",
    "DenominatorNotFoundError": r"nothing stands after `\over`",
    "ExtraLeftOrMissingRightError": r"`\middle` or `\right` without `\left`",
    "LimitsMustFollowMathOperatorError": r"`\limits` stands after no operator",
    "MissingSuperScriptOrSubscriptError": "a script is missing",
    "NoAvailableTokensError": "it ends where something should follow",
}


class Unreadable(Exception):  # noqa: N818  what it says is shown
    """latex2mathml made something of a formula that none of our outputs can show."""


_NOTHING = Token(Kind.OPERATOR, "", stretch=True)


class _Tree:
    """Reads elements; ``texts`` are the words that keys stand for."""

    def __init__(self, texts: Mapping[str, str], *, display: bool) -> None:
        self.texts = texts
        self.display = display
        self.depth = 0

    def group(self, elements: Sequence[Element]) -> Part:
        """Elements one after the other."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise RecursionError
        found: list[Part] = []
        for element in elements:
            found.extend(parts(self._part(element)))
        self.depth -= 1
        return row(tuple(part for part in _joined(_negated(_fenced(found))) if part != _NOTHING))

    def _part(self, element: Element) -> Part:
        below = list(element)
        match element.tag:
            case "mi" | "mn" | "mo" | "mtext" if below:
                return self.group(below)
            case "mi" | "mn" | "mo" | "mtext":
                return self._token(element)
            case "mrow" | "mpadded" | "mstyle":
                return self._row(element)
            case "mspace":
                return _space(element)
            case "mphantom":
                return Phantom(self.group(below))
            case "menclose":
                notation = element.get("notation") or "box"
                if notation not in _NOTATIONS:
                    notation = "box" if "box" in notation else "updiagonalstrike"
                return Enclosed(self.group(below), notation)
            case "mfrac":
                above, under = (self.group([one]) for one in below)
                return Fraction(above, under, bar=element.get("linethickness") not in ("0", "0em", "0pt"))
            case "msqrt":
                return Root(self.group(below))
            case "mroot":
                inner, degree = (self.group([one]) for one in below)
                return Root(inner, degree)
            case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
                return self._scripts(element)
            case "mtable":
                return self._grid(element)
            case _:
                raise Unreadable(f"`{element.tag}` is nothing that is set here")

    def _row(self, element: Element) -> Part:
        below = list(element)
        if element.get("width") == "0" and len(below) == 1 and "29F8" in (below[0].text or ""):
            return Token(Kind.OPERATOR, "\u0338")  # the stroke of \not, over what follows
        if len(below) == 1 and below[0].tag == "mtable" and element.get("scriptlevel"):
            grid = self._grid(below[0])
            return replace(grid, small=True)
        inner = self.group(below)
        if inner == Token(Kind.OPERATOR, ",") and element.tag == "mrow":  # {,} stands within a number
            return Token(Kind.NUMBER, ",")
        if isinstance(inner, Fraction) and element.get("displaystyle"):
            return replace(inner, display=element.get("displaystyle") == "true")
        return inner

    # --- Tokens -------------------------------------------------------------------------------

    def _token(self, element: Element) -> Part:
        raw = element.text or ""
        text = html.unescape(raw)
        style = element.get("mathvariant")
        text = self.texts.get(text, text)
        if element.tag == "mtext":
            if text == "\u00a0":
                return Space(0.25)
            return Token(Kind.TEXT, text.replace("\u00a0", " "), style)
        if text.startswith("\\") and len(text) > 1:  # the bracket of \big, which it leaves as a command
            text = _called(text)
        text = text.strip()
        if not text:  # \left. is a bracket that is not there
            return Token(Kind.OPERATOR, "", stretch=True) if element.get("fence") == "true" else EMPTY
        if _NUMBER.fullmatch(text):
            return Token(Kind.NUMBER, text, style)
        if element.tag == "mn":
            return Token(Kind.NUMBER, text, style)
        stretch = element.get("stretchy") == "true"
        size = _ems(element.get("minsize")) if element.get("minsize") == element.get("maxsize") else None
        if element.tag == "mo" and len(text) > 1 and any(char.isalpha() for char in text):
            return Token(Kind.OPERATOR, text, word=True)
        if _LETTER.fullmatch(raw) and text.isalpha():
            return Token(Kind.IDENTIFIER, text, style or "normal")
        if len(text) == 1 and _is_sign(text):
            return Token(Kind.OPERATOR, text, None, stretch, size)
        if element.tag == "mi" and len(text) > 1 and text.isalpha() and text.isascii():
            return Token(Kind.OPERATOR, text, word=True)  # \sin and its like
        return Token(Kind.IDENTIFIER, text, style)

    # --- Scripts ------------------------------------------------------------------------------

    def _scripts(self, element: Element) -> Part:
        base, *others = (self.group([one]) for one in element)
        tag = element.tag
        below = others[0] if tag in ("msub", "msubsup", "munder", "munderover") else None
        above = others[-1] if tag in ("msup", "msubsup", "mover", "munderover") else None
        if tag in ("mover", "munder") and (accent := _accent(base, others[0], under=tag == "munder")):
            return accent
        limits = tag in ("munder", "mover", "munderover")
        if not limits and self.display and isinstance(base, Token):
            limits = _takes_limits(base) or element[0].get("movablelimits") == "true"
        return Scripts(base, below, above, limits)

    # --- Tables -------------------------------------------------------------------------------

    def _grid(self, element: Element) -> Grid:
        rows = [[self.group(list(cell)) for cell in line] for line in element]
        rows = [line for line in rows if line]
        rules = tuple(index for index, line in enumerate(rows) if LINE in _opening(line[0]))
        rows = [[_unruled(line[0]), *line[1:]] for line in rows]
        if rows and rules and rules[-1] == len(rows) - 1 and not any(parts(cell) for cell in rows[-1]):
            rows.pop()  # a line below the last row
        align: list[str] = []
        for line in element:
            for index, cell in enumerate(line):
                if index == len(align):
                    align.append(cell.get("columnalign") or "center")
        width = len(align)
        filled = tuple((*line, *[EMPTY] * (width - len(line))) for line in rows)
        pairs = element.get("displaystyle") == "true" and align[:1] == ["right"]
        pairs = pairs or align == ["right", "center", "left"]
        if not any(parts(cell) for line in filled for cell in line):
            raise Unreadable("a table without anything in it")
        bars = tuple(i for i, line in enumerate((element.get("columnlines") or "").split()) if line != "none")
        small = element.get("rowspacing") == "0.1em"
        return Grid(filled, tuple(align), pairs, bars, rules, small)


def _opening(cell: Part) -> str:
    """The words that open a cell."""
    first = parts(cell)[:1]
    return "".join(one.text for one in first if isinstance(one, Token))


def _unruled(cell: Part) -> Part:
    """``cell`` without what stands for lines above its row."""
    kept = tuple(one for one in parts(cell) if not (isinstance(one, Token) and one.text == LINE))
    return cell if len(kept) == len(parts(cell)) else row(kept)


def _called(command: str) -> str:
    """The sign that ``command`` stands for."""
    from latex2mathml.symbols_parser import convert_symbol

    code = convert_symbol(command)
    if code is None:
        raise Unreadable(f"`{command}` is no command that is known")
    return chr(int(code, 16))


def _is_sign(char: str) -> bool:
    if char in signs.RELATIONS | signs.BINARY | signs.LARGE | signs.FENCES | signs.PUNCTUATION:
        return True
    kind = unicodedata.category(char)
    return (kind[0] in "SPM" or kind == "Lm") and char not in "∞∅∂∇ℏ%°♯♭♮♢♡♠♣"


def _takes_limits(base: Token) -> bool:
    return base.text in signs.LIMITED or (base.text in signs.LARGE and base.text not in signs.INTEGRALS)


def _accent(base: Part, over: Part, *, under: bool) -> Part | None:
    """``base`` with an accent, where what stands over or under it is one."""
    if not isinstance(over, Token) or over.kind is not Kind.OPERATOR or over.text not in _OVER:
        return None
    sign = _OVER[over.text]
    if sign in "→←↔" and not isinstance(base, Token) and isinstance(base, Row) and not base.parts:
        return None
    wide = sign in _WIDE or not isinstance(base, Token)
    return Accent(base, sign, under, wide)


def _space(element: Element) -> Part:
    if element.get("linebreak"):
        raise Unreadable("a line break where no lines are")
    return Space(_ems(element.get("width")) or 0.0)


_NAMED = {"negativethinmathspace": -1 / 6, "negativemediummathspace": -2 / 9, "negativethickmathspace": -5 / 18}


def _ems(length: str | None) -> float | None:
    if length is None:
        return None
    if length in _NAMED:
        return _NAMED[length]
    found = re.fullmatch(r"([+-]?\d*\.?\d+)em", length)
    return float(found[1]) if found else None


# --- What stands beside one another ---------------------------------------------------------------


def _fenced(found: list[Part]) -> list[Part]:
    r"""Growing brackets and what stands between them as one; those of ``\left`` and ``\right`` are in a row alone."""
    if len(found) >= 2 and _is_fence(found[0]) and _is_fence(found[-1]):
        opening, closing = found[0], found[-1]
        return [Fence(_bracket(opening), row(tuple(found[1:-1])), _bracket(closing))]
    if len(found) == 2 and _is_fence(found[0]) and isinstance(found[1], Grid):  # cases
        return [Fence(_bracket(found[0]), found[1], "")]
    made: list[Part] = []
    at = 0
    while at < len(found):
        if _embraced(found[at : at + 3]):
            made.append(Fence(_bracket(found[at]), found[at + 1], _bracket(found[at + 2])))
            at += 3
        else:
            made.append(found[at])
            at += 1
    return made


def _embraced(three: list[Part]) -> bool:
    """Whether these are a matrix or binomial and its brackets."""
    if len(three) < 3 or not all(isinstance(p, Token) and p.text in signs.FENCES for p in (three[0], three[2])):
        return False
    inner = three[1]
    return isinstance(inner, Grid) or (isinstance(inner, Fraction) and not inner.bar)


def _is_fence(part: Part) -> bool:
    return isinstance(part, Token) and part.stretch and part.size is None


def _bracket(part: Part) -> str:
    return part.text if isinstance(part, Token) else ""


def _negated(found: list[Part]) -> list[Part]:
    r"""The stroke of ``\not`` and the sign that it strikes as one sign."""
    made: list[Part] = []
    stroke = False
    for part in found:
        if part == Token(Kind.OPERATOR, "\u0338"):
            stroke = True
        elif stroke and isinstance(part, Token):
            made.append(replace(part, text=unicodedata.normalize("NFC", f"{part.text}\u0338"), kind=Kind.OPERATOR))
            stroke = False
        else:
            made.append(part)
    return made


def _joined(found: list[Part]) -> list[Part]:
    """Upright letters beside one another as a word, and a number with its ``{,}``."""
    made: list[Part] = []
    for index, part in enumerate(found):
        last = made[-1] if made else None
        if isinstance(part, Token) and isinstance(last, Token) and part.kind is last.kind is Kind.NUMBER:
            following = found[index + 1] if index + 1 < len(found) else None
            number = isinstance(following, Token) and following.kind is Kind.NUMBER
            if (part.text == "," and number) or last.text.endswith(","):
                made[-1] = replace(last, text=last.text + part.text)
                continue
        if isinstance(part, Token) and isinstance(last, Token) and part.kind is last.kind is Kind.IDENTIFIER:
            words = ("normal", "sans-serif", "monospace")
            if part.style == last.style and part.style in words and part.text.isalpha():
                made[-1] = replace(last, text=last.text + part.text)
                continue
        made.append(part)
    return made
