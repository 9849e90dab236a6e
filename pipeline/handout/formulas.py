"""Formulas on paper: outlines as high as the text around them, broken where they are too long for its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.document import Math, MathBlock
from pipeline.mathtext import worded
from pipeline.problems import Place, Problem, warning
from pipeline.theme import Color

if TYPE_CHECKING:  # most handouts have none
    from pipeline.formulas import Drawn, Formula

SMALLEST = 0.7  # of the text's size: below, indices can no longer be read
_LONG = 6.0  # ems: shorter ones within a line are not broken
_NUMBER = 3.0  # ems that a formula's number takes


@dataclass(frozen=True, slots=True)
class Formulas:
    """Writes formulas in the language ``lang`` and the colour ``ink``; a line of text is ``room`` ems long.

    ``problems`` grows with those of ``path`` that are too wide for paper.
    """

    lang: str
    ink: Color
    room: float
    path: str
    problems: list[Problem] = field(default_factory=list)

    def set(self, math: Math | MathBlock) -> Markup:
        """``math`` as outlines, with what is heard of it."""
        from pipeline.formulas import formula

        display = isinstance(math, MathBlock)
        found = formula(math.tex, display=display)
        if found is None:
            return worded(math)
        shapes = self._displayed(math, found) if isinstance(math, MathBlock) else self._within(found)
        return Markup('<span class="math" role="img" aria-label="{}">{}</span>').format(
            found.spoken(self.lang), Markup(" ").join(shapes)
        )

    def _within(self, found: Formula) -> list[Markup]:
        """A formula among words, in pieces between which the line may end."""
        from pipeline.formulas.breaking import chunks
        from pipeline.formulas.drawing import drawn

        if found.drawn.width <= _LONG:
            return [self._svg(found.drawn)]
        return [self._svg(drawn(chunk, display=False), self.room) for chunk in chunks(found.tree)]

    def _displayed(self, math: MathBlock, found: Formula) -> list[Markup]:
        from pipeline.formulas.breaking import within

        room = self.room - (2 * _NUMBER if math.caption else 0.0)
        _, shape = within(found.tree, room, display=True)
        if shape.width * SMALLEST > room:
            share = round(room / shape.width * 100)
            what = f"the formula is too wide for the page, and is set at {share} % of the text's size"
            hint = "break it in \\begin{aligned} … \\\\ … \\end{aligned}, or name a part of it"
            self.problems.append(warning(Place(self.path, math.line), "formula-too-wide", what, hint))
        return [self._svg(shape, room)]

    def _svg(self, shape: Drawn, room: float = 1e9) -> Markup:
        scale = min(1.0, room / shape.width) if shape.width else 1.0
        width, height, sunk = (length * scale for length in (shape.width, shape.tall, max(0.0, shape.depth)))
        style = f"width:{width:.3f}em;height:{height:.3f}em;vertical-align:{-sunk or 0:.3f}em"
        # Outlines and numbers of ours.
        return Markup(shape.svg(self.ink.css, 16.0).replace("<svg ", f'<svg style="{style}" ', 1))  # noqa: S704
