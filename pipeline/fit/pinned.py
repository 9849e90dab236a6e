"""Slides on a person's own template: each text in the template's own box, smaller where it must be.

Only where a text fits its box at no size does that grow, at the cost of the one below it. What the template has no
place for takes its room from one side of a neighbour (:class:`pipeline.layouts.foreign.Carved`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.fit.captions import natural
from pipeline.fit.context import STRETCH, Context
from pipeline.fit.head import HINTS, SHORTER, suffixed, too_high
from pipeline.fit.pictures import COVER
from pipeline.fit.reading import Filled, Sheet
from pipeline.fit.text import SetText
from pipeline.fitted import FittedShape, PictureBox, TextParagraph
from pipeline.layouts import LayoutSpec, Placeholder, line_height
from pipeline.layouts.foreign import Side
from pipeline.units import Box, Length

_MOST = 0.75  # of a field: what small lines and a number may take of it
_BREAK = "\v"  # a line break in a run (``a:br``)
_FOOT = ("footer", "number-of-slide")


@dataclass(frozen=True, slots=True)
class Pinned:
    """What stands on every part of a slide, and the room that is left for each field that stretches.

    Boxes of ``fixed`` are the shapes', insets and all; those of ``rooms`` are what text may take.
    """

    fixed: tuple[tuple[Placeholder, SetText, Box], ...]
    rooms: Mapping[str, Box]
    square: Box | None

    def fields(self, spec: LayoutSpec, places: tuple[Placeholder, ...]) -> tuple[Placeholder, ...]:
        """``places`` with the room that there is for each."""
        return tuple(replace(p, box=self.rooms[p.slot]) for p in places)

    def shapes(
        self, spec: LayoutSpec, refs: Mapping[str, str], stretched: Mapping[str, object]
    ) -> dict[str, FittedShape]:
        """Every filled placeholder in its place."""
        found: dict[str, FittedShape] = {}
        for p, made, box in self.fixed:
            found[p.slot] = made.boxed(p.slot, refs[p.slot], box, p.anchor)
        for p in spec.placeholders:
            if p.slot in stretched:
                found[p.slot] = _placed(stretched[p.slot], p, refs[p.slot], self.rooms[p.slot])
        said, shown, place = found.get("caption"), found.get("object"), spec.placeholder("caption")
        if said and isinstance(shown, PictureBox) and place and place.carved and place.carved.side is Side.BOTTOM:
            found["caption"] = replace(said, box=_below(shown.box, said.box, place, self.rooms["object"]))
        return found


def _below(picture: Box, caption: Box, p: Placeholder, room: Box) -> Box:
    """The box of a ``caption`` right below its picture, and under it as far as there is ``room``."""
    gap = p.carved.gap if p.carved else Length(0)
    left = max(caption.left, min(picture.left, room.right - caption.width))
    return replace(caption, left=Length(left), top=Length(min(caption.top, picture.bottom + gap)))


def _placed(made: object, p: Placeholder, ref: str, room: Box) -> FittedShape:
    """What stretches: text over all its room, a picture in the middle of it, all else at its head."""
    if isinstance(made, SetText):
        if made.columns > 1:
            room = replace(room, height=made.height)
        box = p.box if room == p.inner else p.insets.around(room)
        return made.boxed(p.slot, ref, box, p.anchor, room.height)
    shape: FittedShape = made  # type: ignore[assignment]  # what stretches is text or a shape
    left, top = room.left, room.top
    if isinstance(shape, PictureBox):
        left = Length(left + max(0, room.width - shape.box.width) // 2)
        top = Length(top + max(0, room.height - shape.box.height) // 2)
    return replace(shape, box=replace(shape.box, left=left, top=top))


def filled(sheet: Sheet, spec: LayoutSpec, *, credited: bool = False) -> Sheet:
    """``sheet`` with the slots joined that the layout joins, and those in the notes that it has no place for.

    A cover that has no place goes; where it is ``credited``, the last line of the event says whose it is, and goes too.
    """
    origin = spec.origin
    if origin is None:
        return sheet
    covered = sheet.slot(COVER) is not None
    kept = [slot for slot in sheet.slots if slot.slot != COVER or spec.placeholder(COVER)]
    if covered and credited:
        told = ((_uncredited(one) if one.slot == "event" else one) for one in kept)
        kept = [one for one in told if one is not None]
    sheet = replace(sheet, layout=spec.id, slots=tuple(kept))
    notes = tuple(p for name in origin.unsaid if (slot := sheet.slot(name)) for p in slot.paragraphs)
    gone = {*origin.unsaid, *origin.merged}
    slots = [slot for slot in sheet.slots if slot.slot not in gone]
    joined = [slot for name in ("subtitle", *origin.merged) if (slot := sheet.slot(name))] if origin.merged else []
    if joined:
        paragraphs = tuple(p for slot in joined for p in slot.paragraphs)
        slots = [slot for slot in slots if slot.slot != "subtitle"]
        slots.append(Filled("subtitle", joined[0].ref, paragraphs))
    said = {_words(one) for one in sheet.notes}
    fresh = tuple(one for one in notes if not any(_words(one) in words for words in said))
    return replace(sheet, slots=tuple(slots), notes=(*fresh, *sheet.notes))


def _uncredited(event: Filled) -> Filled | None:
    """The event without the line below it; None where there is no other."""
    runs = [run for paragraph in event.paragraphs for run in paragraph.runs]
    end = next((n for n, run in enumerate(runs) if _BREAK in run.text), None)
    if end is None:
        return None
    said = (*runs[:end], replace(runs[end], text=runs[end].text.partition(_BREAK)[0]))
    one = replace(event.paragraphs[0], runs=tuple(run for run in said if run.text))
    return replace(event, paragraphs=(one,))


def _words(paragraph: TextParagraph) -> str:
    return " ".join("".join(run.text for run in paragraph.runs).split())


def pinned(sheet: Sheet, spec: LayoutSpec, part: tuple[int, int] | None, context: Context) -> Pinned | None:
    """The texts of ``sheet`` in their boxes, but for what stretches; None, and a problem, where one fits nowhere."""
    return _Pinning(sheet, spec, part, context).made()


class _Pinning:
    def __init__(self, sheet: Sheet, spec: LayoutSpec, part: tuple[int, int] | None, context: Context) -> None:
        self.sheet = sheet
        self.spec = spec
        self.part = part
        self.context = context
        self.rooms = {p.slot: p.inner for p in spec.placeholders if p.carved is None and p.slot not in _FOOT}
        self.fixed: list[tuple[Placeholder, SetText, Box]] = []
        self.square: Box | None = None

    def made(self) -> Pinned | None:
        carved = [p for p in self.spec.placeholders if p.carved and self.sheet.slot(p.slot)]
        titles = [p for p in reversed(carved) if p.carved and p.carved.of == ("title",)]
        rest = [p for p in carved if p not in titles]
        foot = [p for p in reversed(rest) if p.carved and p.carved.side is Side.BOTTOM]
        square = [p for p in rest if p.carved and p.carved.side is Side.RIGHT]
        above = [p for p in rest if p.carved and p.carved.side is Side.TOP]
        if not all(self._carve(p) for p in titles):
            return None
        own = (p for p in self.spec.placeholders if p.carved is None and p.slot not in (*STRETCH, *_FOOT, COVER))
        if not all(self._fix(p) for p in own if self.sheet.slot(p.slot)):
            return None
        for p in square:
            self._cut(p)
        if not all(self._carve(p) for p in (*foot, *above)):
            return None
        order = {p.slot: n for n, p in enumerate(self.spec.placeholders)}
        self.fixed.sort(key=lambda one: order[one[0].slot])
        return Pinned(tuple(self.fixed), self.rooms, self.square) if self._roomy() else None

    def _slot(self, p: Placeholder) -> Filled:
        slot = self.sheet.slot(p.slot)
        if slot is None:
            raise LookupError(p.slot)  # asked before
        return slot

    def _best(self, p: Placeholder, width: Length, height: Length | None) -> SetText:
        """The text of ``p`` at the largest size that ``height`` takes; at the smallest, whatever it takes."""
        slot, setter = self._slot(p), self.context.setter
        text = setter.measured(suffixed(slot, self.part, self.context), p)
        made = setter.best(text, p, width, height)
        return made or setter.set(text, p.minimum, width)

    def _fix(self, p: Placeholder) -> bool:
        """A text in its own box; one that is too high for it takes from what stands below."""
        room = self.rooms[p.slot]
        made = self._best(p, room.width, room.height)
        if made.height <= room.height:
            box = p.box if room == p.inner else p.insets.around(room)
            self.fixed.append((p, made, box))
            return True
        grown = replace(room, height=made.height)
        edge = self._push(p, grown)
        if grown.bottom > edge:
            over = Length(grown.bottom - edge)
            self.context.overflows(self._slot(p), self.sheet, too_high(over, p), HINTS.get(p.slot, SHORTER))
            return False
        self.fixed.append((p, made, p.insets.around(grown)))
        return True

    def _push(self, p: Placeholder, grown: Box) -> Length:
        """Moves what is below ``p`` down; how far down ``p`` itself may go."""
        foot = [one.box.top for one in self.spec.placeholders if one.slot in _FOOT and one.box.top > p.box.bottom]
        edge = min(foot, default=Length(round(self.spec.area.bottom)))
        gap = Length(round(0.3 * p.minimum))
        for slot, room in self.rooms.items():
            across = room.left < grown.right and grown.left < room.right
            if slot == p.slot or not across or room.bottom <= grown.top or not self.sheet.slot(slot):
                continue
            if room.top >= grown.top and room.top < grown.bottom + gap:
                top = Length(grown.bottom + gap)
                self.rooms[slot] = replace(room, top=top, height=Length(max(0, room.bottom - top)))
        return edge

    def _carve(self, p: Placeholder) -> bool:
        """A text that takes its room from one side of the fields that it belongs to."""
        carved = p.carved
        if carved is None:
            return True
        rooms = [self.rooms[slot] for slot in carved.of if slot in self.rooms]
        left, right = min(room.left for room in rooms), max(room.right for room in rooms)
        if len(rooms) == 1:  # what the template draws may leave it less
            left, right = max(left, p.box.left), min(right, p.box.right)
        top, bottom = min(room.top for room in rooms), max(room.bottom for room in rooms)
        most = Length(round((bottom - top) * _MOST))
        below = [
            q for q in self.spec.placeholders if q.slot in STRETCH and q.slot in carved.of and self.sheet.slot(q.slot)
        ]
        if below and carved.side is Side.TOP:  # it is set smaller before what it heads finds no room
            kept = max(line_height(q.minimum, 2) for q in below) + carved.gap
            most = Length(max(line_height(p.minimum), min(most, bottom - top - kept)))
        made = self._best(p, Length(right - left), most)
        if made.height > most:
            over = Length(made.height - most)
            self.context.overflows(self._slot(p), self.sheet, too_high(over, p), HINTS.get(p.slot, SHORTER))
            return False
        if p.slot == "caption" and made.lines == 1:  # it may stand under a picture that is narrower than its room
            made = replace(made, width=Length(min(right - left, natural(self._slot(p), p, self.context))))
        at = top if carved.side is Side.TOP else bottom - made.height
        box = Box(left, Length(at), Length(right - left), made.height)
        self.fixed.append((p, made, box))
        for slot in carved.of:
            if slot in self.rooms:
                self.rooms[slot] = _less(self.rooms[slot], carved.side, made.height + carved.gap)
        return True

    def _cut(self, p: Placeholder) -> None:
        """A square at the right of the fields that it belongs to."""
        carved = p.carved
        self.square = p.box
        for slot in carved.of if carved else ():
            if carved and slot in self.rooms:
                self.rooms[slot] = _less(self.rooms[slot], Side.RIGHT, p.box.width + carved.gap)

    def _roomy(self) -> bool:
        """Whether each field that is filled holds two lines at the least; what took the room is told."""
        for p in self.spec.placeholders:
            slot = self.sheet.slot(p.slot)
            if slot is None or p.slot not in STRETCH:
                continue
            least = line_height(p.minimum, 1 if self.rooms[p.slot].height >= p.inner.height else 2)
            over = Length(least - self.rooms[p.slot].height)
            if over > 0:
                tallest = max(self.fixed, key=lambda one: one[1].height)[0]
                by, hint = too_high(over, tallest), HINTS.get(tallest.slot, SHORTER)
                self.context.overflows(self._slot(tallest), self.sheet, by, hint)
                return False
        return True


def _less(room: Box, side: Side, taken: int) -> Box:
    """``room`` without what is ``taken`` from its ``side``."""
    match side:
        case Side.TOP:
            return replace(room, top=Length(room.top + taken), height=Length(max(0, room.height - taken)))
        case Side.BOTTOM:
            return replace(room, height=Length(max(0, room.height - taken)))
        case Side.RIGHT:
            return replace(room, width=Length(max(0, room.width - taken)))
