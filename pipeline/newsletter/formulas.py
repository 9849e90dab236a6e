"""Formulas in a mail: pictures in the light scheme's ink on its paper, so that a dark one leaves them readable.

Their size is in whole CSS pixels, so that their baseline can be put on that of the text around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.document import Block, Math, MathBlock
from pipeline.formulas import formula
from pipeline.formulas.breaking import within
from pipeline.markup import Picture
from pipeline.mathtext import worded
from pipeline.pictures.drawings import Drawing, DrawingError, drawing
from pipeline.prose import every_inline, texts
from pipeline.theme import Theme

DISPLAYED = 1.1  # of the text's size
NARROW = 440  # CSS pixels at which it is broken: a phone shows what is so wide at three quarters
MARGIN = 64  # CSS pixels of the container that are left and right of the text


@dataclass(frozen=True, slots=True)
class Shown:
    """A formula on its ground of whole CSS pixels; ``depth`` of them are below the baseline."""

    drawing: Drawing
    depth: int


def key(math: Math | MathBlock) -> str:
    """By what the letter asks for the drawing of ``math``."""
    return f"{'formula' if isinstance(math, MathBlock) else 'inline'}:{math.tex}"


def formulas(blocks: tuple[Block, ...]) -> Iterator[tuple[Math | MathBlock, int]]:
    """All formulas of ``blocks`` themselves, and their lines."""
    for block in blocks:
        if isinstance(block, MathBlock):
            yield block, block.line
        for inlines in texts(block):
            yield from ((one, one.line) for one in every_inline(inlines) if isinstance(one, Math))


def shown(math: Math | MathBlock, theme: Theme) -> Shown | None:
    """``math`` drawn; None where it cannot be read."""
    display = isinstance(math, MathBlock)
    found = formula(math.tex, display=display)
    if found is None:
        return None
    size = theme.newsletter.size.px * (DISPLAYED if display else 1.0)
    room = theme.newsletter.width.px - MARGIN
    _, shape = within(found.tree, min(room, NARROW) / size, display=display)
    size = min(size, (room - 16) / max(shape.width, 0.1))  # what cannot be broken is set smaller
    drawn, _, depth = shape.grounded(theme.light.ink.css, theme.light.paper.css, size, pad=6 if display else 1)
    try:
        return Shown(drawing(drawn.encode()), depth)
    except DrawingError:  # of no height to speak of
        return None


def markup(math: Math | MathBlock, picture: Picture | None, theme: Theme, lang: str) -> Markup:
    """``math`` as its picture, told as it is read aloud; as a line of letters and signs where there is none."""
    found = formula(math.tex, display=isinstance(math, MathBlock))
    one = shown(math, theme)
    if found is None or one is None or picture is None:
        return worded(math)
    sunk = "" if isinstance(math, MathBlock) else f' style="vertical-align: -{one.depth}px"'
    # Its styles are whole numbers of ours.
    form = '<img class="formula" src="{}" alt="{}" width="{}" height="{}"' + sunk + ">"
    return Markup(form).format(picture.address, found.spoken(lang), picture.width, picture.height)  # noqa: S704
