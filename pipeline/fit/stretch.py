"""What stretches: text, tables, code and pictures in the room that the head leaves, in one part or several."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Chart, CodeBlock, Figure, MathBlock, Table
from pipeline.fit import place
from pipeline.fit.context import STRETCH, Context
from pipeline.fit.head import Head, too_high
from pipeline.fit.parts import divided, sentences
from pipeline.fit.pictures import picture
from pipeline.fit.pinned import Pinned
from pipeline.fit.prose import Prose
from pipeline.fit.reading import Filled, Sheet
from pipeline.fit.tables import Tables
from pipeline.fit.text import SetText
from pipeline.fitted import ChartBox, CodeBox, FormulaBox, PictureBox, TableBox
from pipeline.layouts import Color, LayoutSpec, Placeholder
from pipeline.units import Box, Length

_MANY = 8  # slides of one table, above which it is told
Stretch = SetText | TableBox | CodeBox | ChartBox | FormulaBox | PictureBox
Part = dict[str, Stretch]


def row(sheet: Sheet, spec: LayoutSpec) -> tuple[Placeholder, ...]:
    """The placeholders of the row that stretches, those that ``sheet`` fills."""
    there = dict.fromkeys(slot.slot for slot in sheet.slots)
    return next((r for r in place.rows(spec, there) if r[0].slot in STRETCH), ())


class Stretcher:
    """Sets what stretches."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.setter = context.setter
        self.tables = Tables(context.essay, context.setter, Prose(context.lang, {}))

    def parts(self, sheet: Sheet, spec: LayoutSpec, head: Head | Pinned) -> list[Part] | None:
        """The stretching slots of each part; one part without any where there are none. None: a problem was found."""
        places = row(sheet, spec)
        if not places:
            return [{}]
        places = head.fields(spec, places)
        sides: list[list[tuple[str, Stretch]]] = []
        for p in places:
            made = self._set(sheet, p, p.box.height)
            if made is None:
                return None
            sides.append([(p.slot, one) for one in made])
        sides = self._alike(sheet, places, sides)
        # A picture stays in sight while the text beside it goes on.
        return [
            dict(side[min(i, len(side) - 1)] for side in sides if i < len(side) or isinstance(side[-1][1], PictureBox))
            for i in range(max(len(side) for side in sides))
        ]

    def _set(self, sheet: Sheet, p: Placeholder, room: Length) -> list[Stretch] | None:
        slot = sheet.slot(p.slot)
        if slot is None:
            return []
        if slot.object:
            return self._object(slot, p, room, sheet)
        made = self._text(slot, p, room)
        if made is None:
            said = tuple(one for paragraph in slot.paragraphs for one in sentences(paragraph))
            text = self.setter.measured(said, p)
            tallest = max(self.setter.set((one,), p.minimum, p.box.width).height for one in text)
            hint = "end the sentence sooner: a slide breaks between sentences, never within one"
            over = Length(max(1, tallest - room))
            self.context.overflows(slot, sheet, f"a sentence is {too_high(over, p)}", hint)
            return None
        return list(made)

    def _text(self, slot: Filled, p: Placeholder, room: Length) -> tuple[SetText, ...] | None:
        """Text by the remedies in their order: smaller, in two columns, on further slides."""
        text = self.setter.measured(slot.paragraphs, p)
        whole = self.setter.best(text, p, p.box.width, room) or self.setter.in_columns(text, p, p.box.width, room)
        return (whole,) if whole else divided(self.setter, text, p, p.box.width, room)

    def _alike(
        self, sheet: Sheet, places: tuple[Placeholder, ...], sides: list[list[tuple[str, Stretch]]]
    ) -> list[list[tuple[str, Stretch]]]:
        """Two sides of text in the smaller of their sizes, where that needs no more slides."""
        sizes = {made.size for side in sides for _, made in side if isinstance(made, SetText)}
        if len(sizes) < 2:
            return sides
        found: list[list[tuple[str, Stretch]]] = []
        for p, side in zip(places, sides, strict=True):
            slot = sheet.slot(p.slot)
            made = self._text(slot, replace(p, size=min(sizes)), p.box.height) if slot and not slot.object else None
            if made is None or len(made) > len(side):
                return sides
            found.append([(p.slot, one) for one in made])
        return found

    def _table(self, node: Table, slot: Filled, box: Box, p: Placeholder, sheet: Sheet) -> list[Stretch] | None:
        made = self.tables.table(node, box, p)
        if made.boxes is None:
            by, hint = "one of its rows is taller than a slide", "split the row, or shorten its cells"
            self.context.overflows(slot, sheet, by, hint)
            return None
        if made.cut:
            what = f"the table's {len(node.header)} columns are too narrow for their words, which are cut"
            self.context.warn(node.line, "table-too-wide", what, "take columns out, or say it in shorter words")
        elif made.groups > 1:
            what = f"the table's {len(node.header)} columns go on over {made.groups} slides, the first on each"
            self.context.advise(node.line, "table-divided", what, "show fewer, if the slide needs no more")
        if len(made.boxes) > _MANY:
            what = f"the table takes {len(made.boxes)} slides, more than anybody reads off a wall"
            hint = 'show a part of it ({rows="1-20"} of a data file), or none: {deck=off}'
            self.context.warn(node.line, "table-long", what, hint)
        return list(made.boxes)

    def _object(self, slot: Filled, p: Placeholder, room: Length, sheet: Sheet) -> list[Stretch] | None:
        node = self.context.nodes.blocks.get(slot.ref)
        box = replace(p.box, height=room)
        match node:
            case Table():
                return self._table(node, slot, box, p, sheet)
            case MathBlock():
                from pipeline.fit.formulas import formula  # most decks have none

                shapes = formula(node, slot, box, p, self.context)
                return None if shapes is None else list(shapes)
            case CodeBlock():
                from pipeline.fit.listing import listing

                ground = Color.PAPER if self.context.spec(sheet).background is Color.PANEL else Color.PANEL
                return list(listing(node, box, p, self.setter, ground.value))
            case Chart():
                from pipeline.fit.charts import chart

                return [chart(node, box, p, self.context)]
            case Figure():
                made = picture(node, self.context, slot.slot, box)
                return None if made is None else [made]
            case _:
                message = f"nothing that could be shown is called `{slot.ref}`"
                self.context.wrong(sheet.line, "slot-reference", message)
                return None
