"""One slide: its head and what stretches put in their places, on as many slides as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.fit import codes, place
from pipeline.fit.captions import following
from pipeline.fit.context import OVERFLOWS, Context
from pipeline.fit.head import Head, head
from pipeline.fit.pictures import COVER, arranged
from pipeline.fit.pinned import Pinned, filled, pinned
from pipeline.fit.reading import Sheet
from pipeline.fit.stretch import Part, Stretch, Stretcher, row
from pipeline.fit.text import SetText
from pipeline.fitted import Anchor, ChartBox, CodeBox, FittedShape, FittedSlide, FormulaBox, PictureBox, TableBox
from pipeline.layouts import LayoutSpec, Placeholder, line_height
from pipeline.units import Length

_ROUNDS = 4  # in which the number of parts comes to rest: its digits may take the title to another line


class Fitter:
    """Fits sheets."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.stretcher = Stretcher(context)
        self.lacking: set[tuple[str, str]] = set()  # what was told of a template's layouts

    def slides(self, sheet: Sheet) -> Iterator[FittedSlide]:
        """The slide, or its parts; none where a problem was found.

        What fits a template's boxes at no size stands in larger ones, and a warning says so.
        """
        spec, problems = self.context.spec(sheet), self.context.problems
        roomier, before, lacking = self.context.roomier(spec), len(problems), set(self.lacking)
        made = tuple(self._slides(sheet, spec))
        if roomier is None or all(one.code != OVERFLOWS for one in problems[before:]):
            yield from made
            return
        del problems[before:]
        self.lacking = lacking
        yield from self._slides(sheet, roomier)
        if all(one.code != OVERFLOWS for one in problems[before:]):
            message = f"a text fits its box in the template's layout `{spec.name}` at no size: a larger one holds it"
            hint = "make the boxes of that layout larger, or say it in fewer words"
            self.context.warn(sheet.line, "template-tight", message, hint)

    def _slides(self, sheet: Sheet, spec: LayoutSpec) -> Iterator[FittedSlide]:
        sheet = self._filled(sheet, spec)
        if not self._sound(sheet, spec):
            return
        spec, cover, bare = arranged(sheet, spec, self.context)
        whole = self._head(sheet, spec, None)
        parts = self.stretcher.parts(sheet, spec, whole) if whole else None
        for _ in range(_ROUNDS):
            if parts is None or len(parts) < 2:
                break
            count = len(parts)
            longest = self._head(sheet, spec, (count, count))
            again = self.stretcher.parts(sheet, spec, longest) if longest else None
            if again is not None and len(again) < 2:
                break  # with "(1/2)" the title is set smaller, and without it the text fits no single slide
            parts = again
            if parts is not None and len(parts) == count:
                break
        for index, stretched in enumerate(parts or (), 1):
            part = (index, len(parts or ())) if len(parts or ()) > 1 else None
            own = self._head(sheet, spec, part) if part else whole
            if own is not None:
                made = self._placed(sheet, spec, own, stretched, part)
                shapes = (*made.shapes, cover) if cover else made.shapes
                yield replace(made, shapes=shapes, bare=bare)

    def _head(self, sheet: Sheet, spec: LayoutSpec, part: tuple[int, int] | None) -> Head | Pinned | None:
        """What stands on a part besides what stretches: as the layout flows, or in a template's own boxes."""
        return (pinned if spec.origin else head)(sheet, spec, part, self.context)

    def _filled(self, sheet: Sheet, spec: LayoutSpec) -> Sheet:
        """``sheet`` as a template's layout takes it; what goes into the notes instead is said."""
        for name in spec.origin.unsaid if spec.origin else ():
            if sheet.slot(name) and (spec.name, name) not in self.lacking:
                self.lacking.add((spec.name, name))
                message = f"the template's layout `{spec.name}` has no place for the {name}: it stands in the notes"
                self.context.advise(sheet.line, "template-slot", message, "make room for it above the title there")
        cover = self.context.essay.cover
        shown = spec.placeholder(COVER) is not None
        if spec.origin and cover and sheet.slot(COVER) and not shown:
            message = f"the template's layout `{spec.name}` has no place for the cover: handout and newsletter show it"
            self.context.advise(
                cover.line,
                "template-slot",
                message,
                "give a title layout a placeholder for a picture, beside the title",
            )
        return filled(sheet, spec, credited=bool(cover and cover.credit and not shown))

    def _sound(self, sheet: Sheet, spec: LayoutSpec) -> bool:
        """Whether the sheet has a title and each of its slots a place."""
        before = len(self.context.problems)
        title = sheet.slot("title")
        if title is None or not any(run.text.strip() for p in title.paragraphs for run in p.runs):
            hint = "mark the words that say what it shows: ==…=="
            self.context.wrong(sheet.line, "slide-untitled", "a slide has no title", hint)
        for slot in sheet.slots:
            if spec.placeholder(slot.slot) is None and slot.slot != COVER:
                there = ", ".join(p.slot for p in spec.placeholders)
                message = f"the layout `{spec.id}` has no slot `{slot.slot}`"
                self.context.wrong(sheet.line, "slot-unknown", message, f"it has: {there}")
        return len(self.context.problems) == before

    def _placed(
        self, sheet: Sheet, spec: LayoutSpec, own: Head | Pinned, stretched: Part, part: tuple[int, int] | None
    ) -> FittedSlide:
        if isinstance(own, Pinned):
            shapes = own.shapes(spec, {slot.slot: slot.ref for slot in sheet.slots}, stretched)
        else:
            stays = any(isinstance(one, FormulaBox) for one in stretched.values())  # it is in the middle of its room
            shapes = _shapes(sheet, spec, own, stretched, moves=spec.centred and part is None and not stays)
        held, square = sheet.slot(codes.SLOT), spec.placeholder(codes.SLOT)
        if held and square and (code := codes.code(held, sheet, square, self.context)):
            shapes[codes.SLOT] = code
        opens = part is None or part[0] == 1
        return FittedSlide(
            id=sheet.id if part is None or opens else f"{sheet.id}-{part[0]}",
            number=None,
            layout=spec.id.value,
            ref=sheet.ref,
            line=sheet.line,
            section=sheet.section,
            shapes=tuple(one for p in spec.placeholders if p.slot in shapes for one in _with(shapes[p.slot], p)),
            notes=sheet.notes if opens else (),
            seconds=_share(sheet.seconds, part),
            part=part,
            design=spec.design,
        )


def _shapes(sheet: Sheet, spec: LayoutSpec, own: Head, stretched: Part, *, moves: bool) -> dict[str, FittedShape]:
    """Every filled placeholder in its place, by its slot."""
    refs = {slot.slot: slot.ref for slot in sheet.slots}
    places = tuple(p for p in row(sheet, spec) if p.slot in stretched)
    tallest = max((_height(stretched[p.slot]) for p in places), default=0)
    # Claims of one line and of two begin at the same height, so that they do not dance from slide to slide.
    titles = [(p, made) for p, made in own.above if p.slot == "title" and (p.lines == 2 or p.alone)]
    spare = sum(max(0, line_height(p.size, 2) - made.height) for p, made in titles)
    held = spec.anchored and bool(places)
    move = place.offset(own.height + tallest + spare, own.bottom - own.top) if moves and not held else 0
    row_top = own.row_top(spec, places) + move if places else own.top
    if held and moves:
        row_top += round(place.offset(tallest + own.under(spec), own.bottom - row_top) * place.NEAR)
    shapes: dict[str, FittedShape] = {}
    top = own.top + move
    for index, (p, made) in enumerate(own.above):
        top += place.gap(spec, (p,)) if index else 0
        shapes[p.slot] = made.boxed(p.slot, refs[p.slot], place.at(p, top, made.height), room=p.box.height)
        top += made.height
    if places:
        top = row_top + tallest if own.below else own.bottom
        room = own.bottom - own.under(spec) - own.row_top(spec, places)
        for p in places:
            shapes[p.slot] = _boxed(stretched[p.slot], p, refs[p.slot], row_top, top, room=room)
    for p, made in own.below:
        top += place.gap(spec, (p,))
        shapes[p.slot] = made.boxed(p.slot, refs[p.slot], place.at(p, top, made.height), room=p.box.height)
        top += made.height
    captioned = "object" in shapes and any(p.slot == "caption" for p, _, _ in own.fixed)
    for p, made, box in own.fixed:
        if captioned and p.slot in ("caption", "citation"):  # they share a line
            box = following(spec, shapes["object"].box, box)
        shapes[p.slot] = replace(made.boxed(p.slot, refs[p.slot], box, p.anchor), turned=p.turned)
    return shapes


def _height(made: Stretch) -> Length:
    return made.height if isinstance(made, SetText) else made.box.height


def _boxed(made: Stretch, p: Placeholder, ref: str, top: int, bottom: int, *, room: int) -> FittedShape:
    """What stretches in its place: text from ``top`` to ``bottom``, tables, code and pictures at ``top``.

    ``room`` is the height that there was for it.
    """
    match made:
        case SetText():
            # Text goes on to the second column when the box is full: it is as high as one of them.
            height = made.height if made.columns > 1 else bottom - top
            return made.boxed(p.slot, ref, place.at(p, top, height), Anchor.TOP, room)
        case FormulaBox():  # in the optical middle of its room
            down = round(max(0, room - made.box.height) * place.OPTICAL)
            return replace(made, box=replace(made.box, top=Length(top + down)))
        case TableBox() | CodeBox() | ChartBox() | PictureBox():
            return replace(made, box=replace(made.box, top=Length(top)))


def _with(shape: FittedShape, p: Placeholder) -> tuple[FittedShape, ...]:
    """``shape``, and the number that stands beside a formula."""
    if isinstance(shape, FormulaBox) and shape.number:
        from pipeline.fit.formulas import numbered  # most decks have none

        return shape, numbered(shape, p)
    return (shape,)


def _share(seconds: int, part: tuple[int, int] | None) -> int:
    """The seconds of one part: all take as long, the first what is left over."""
    if part is None:
        return seconds
    each, left = divmod(seconds, part[1])
    return each + (left if part[0] == 1 else 0)
