"""The stylesheet of a drawing: each set of declarations once, under a class.

No element has a style of its own, so that a page may forbid inline styles (CSP 3, 6.1.13).
"""

from __future__ import annotations

from pipeline.units import Box, Length


class Sheet:
    """Declarations and the classes that stand for them, in the order in which they were first asked for.

    They hold within elements of the class ``scope``, whose initial they begin with.
    """

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self._classes: dict[str, str] = {}

    def named(self, *declarations: str) -> str:
        """The class of ``declarations``; empty ones are left out."""
        told = ";".join(filter(None, declarations))
        return self._classes.setdefault(told, f"{self.scope[0]}{len(self._classes)}") if told else ""

    def css(self) -> str:
        """A rule a class."""
        return "".join(f".{self.scope} .{name}{{{told}}}\n" for told, name in self._classes.items())


def points(length: Length | float) -> str:
    """``length`` (EMU) as CSS writes it, to a hundredth of a point."""
    text = f"{length / 12_700:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("0", "-0") else f"{text}pt"


def placed(box: Box) -> str:
    """Where ``box`` stands on its slide."""
    return f"left:{points(box.left)};top:{points(box.top)};width:{points(box.width)};height:{points(box.height)}"
