"""Setting text: from paragraphs and a width to a size, lines and a height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.fit.lines import Measured, Worn, broken, measured
from pipeline.fitted import Anchor, Bullet, TextBox, TextParagraph
from pipeline.fonts import Measure
from pipeline.layouts import Family, Placeholder, PlaceholderType, line_height
from pipeline.layouts.foreign import of_level, stands
from pipeline.theme import Theme
from pipeline.units import Box, Length, pt

IN_LIST = 0.35  # the space before an item, by the type size
BETWEEN = 0.6  # and before any other paragraph
LEAST = 4  # items: fewer make no two columns
_SHORT = 0.35  # of the width: a last line up to this is too short to end a claim
_LITTLE = 0.88  # of the size: how far a claim may shrink for that
_HALVINGS = 5
_NOWHERE = Box(Length(0), Length(0), Length(0), Length(0))


@dataclass(frozen=True, slots=True)
class SetText:
    """Text in its size: paragraphs with their lines, and the height that they take in all (or in a column).

    ``width`` is given where it is narrower than its placeholder, so that its lines are of a length.
    """

    size: Length
    paragraphs: tuple[TextParagraph, ...]
    height: Length
    lines: int
    columns: int = 1
    width: Length | None = None

    def boxed(self, slot: str, ref: str, box: Box, anchor: Anchor = Anchor.TOP, room: int = 0) -> TextBox:
        """The placeholder filled; ``room`` is the height that there was, where it is more than the box's."""
        if self.width is not None:
            box = replace(box, width=self.width)
        fill = round(self.height / max(room, box.height), 3) if box.height else 1.0
        return TextBox(slot, ref, box, self.size, self.paragraphs, anchor, fill, self.columns)


def listed(text: Sequence[Measured]) -> bool:
    """Whether all of ``text`` are items of lists."""
    return all(one.paragraph.bullet is not Bullet.NONE for one in text)


def halved(made: SetText) -> bool:
    """Whether two columns become ``made``: each item takes a line, and none stands at the foot that leads on."""
    at = -(-len(made.paragraphs) // 2)
    split = made.paragraphs[at - 1 : at + 1]
    return made.lines == len(made.paragraphs) and not (len(split) > 1 and leads(*split))


def leads(one: TextParagraph, following: TextParagraph) -> bool:
    """Whether ``one`` must not be parted from what follows: it announces it, is its heading or its parent."""
    text = "".join(run.text for run in one.runs).rstrip()
    heading = bool(one.runs) and all(run.bold for run in one.runs) and one.bullet is Bullet.NONE
    parent = one.bullet is not Bullet.NONE and following.level > one.level
    return text.endswith((":", "：")) or heading or parent


def sizes(placeholder: Placeholder) -> tuple[Length, ...]:
    """The sizes to try: four points at a time where they are large, one where they are small, down to the minimum."""
    found = [placeholder.size]
    while found[-1] > placeholder.minimum:
        step = pt(4 if found[-1] > pt(48) else 2 if found[-1] > pt(18) else 1)
        found.append(Length(max(placeholder.minimum, found[-1] - step)))
    return tuple(found)


def space(before: TextParagraph | None, after: TextParagraph, size: Length) -> Length:
    """The space before ``after`` where it follows ``before``."""
    if before is None:
        return Length(0)
    listed = all(p.bullet is not Bullet.NONE or p.level for p in (before, after))
    return Length(round(size * (IN_LIST if listed else BETWEEN)))


def _standing(one: Measured, before: TextParagraph | None, size: Length, lines: int) -> tuple[Length, int]:
    """The space before a paragraph, and how high its lines stand with what follows them."""
    if not one.manner:
        return space(before, one.paragraph, size), line_height(size, lines)
    manner = of_level(one.manner, one.paragraph.level)
    above = manner.before.at(size) if before is not None else Length(0)
    return above, manner.height(size, lines) + manner.after.at(size)


class Setter:
    """Sets text in a theme's faces."""

    def __init__(self, theme: Theme, measure: Measure) -> None:
        self.measure = measure
        self.families = {Family.HEADING: theme.deck.heading, Family.BODY: theme.deck.body, Family.MONO: "mono"}

    def measured(self, paragraphs: Sequence[TextParagraph], place: Placeholder) -> tuple[Measured, ...]:
        """``paragraphs`` with their words measured as ``place`` sets them."""
        family = self.families[place.family]
        # The space after a letter is written once, for the size at which the place starts (`@spc` is a length).
        worn = Worn(place.bold, place.capitals, place.tracking * place.size / place.minimum)
        found = (measured(p, family, self.measure, worn) for p in paragraphs)
        return tuple(replace(one, manner=place.manner) for one in found) if place.manner else tuple(found)

    def set(self, text: Sequence[Measured], size: Length, width: Length, columns: int = 1) -> SetText:
        """``text`` at ``size`` in columns that share ``width``."""
        plain = TextBox("", "", _NOWHERE, size, tuple(m.paragraph for m in text), Anchor.TOP, 0.0)
        indent = plain.indent
        if columns > 1:
            width = Length((width - plain.gutter) // columns)
        made: list[TextParagraph] = []
        heights: list[int] = []
        lines = 0
        for one in text:
            level = one.paragraph.level + (one.paragraph.bullet is not Bullet.NONE)
            margin = stands(one.manner, one.paragraph, size)[0] if one.manner else level * indent
            room = max(width - margin, size)
            cut = broken(one, room / size, self.measure)
            before, high = _standing(one, made[-1] if made else None, size, len(cut))
            made.append(replace(one.paragraph, lines=cut, space_before=before))
            heights.append(before + high + round(min(one.links, len(cut)) * one.tall * size))
            lines += len(cut)
        rows = max(1, -(-len(heights) // columns))
        column = max((sum(heights[i : i + rows]) for i in range(0, len(heights), rows)), default=0)
        return SetText(size, tuple(made), Length(column), lines, columns)

    def best(
        self, text: Sequence[Measured], placeholder: Placeholder, width: Length, height: Length | None = None
    ) -> SetText | None:
        """The largest size at which ``text`` keeps to the placeholder's lines and to ``height``; None where none does.

        More lines than the placeholder would like are taken at its minimum, as long as ``height`` holds them.
        """
        made = None
        for size in sizes(placeholder):
            made = self.set(text, size, width)
            low = height is None or made.height <= height
            if low and (not placeholder.lines or made.lines <= placeholder.lines):
                return self._shapely(text, placeholder, width, made)
        low = made is not None and (height is None or made.height <= height)
        return self._shapely(text, placeholder, width, made) if made and low else None

    def _shapely(self, text: Sequence[Measured], placeholder: Placeholder, width: Length, made: SetText) -> SetText:
        """A claim, subtitle or quotation without a last line of a word or two: a little smaller, or in equal lines."""
        shaped = placeholder.family is Family.HEADING or placeholder.type is PlaceholderType.SUBTITLE
        if not shaped or len(text) != 1 or made.lines < 2:
            return made
        last = text[0].width * made.size - (made.lines - 1) * width
        if last > width * _SHORT:
            return made
        for size in sizes(placeholder):
            if made.size > size >= made.size * _LITTLE:
                smaller = self.set(text, size, width)
                if smaller.lines < made.lines:
                    return smaller
        if placeholder.manner:
            return made  # a template's boxes keep their width
        low, high = int(width) // made.lines, int(width)
        for _ in range(_HALVINGS):
            middle = (low + high) // 2
            if self.set(text, made.size, Length(middle)).lines > made.lines:
                low = middle
            else:
                high = middle
        return replace(self.set(text, made.size, Length(high)), width=Length(high))

    def in_columns(
        self, text: Sequence[Measured], placeholder: Placeholder, width: Length, height: Length
    ) -> SetText | None:
        """``text`` in two columns where it is a list of items that take a line each; else None."""
        if placeholder.columns < 2 or len(text) < LEAST or not listed(text):
            return None
        for size in sizes(placeholder):
            made = self.set(text, size, width, 2)
            if made.height <= height and halved(made):
                return made
        return None
