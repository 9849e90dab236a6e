"""The head of a slide: all that stands on each of its parts, set before the room for the rest is known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.fit import place
from pipeline.fit.captions import shared
from pipeline.fit.codes import SLOT as CODE
from pipeline.fit.context import STRETCH, Context
from pipeline.fit.reading import Filled, Sheet
from pipeline.fit.text import SetText, sizes
from pipeline.fitted import Run, TextParagraph
from pipeline.layouts import LayoutSpec, Placeholder, line_height
from pipeline.units import Box, Length
from pipeline.words import words

FOOT = ("event", "byline", "caption", "citation")  # these grow upwards from the foot; each pushes the next of its pile
_PILE = frozenset(("event", "byline"))

SHORTER = "say it in fewer words"
_HEADING = f'{SHORTER}, or give the heading a `{{short="…"}}`'
HINTS = {
    "title": _HEADING,
    "term": _HEADING,
    "caption": "say it in fewer words: what explains the object can stand in the paragraph beside it",
    "byline": "name fewer affiliations, or shorter ones, in the front matter",
    "event": "shorten `event` and `venue` in the front matter",
}

Row = tuple[Placeholder, SetText]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every part of a slide: rows that were set, and between which edges all rows stand.

    ``fixed`` has a box of its own. ``height`` is that of the rows above and below, gaps included.
    """

    above: tuple[Row, ...]
    below: tuple[Row, ...]
    fixed: tuple[tuple[Placeholder, SetText, Box], ...]
    top: int
    bottom: int
    height: int

    def row_top(self, spec: LayoutSpec, row: tuple[Placeholder, ...]) -> int:
        """Where the row that stretches begins when nothing is moved down."""
        top = self.top
        for index, (p, made) in enumerate(self.above):
            top += made.height + (place.gap(spec, (p,)) if index else 0)
        return top + (place.gap(spec, row) if self.above else 0)

    def fields(self, spec: LayoutSpec, places: tuple[Placeholder, ...]) -> tuple[Placeholder, ...]:
        """``places``, the row that stretches, as high as the room that there is for them."""
        room = Length(self.bottom - self.row_top(spec, places) - self.under(spec))
        return tuple(replace(p, box=replace(p.box, height=room)) for p in places)

    def under(self, spec: LayoutSpec) -> int:
        """What the rows below the one that stretches take."""
        return sum(made.height + place.gap(spec, (p,)) for p, made in self.below)


def head(sheet: Sheet, spec: LayoutSpec, part: tuple[int, int] | None, context: Context) -> Head | None:
    """The slots of ``sheet`` that do not stretch, set; None, and a problem, where they leave no room for the others.

    Where all in its own size is too high, the title gives way, down to its smallest.
    """
    made, over = _head(sheet, spec, part, context)
    title = spec.placeholder("title")
    if over > 0 and title is not None:
        for size in sizes(title)[1:]:
            smaller = replace(title, size=size, alone=None)
            lowered = tuple(smaller if p is title else p for p in spec.placeholders)
            again, still = _head(sheet, replace(spec, placeholders=lowered), part, context)
            if still <= 0:
                return again
    if over > 0:
        slots = {slot.slot: slot for slot in sheet.slots}
        longest = max(_places(made), key=lambda p: _letters(slots[p.slot]))
        context.overflows(slots[longest.slot], sheet, too_high(over, longest), HINTS.get(longest.slot, SHORTER))
        return None
    return made


def _head(sheet: Sheet, spec: LayoutSpec, part: tuple[int, int] | None, context: Context) -> tuple[Head, Length]:
    """The head, and by how much it is too high."""
    slots = {slot.slot: slot for slot in sheet.slots}
    foot = tuple(_foot(spec, slots, context))
    bottom = min((spec.area.bottom - (p.box.top - box.top) for p, _, box in foot), default=int(spec.area.bottom))
    top: int = spec.area.top + place.reserved(spec, slots)
    fixed: list[tuple[Placeholder, SetText, Box]] = []
    flowing = {name for row in spec.flow for name in row}
    for p in spec.placeholders:
        if p.slot not in slots or p.slot in flowing or p.slot in (*FOOT, CODE):
            continue
        made = _best(slots[p.slot], p, part, context)
        fixed.append((p, made, replace(p.box, height=Length(max(p.box.height, made.height)))))
        top += max(0, made.height - p.box.height)
    above: list[Row] = []
    below: list[Row] = []
    height = least = 0
    rows = place.rows(spec, slots)
    alone = [p.slot for row in rows for p in row if p.slot != "term"] == ["title"]
    for index, row in enumerate(rows):
        height += place.gap(spec, row) if index else 0
        if row[0].slot in STRETCH:
            least = line_height(row[0].minimum, 2)
            continue
        for p in row:
            at = replace(p, size=p.alone, lines=p.lines + 1) if alone and p.alone else p
            made = _best(slots[p.slot], at, part, context)
            (below if least else above).append((at, made))
            height += made.height
    over = Length(height + least - (bottom - top))
    return Head(tuple(above), tuple(below), (*fixed, *foot), top, bottom, height), over


def _places(made: Head) -> list[Placeholder]:
    return [p for p, _ in (*made.above, *made.below)] + [p for p, _, _ in made.fixed]


def too_high(over: Length, place: Placeholder) -> str:
    """By how much a text overflows, in points and in its own lines at the smallest size."""
    lines = math.ceil(over / line_height(place.minimum))
    return f"{math.ceil(over.pt)} pt too high, {lines} line{'' if lines == 1 else 's'}"


def _best(slot: Filled, p: Placeholder, part: tuple[int, int] | None, context: Context) -> SetText:
    """``slot`` in the largest size that keeps to the placeholder's lines, else in its minimum."""
    paragraphs = suffixed(slot, part, context)
    made = context.setter.best(context.setter.measured(paragraphs, p), p, p.box.width)
    if made is None:
        raise AssertionError(slot)  # no height was asked for, so some size will do
    return made


def suffixed(slot: Filled, part: tuple[int, int] | None, context: Context) -> tuple[TextParagraph, ...]:
    """The paragraphs of ``slot``; a title that goes on says which part it is."""
    if not part or slot.slot != "title":
        return slot.paragraphs
    suffix = words(context.lang).continued.format(*part)
    return (*slot.paragraphs[:-1], _suffixed(slot.paragraphs[-1], suffix))


def _suffixed(paragraph: TextParagraph, suffix: str) -> TextParagraph:
    like = paragraph.runs[-1] if paragraph.runs else Run("")
    return replace(paragraph, runs=(*paragraph.runs, Run(f" {suffix}", lang=like.lang)))


def _foot(
    spec: LayoutSpec, slots: Mapping[str, Filled], context: Context
) -> Iterator[tuple[Placeholder, SetText, Box]]:
    """The lines at the foot, growing upwards; those piled on others move up with them."""
    grown = 0
    spec = shared(spec, slots, context)
    for name in FOOT:
        p = spec.placeholder(name)
        if p is None or name not in slots:
            continue
        made = _best(slots[name], p, None, context)
        height = max(p.box.height, made.height)
        below = grown if name in _PILE else 0
        yield p, made, place.at(p, p.box.bottom - height - below, height)
        grown = below + height - p.box.height


def _letters(slot: Filled) -> int:
    return sum(len(run.text) for p in slot.paragraphs for run in p.runs)
