"""One slide: its slots set in size, placed, and continued on further slides where one does not hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.document import CodeBlock, Essay, Figure, MathBlock, Table
from pipeline.files import Files
from pipeline.fit import place
from pipeline.fit.objects import Nodes, Tables, code, picture
from pipeline.fit.parts import divided
from pipeline.fit.prose import Prose
from pipeline.fit.reading import Filled, Sheet
from pipeline.fit.text import Setter, SetText
from pipeline.fitted import Anchor, FittedShape, FittedSlide, PictureBox, Run, TableBox, TextParagraph
from pipeline.layouts import LayoutSpec, Placeholder, line_height
from pipeline.problems import Place, Problem, error
from pipeline.slides import Layout
from pipeline.units import Box, Length
from pipeline.words import words

_FOOT = ("event", "byline", "caption", "citation")  # these grow upwards from the foot
_STRETCH = frozenset(("body", "left", "right", "object"))  # these take what room there is, and may be continued
_MOST_FOOT = 0.4  # of a slide's height that its foot may take

Stretch = SetText | TableBox | PictureBox


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands on every part of a slide: rows that were set, and where the row that stretches begins and ends."""

    above: tuple[tuple[Placeholder, SetText], ...]
    below: tuple[tuple[Placeholder, SetText], ...]
    foot: tuple[tuple[Placeholder, SetText, Box], ...]
    top: int
    bottom: int
    height: int  # of the rows above and below, with the gaps


class Fitter:
    """Fits sheets; problems go to ``problems``."""

    def __init__(
        self,
        specs: Mapping[Layout, LayoutSpec],
        setter: Setter,
        *,
        essay: Essay,
        files: Files,
        nodes: Nodes,
        lang: str,
        problems: list[Problem],
    ) -> None:
        self.specs = specs
        self.essay = essay
        self.files = files
        self.setter = setter
        self.nodes = nodes
        self.problems = problems
        self.continued = words(lang).continued
        self.tables = Tables(essay, setter, Prose(lang, {}))

    def slides(self, sheet: Sheet) -> Iterator[FittedSlide]:
        """The slide, or its parts."""
        spec = self.specs[sheet.layout]
        if not self._sound(sheet, spec):
            return
        head = self._head(sheet, spec, None)
        if head is None:
            return
        parts = self._stretched(sheet, spec, head)
        if parts is not None and len(parts) > 1:
            # The suffix may take the title to another line: measured before the room below it is given away.
            head = self._head(sheet, spec, (len(parts), len(parts)))
            parts = self._stretched(sheet, spec, head) if head else None
        if parts is None:
            return
        count = len(parts)
        for index, part in enumerate(parts, 1):
            own = self._head(sheet, spec, (index, count)) if count > 1 else head
            if own is not None:
                yield self._placed(sheet, spec, own, part, (index, count) if count > 1 else None)

    # --- What is asked for -------------------------------------------------------------------

    def _sound(self, sheet: Sheet, spec: LayoutSpec) -> bool:
        """Whether the sheet has a title and each of its slots a place."""
        before = len(self.problems)
        where = Place(self.essay.path, sheet.line)
        title = sheet.slot("title")
        if title is None or not any(run.text.strip() for p in title.paragraphs for run in p.runs):
            self.problems.append(
                error(where, "slide-untitled", "a slide has no title", "mark the words that say what it shows: ==…==")
            )
        for slot in sheet.slots:
            if spec.placeholder(slot.slot) is None:
                there = ", ".join(p.slot for p in spec.placeholders)
                message = f"the layout `{spec.id}` has no slot `{slot.slot}`"
                self.problems.append(error(where, "slot-unknown", message, f"it has: {there}"))
        return len(self.problems) == before

    def _overflows(self, slot: Filled | None, sheet: Sheet, by: str, hint: str) -> None:
        line = self.nodes.lines.get(slot.ref if slot else sheet.ref, sheet.line)
        name = slot.slot if slot else "slide"
        message = f"the {name} does not fit its slide at the theme's smallest size: {by}"
        self.problems.append(error(Place(self.essay.path, line), "text-overflows", message, hint))

    # --- What stands on every part -----------------------------------------------------------

    def _head(self, sheet: Sheet, spec: LayoutSpec, part: tuple[int, int] | None) -> _Head | None:
        """The slots that do not stretch, set; None where they leave no room."""
        slots = {s.slot: s for s in sheet.slots}
        foot = self._foot(spec, slots)
        bottom: int = spec.area.bottom
        for p, _, box in foot:
            bottom = min(bottom, spec.area.bottom - (p.box.top - box.top))
        top: int = spec.area.top + place.reserved(spec, slots)
        fixed: list[tuple[Placeholder, SetText, Box]] = []
        flowing = {name for row in spec.flow for name in row}
        for slot in sheet.slots:
            p = _there(spec, slot.slot)
            if slot.slot in flowing or slot.slot in _FOOT:
                continue
            made = self._best(slot, p, part)
            box = replace(p.box, height=Length(max(p.box.height, made.height)))
            top = max(top, top + made.height - p.box.height)
            fixed.append((p, made, box))
        above: list[tuple[Placeholder, SetText]] = []
        below: list[tuple[Placeholder, SetText]] = []
        height = 0
        stretched = False
        first = True
        for row in place.rows(spec, slots):
            height += 0 if first else place.gap(spec, row)
            first = False
            if row[0].slot in _STRETCH:
                stretched = True
                continue
            for p in row:
                made = self._best(slots[p.slot], p, part)
                (below if stretched else above).append((p, made))
                height += made.height
        least = line_height(Length(min((p.minimum for p in spec.placeholders), default=0)), 2) if stretched else 0
        if height + least > bottom - top:
            longest = max((slots[p.slot] for p, _ in (*above, *below)), key=lambda s: len(_words(s)), default=None)
            over = Length(height + least - (bottom - top)).pt
            self._overflows(
                longest, sheet, f"{over:.0f} pt too high", 'say it in fewer words, or give it `{short="…"}`'
            )
            return None
        return _Head(tuple(above), tuple(below), (*fixed, *foot), top, bottom, height)

    def _best(self, slot: Filled, p: Placeholder, part: tuple[int, int] | None) -> SetText:
        """``slot`` in the largest size that keeps to the placeholder's lines, else in its minimum."""
        paragraphs = slot.paragraphs
        if part and slot.slot == "title":
            paragraphs = (*paragraphs[:-1], _suffixed(paragraphs[-1], self.continued.format(*part)))
        made = self.setter.best(self.setter.measured(paragraphs, p.family), p, p.box.width)
        if made is None:  # no height was asked for
            raise AssertionError(slot)
        return made

    def _foot(self, spec: LayoutSpec, slots: Mapping[str, Filled]) -> tuple[tuple[Placeholder, SetText, Box], ...]:
        """Lines at the foot, growing upwards; those above others move up with them."""
        found: list[tuple[Placeholder, SetText, Box]] = []
        grown = 0
        for name in _FOOT:
            p = spec.placeholder(name)
            if p is None or name not in slots:
                continue
            made = self.setter.best(
                self.setter.measured(slots[name].paragraphs, p.family), p, p.box.width, p.box.height
            )
            made = made or self._best(slots[name], p, None)
            height = max(p.box.height, made.height)
            stacked = grown if name in ("event", "byline") else 0
            box = place.at(p, p.box.bottom - height - stacked, height)
            grown = stacked + height - p.box.height
            found.append((p, made, box))
        return tuple(found)

    # --- What stretches ----------------------------------------------------------------------

    def _stretched(self, sheet: Sheet, spec: LayoutSpec, head: _Head) -> list[dict[str, Stretch]] | None:
        """The stretching slots of each part; one part without any where there are none. None: a problem was found."""
        row = self._row(sheet, spec)
        if not row:
            return [{}]
        room = Length(head.bottom - self._row_top(spec, head, row))
        room = Length(room - sum(made.height + place.gap(spec, (p,)) for p, made in head.below))
        parts: list[list[tuple[str, Stretch]]] = []
        sizes: list[Length] = []
        for p in row:
            slot = sheet.slot(p.slot)
            if slot is None:
                continue
            made = self._object(slot, p, room, sheet) if slot.object else self._text(slot, p, room)
            if made is None:
                self._too_tall(slot, p, room, sheet)
                return None
            sizes.extend(m.size for m in made if isinstance(m, SetText))
            parts.append([(p.slot, m) for m in made])
        if len(parts) > 1 and len(set(sizes)) > 1:
            parts = self._alike(sheet, row, room, min(sizes)) or parts
        count = max(len(side) for side in parts)
        # A picture stays in sight while the text beside it goes on.
        return [
            dict(side[min(i, len(side) - 1)] for side in parts if i < len(side) or isinstance(side[-1][1], PictureBox))
            for i in range(count)
        ]

    def _row(self, sheet: Sheet, spec: LayoutSpec) -> tuple[Placeholder, ...]:
        there = {s.slot for s in sheet.slots}
        return next((r for r in place.rows(spec, dict.fromkeys(there)) if r[0].slot in _STRETCH), ())

    def _row_top(self, spec: LayoutSpec, head: _Head, row: tuple[Placeholder, ...]) -> int:
        """Where the stretching row begins when nothing is moved down."""
        top = head.top
        first = True
        for p, made in head.above:
            top += made.height + (0 if first else place.gap(spec, (p,)))
            first = False
        top += 0 if first else place.gap(spec, row)
        return max(top, row[0].box.top) if spec.pinned else top

    def _alike(
        self, sheet: Sheet, row: tuple[Placeholder, ...], room: Length, size: Length
    ) -> list[list[tuple[str, Stretch]]] | None:
        """Two sides in the smaller of their sizes, where both then still fit one slide."""
        parts: list[list[tuple[str, Stretch]]] = []
        for p in row:
            slot = sheet.slot(p.slot)
            if slot is None or slot.object:
                return None
            made = self._text(slot, replace(p, size=size), room)
            if made is None or any(m.size != size for m in made):
                return None
            parts.append([(p.slot, m) for m in made])
        return parts

    def _text(self, slot: Filled, p: Placeholder, room: Length) -> tuple[SetText, ...] | None:
        text = self.setter.measured(slot.paragraphs, p.family)
        whole = self.setter.best(text, p, p.box.width, room) or self.setter.in_columns(text, p, p.box.width, room)
        return (whole,) if whole else divided(self.setter, text, p, p.box.width, room)

    def _object(self, slot: Filled, p: Placeholder, room: Length, sheet: Sheet) -> list[Stretch] | None:
        node = self.nodes.blocks.get(slot.ref)
        box = replace(p.box, height=room)
        match node:
            case Table():
                tables = self.tables.table(node, slot.slot, box, p)
                return None if tables is None else list(tables)
            case CodeBlock(text=text) | MathBlock(tex=text):
                return list(code(text, box.width, p, room, self.setter))
            case Figure():
                made = picture(node, self.essay, self.files, slot.slot, box)
                if made is None:
                    message = f"`{node.src}` is no picture that can be read"
                    hint = "PNG and JPEG can"
                    self.problems.append(error(Place(self.essay.path, node.line), "figure-unreadable", message, hint))
                    return []
                return [made]
            case _:
                message = f"nothing that could be shown is called `{slot.ref}`"
                self.problems.append(error(Place(self.essay.path, sheet.line), "slot-reference", message))
                return []

    def _too_tall(self, slot: Filled, p: Placeholder, room: Length, sheet: Sheet) -> None:
        if slot.object:
            self._overflows(
                slot, sheet, "one of its rows is taller than a slide", "split the row, or shorten its cells"
            )
            return
        text = self.setter.measured(slot.paragraphs, p.family)
        tallest = max(self.setter.set((one,), p.minimum, p.box.width).height for one in text)
        over = Length(tallest - room).pt
        hint = "end the sentence sooner: a slide breaks between sentences, never within one"
        self._overflows(slot, sheet, f"a sentence is up to {over:.0f} pt too high", hint)

    # --- Where it all stands -----------------------------------------------------------------

    def _placed(
        self, sheet: Sheet, spec: LayoutSpec, head: _Head, stretch: dict[str, Stretch], part: tuple[int, int] | None
    ) -> FittedSlide:
        slots = {s.slot: s for s in sheet.slots}
        row = tuple(p for p in self._row(sheet, spec) if p.slot in stretch)
        tallest = max((_height(stretch[p.slot]) for p in row), default=0)
        used = head.height + tallest
        # Claims of one line and of two begin at the same height, so that they do not dance from slide to slide.
        used += sum(max(0, p.box.height - made.height) for p, made in head.above if p.slot == "title" and p.lines == 2)
        move = place.offset(used, head.bottom - head.top) if spec.centred and part is None else 0
        shapes: dict[str, FittedShape] = {}
        row_top = self._row_top(spec, head, row) + move if row else head.top
        if spec.pinned and row:  # what stands above comes down to the row that does not move up
            move = row_top - self._row_top(replace(spec, pinned=False), head, row)
        top = head.top + move
        first = True
        for p, made in head.above:
            top += 0 if first else place.gap(spec, (p,))
            first = False
            shapes[p.slot] = made.boxed(p.slot, slots[p.slot].ref, place.at(p, top, made.height))
            top += made.height
        if row:
            top = row_top
            below = sum(made.height + place.gap(spec, (p,)) for p, made in head.below)
            bottom = top + tallest if head.below else head.bottom - below
            for p in row:
                shapes[p.slot] = _boxed(stretch[p.slot], p, slots[p.slot].ref, top, bottom)
            top = bottom
        for p, made in head.below:
            top += place.gap(spec, (p,))
            shapes[p.slot] = made.boxed(p.slot, slots[p.slot].ref, place.at(p, top, made.height))
            top += made.height
        for p, made, box in head.foot:
            shapes[p.slot] = made.boxed(p.slot, slots[p.slot].ref, box, p.anchor)
        return FittedSlide(
            id=sheet.id if part is None or part[0] == 1 else f"{sheet.id}-{part[0]}",
            number=None,
            layout=spec.id.value,
            ref=sheet.ref,
            line=sheet.line,
            section=sheet.section,
            shapes=tuple(shapes[p.slot] for p in spec.placeholders if p.slot in shapes),
            notes=sheet.notes if part is None or part[0] == 1 else (),
            seconds=_share(sheet.seconds, part),
            part=part,
        )


def _there(spec: LayoutSpec, slot: str) -> Placeholder:
    found = spec.placeholder(slot)
    if found is None:  # _sound() saw to it
        raise AssertionError(slot)
    return found


def _words(slot: Filled) -> str:
    return "".join(run.text for p in slot.paragraphs for run in p.runs)


def _suffixed(paragraph: TextParagraph, suffix: str) -> TextParagraph:
    like = paragraph.runs[-1] if paragraph.runs else Run("")
    return replace(paragraph, runs=(*paragraph.runs, Run(f" {suffix}", lang=like.lang)))


def _height(made: Stretch) -> Length:
    return made.height if isinstance(made, SetText) else made.box.height


def _boxed(made: Stretch, p: Placeholder, ref: str, top: int, bottom: int) -> FittedShape:
    """What stretches in its place: text from ``top`` to ``bottom``, a table at ``top``, a picture between them."""
    match made:
        case SetText():
            # The first of two columns is full when the box is: it is as high as one of them.
            height = made.height if made.columns > 1 else bottom - top
            return made.boxed(p.slot, ref, place.at(p, top, height), Anchor.TOP)
        case TableBox():
            return replace(made, box=replace(made.box, top=Length(top)))
        case PictureBox():
            down = (bottom - top - made.box.height) // 2
            return replace(made, box=replace(made.box, top=Length(top + down)))


def _share(seconds: int, part: tuple[int, int] | None) -> int:
    """The seconds of one part: all take as long, the first what is left over."""
    if part is None:
        return seconds
    each, left = divmod(seconds, part[1])
    return each + (left if part[0] == 1 else 0)
