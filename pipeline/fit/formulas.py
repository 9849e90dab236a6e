"""Formulas on slides: as large as the room allows; broken into lines, then smaller, then over further slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import MathBlock
from pipeline.fit.context import Context
from pipeline.fit.parts import even
from pipeline.fit.reading import Filled
from pipeline.fit.text import sizes
from pipeline.fitted import Anchor, FormulaBox, Run, TextBox, TextParagraph
from pipeline.formulas import formula as read
from pipeline.formulas import omml
from pipeline.formulas.breaking import within
from pipeline.formulas.drawing import Drawn, drawn
from pipeline.formulas.linear import text
from pipeline.formulas.spoken import spoken
from pipeline.formulas.tree import Grid, Part
from pipeline.layouts import Placeholder, line_height
from pipeline.mathtext import is_number
from pipeline.prose import plain
from pipeline.units import Box, Length, pt

LARGEST = 2.0  # of the running text's size: a single short formula is no headline
_DIGIT = 0.65  # em: what a digit or bracket takes at the most
_BETWEEN = 0.45  # em: from one row of equations to the next


@dataclass(frozen=True, slots=True)
class _Set:
    """A formula, or some rows of one, in a size."""

    tree: Part
    shape: Drawn
    size: Length


def formula(node: MathBlock, slot: Filled, box: Box, place: Placeholder, context: Context) -> list[FormulaBox] | None:
    """``node`` on as few slides as hold it; None, and a problem, where its smallest part is too large for one."""
    found = read(node.tex, display=True)
    if found is None:  # the reader lets none through that cannot be read
        context.wrong(node.line, "formula-unread", "the formula cannot be read")
        return None
    lang = context.essay.meta.lang
    number = plain(node.caption) if is_number(node.caption) else ""
    beside = 2 * (_wide(number, place) + place.size) if number else 0
    room = _Room(replace(box, left=Length(box.left + beside // 2), width=Length(box.width - beside)), place)
    made = room.whole(found.tree) or room.divided(found.tree)
    if made is None:
        _overflows(node, found.tree, room, context)
        return None
    # Read aloud as a whole where it stands first.
    return [
        FormulaBox(
            slot.slot,
            node.ref,
            room.centred(one),
            one.size,
            omml.paragraph(one.tree),
            one.shape.svg("currentColor", 16.0),
            spoken(found.tree if len(made) == 1 else one.tree, lang),
            text(found.tree if len(made) == 1 else one.tree),
            number if index == 0 else "",
            round(one.shape.tall * one.size / box.height, 3),
        )
        for index, one in enumerate(made)
    ]


def numbered(box: FormulaBox, place: Placeholder) -> TextBox:
    """The number of ``box`` at the end of its line."""
    width, high = _wide(box.number, place), line_height(place.minimum)
    middle = box.box.top + box.box.height // 2
    at = Box(Length(place.box.right - width), Length(middle - high // 2), width, high)
    words = TextParagraph((Run(box.number),), lines=(box.number,))
    return TextBox("formula-number", box.ref, at, place.minimum, (words,), Anchor.MIDDLE, 1.0)


def _wide(number: str, place: Placeholder) -> Length:
    """More than enough room for a number: digits and brackets, in whatever face."""
    return Length(round(len(number) * _DIGIT * place.minimum))


@dataclass(frozen=True, slots=True)
class _Room:
    """The room of a slide in which a formula stands."""

    box: Box
    place: Placeholder

    def fits(self, shape: Drawn, size: Length) -> bool:
        return shape.width * size <= self.box.width and shape.tall * size <= self.box.height

    def largest(self, shape: Drawn) -> Length:
        """The largest size at which ``shape`` fits, within bounds."""
        wide = self.box.width / shape.width if shape.width else self.box.width
        high = self.box.height / shape.tall if shape.tall else self.box.height
        size = min(wide, high, self.place.size * LARGEST)
        return Length(max(int(size // pt(1)) * pt(1), min(int(size), self.place.minimum)))

    def whole(self, tree: Part) -> list[_Set] | None:
        """``tree`` on one slide: unbroken as large as running text, else in lines, else unbroken down to the least."""
        shape = drawn(tree, display=True)
        size = self.largest(shape)
        if size >= self.place.size:
            return [_Set(tree, shape, size)]
        for smaller in sizes(self.place):
            lines, broken = within(tree, self.box.width / smaller, display=True)
            if self.fits(broken, smaller):
                return [_Set(lines, broken, smaller)]
        return [_Set(tree, shape, size)] if size >= self.place.minimum else None

    def divided(self, tree: Part) -> list[_Set] | None:
        """The rows of ``tree`` over several slides, in the largest size that takes no more of them."""
        best: list[_Set] | None = None
        for size in sizes(self.place):
            lines, _ = within(tree, self.box.width / size, display=True)
            made = self._rows(lines, size)
            if made and (best is None or len(made) < len(best)):
                best = made
        return best

    def _rows(self, tree: Part, size: Length) -> list[_Set] | None:
        if not isinstance(tree, Grid) or not (tree.pairs or len(tree.align) == 1):
            return None

        def part(rows: Sequence[tuple[Part, ...]]) -> Grid:
            return Grid(tuple(rows), tree.align, tree.pairs)

        def tall(rows: Sequence[tuple[Part, ...]]) -> int:
            single = (drawn(part((row,)), display=True).tall for row in rows)
            return round((sum(single) + _BETWEEN * (len(rows) - 1)) * size)

        groups = even(tree.rows, self.box.height, tall)
        made = [_Set(grid, drawn(grid, display=True), size) for grid in map(part, groups)]
        return made if all(self.fits(one.shape, size) for one in made) else None

    def centred(self, one: _Set) -> Box:
        """Where it stands across; its slide says how high."""
        width, height = Length(round(one.shape.width * one.size)), Length(round(one.shape.tall * one.size))
        left = self.box.left + (self.box.width - width) // 2
        return Box(Length(left), self.box.top, width, height)


def _overflows(node: MathBlock, tree: Part, room: _Room, context: Context) -> None:
    _, shape = within(tree, room.box.width / room.place.minimum, display=True)
    over = Length(round(shape.width * room.place.minimum)) - room.box.width
    by = f"{Length(over).pt:.0f} pt too wide" if over > 0 else "too high, and it has no rows to divide it at"
    hint = r"break it in \begin{aligned} … \\ … \end{aligned}, or name a part of it"
    message = f"the formula does not fit its slide at the theme's smallest size: it is {by}"
    context.wrong(node.line, "text-overflows", message, hint)
