"""Formulas: LaTeX → a tree (by latex2mathml) → MathML, a drawing, Office MathML, a line of Unicode, speech.

Imported by essays with formulas alone. The reader asks :func:`faults` what is wrong; what it lets through every output
can show. Each formula is read, drawn and spoken once in a process.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from pipeline.formulas.drawing import Drawn
from pipeline.formulas.faults import Fault
from pipeline.formulas.linear import Piece
from pipeline.formulas.reading import Read, read
from pipeline.formulas.tree import Part

__all__ = ["Drawn", "Fault", "Formula", "Piece", "faults", "formula"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read. ``display`` says that it stands on lines of its own, ``$$ … $$``."""

    tree: Part
    display: bool

    @property
    def mathml(self) -> str:
        """As MathML Core: a ``math`` element."""
        from pipeline.formulas.mathml import mathml

        return mathml(self.tree, display=self.display)

    @property
    def omml(self) -> str:
        """As Office MathML (ECMA-376 Part 1, 22.1): ``m:oMathPara`` where it is displayed, else ``m:oMath``."""
        from pipeline.formulas import omml

        return omml.paragraph(self.tree) if self.display else omml.omml(self.tree)

    @property
    def drawn(self) -> Drawn:
        """Its outlines and its size."""
        from pipeline.formulas.drawing import drawn

        return drawn(self.tree, display=self.display)

    @property
    def text(self) -> str:
        """As a line of Unicode: ``x² + y² = z²``."""
        from pipeline.formulas.linear import text

        return text(self.tree)

    @property
    def lines(self) -> tuple[str, ...]:
        """As lines of Unicode: one, or as many as it stands on."""
        from pipeline.formulas.linear import lines

        return lines(self.tree)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """As the runs of a line, some raised or lowered."""
        from pipeline.formulas.linear import pieces

        return pieces(self.tree)

    @property
    def is_linear(self) -> bool:
        """Whether :attr:`pieces` show it as it is: it has no fraction, no root, no table."""
        from pipeline.formulas.linear import is_linear

        return is_linear(self.tree)

    def spoken(self, lang: str) -> str:
        """As it is read aloud in ``lang`` (BCP 47; English, German, French, else English)."""
        from pipeline.formulas.spoken import spoken

        return spoken(self.tree, lang) or self.text


def faults(tex: str, *, display: bool) -> tuple[Fault, ...]:
    """What is wrong with ``tex``; nothing where every output can show it."""
    found = _read(tex, display)
    if found.tree is None:
        return found.faults
    from pipeline.formulas.drawing import missing

    made = Formula(found.tree, display)
    if not made.text:
        return (Fault("formula-empty", "a formula that shows nothing", "write \\$ for a dollar sign"),)
    lacking = missing(found.tree)
    if lacking:
        named = lacking[0] if lacking[0].isprintable() else f"U+{ord(lacking[0]):04X}"
        hint = "say it in the text around the formula"
        return (Fault("formula-glyph", f"the face of formulas has no character {named}", hint),)
    if not made.is_linear:
        try:
            _ = made.drawn
        except Exception as fault:  # noqa: BLE001  a drawing library may raise whatever it comes upon
            what = f"the formula cannot be drawn ({type(fault).__name__})"
            return (Fault("formula-unread", what, "write it in a plainer way"),)
    return ()


@functools.lru_cache(maxsize=4096)
def formula(tex: str, *, display: bool) -> Formula | None:
    """``tex`` read; None where :func:`faults` finds any."""
    found = _read(tex, display)
    return None if found.tree is None else Formula(found.tree, display)


def _read(tex: str, display: bool) -> Read:
    return read(tex.strip(), display=display)
