"""A layout of a template as one of ours: which placeholder each slot takes, and what stands in for those that lack.

A slot that the template has no placeholder for takes its room from a neighbour, as a text box in that one's look; or
its words join another's; or they go into the notes. No slot is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pipeline.fitted import Anchor
from pipeline.layouts import ALONE, ROOMY, Color, Family, LayoutSpec, Placeholder, PlaceholderType, line_height, worded
from pipeline.layouts.foreign import INSETS, Manner, Origin
from pipeline.slides import Layout
from pipeline.template.lacking import OWN_INDEX, Lacking, Sheet
from pipeline.template.model import Design, Place
from pipeline.template.roles import contents, inside, picture, subtitle, usable
from pipeline.template.roomy import roomy
from pipeline.theme import Color as Exact
from pipeline.units import Box, Length

# The slots of content of each of our layouts, and the small ones with the field that they take their room from.
_ONE: Final = ("body",)
_FIELDS: Final[Mapping[Layout, tuple[str, ...]]] = {
    Layout.COMPARISON: ("left", "right"),
    Layout.FIGURE: ("object",),
    Layout.FIGURE_BESIDE: ("body", "object"),
    Layout.TABLE: ("object",),
    Layout.CODE: ("object",),
    Layout.CHART: ("object",),
}
_BELOW: Final[Mapping[Layout, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    Layout.COMPARISON: (("citation", ("left", "right")),),
    Layout.QUOTATION: (("citation", _ONE), ("attribution", _ONE)),
    Layout.FIGURE: (("citation", ("object",)), ("caption", ("object",))),
    Layout.FIGURE_BESIDE: (("citation", _ONE), ("caption", ("object",))),
    Layout.TABLE: (("citation", ("object",)), ("caption", ("object",))),
    Layout.CODE: (("citation", ("object",)), ("caption", ("object",))),
    Layout.CHART: (("citation", ("object",)), ("caption", ("object",))),
    Layout.SOURCES: (),
    Layout.CLOSING: (),
}
_SHOWN: Final = {  # what kind of placeholder an object may fill
    Layout.FIGURE: ("pic", "obj"),
    Layout.FIGURE_BESIDE: ("pic", "obj"),
    Layout.TABLE: ("tbl", "obj"),
    Layout.CHART: ("chart", "obj"),
    Layout.CODE: ("body", "obj"),
}
_HIGH: Final = 0.42  # of the slide's height: a title above it is no divider's
_LOW: Final = 0.3  # of the slide's height: a field under it holds no slide's text
_FOOT: Final = ("footer", "number-of-slide")
_CLAIMS: Final = frozenset((Layout.TERM, Layout.POINTS, Layout.STATEMENT, Layout.BLANK))
_NAME: Final = 0.7  # of the title's size: the term that stands in its place there


def specs(
    layout: Layout, design: Design, sheet: Sheet, *, asked: bool = False, scene: str = ""
) -> tuple[LayoutSpec, ...]:
    """``design`` as our ``layout``; ``asked`` says that an author named it, ``scene`` is its picture.

    A second one, where claims may have nothing below them: there they take the place of that. And each once more with
    boxes of ours, for what fits the template's at no size.
    """
    name = design.name if asked else ""
    own, ours = _Making(layout, design, sheet), _Making(layout, roomy(layout, design, sheet), sheet, moved=True)
    return (*_both(own, (name,), scene), *_both(ours, (name, ROOMY), scene))


def _both(made: _Making, words: tuple[str, ...], scene: str) -> Iterator[LayoutSpec]:
    """The spec whose design is called by ``words``; where claims may stand alone, that for those."""
    found = _spec(made, made.places(), worded(*words), scene)
    yield found
    if made.layout in _CLAIMS:
        yield _spec(made, made.alone(found), worded(words[0], ALONE, *words[1:]), scene)


_Places = tuple[tuple[Placeholder, ...], tuple[str, ...], tuple[str, ...]]


def _spec(made: _Making, found: _Places, name: str, scene: str) -> LayoutSpec:
    places, unsaid, merged = found
    layout, design, sheet = made.layout, made.design, made.sheet
    if made.moved:
        places = tuple(p if p.own or p.slot in _FOOT else replace(p, moved=True) for p in places)
    origin = Origin(design.part, design.color_map, made.ground.hex, scene, unsaid, merged)
    bottom = max((p.box.bottom for p in places), default=sheet.slide.height)
    area = Box(Length(0), Length(0), sheet.slide.width, Length(bottom))
    return LayoutSpec(
        layout,
        design.name,
        design.type or "cust",
        Color.PAPER,
        places,
        (),
        area,
        flow=_flow(layout),
        origin=origin,
        design=name,
        legends=tuple((made.lacking.placeholder("legend", one.place, "footer"), one.text) for one in design.legends),
    )


def _flow(layout: Layout) -> tuple[tuple[str, ...], ...]:
    fields = _FIELDS.get(layout, () if layout in (Layout.TITLE, Layout.SECTION) else _ONE)
    return (("title",), fields) if fields else (("title",),)


@dataclass(slots=True)
class _Making:
    """One layout in the making; ``lacking`` makes what the template has no place for.

    ``moved`` says that the boxes of ``design`` are not the template's.
    """

    layout: Layout
    design: Design
    sheet: Sheet
    moved: bool = False

    @property
    def lacking(self) -> Lacking:
        """What stands in."""
        return Lacking(self.layout, self.design, self.sheet)

    @property
    def ground(self) -> Exact:
        """The colour of the slide, on the whole."""
        return self.lacking.ground

    def places(self) -> _Places:
        """The placeholders in reading order, the slots whose words go into the notes, those that join another's."""
        title = self._title()
        if self.layout is Layout.TITLE:
            return (title, self._subtitle(title), *self._cover(), *self._foot()), (), ("byline", "event")
        if self.layout is Layout.SECTION:
            high = title.box.bottom < _HIGH * self.sheet.slide.height
            return (self.lacking.centred(title, self.lacking.free(title.box)) if high else title, *self._foot()), (), ()
        fields = tuple(self.lacking.above_feet(field) for field in self._fields(title))
        by_slot = {place.slot: place for place in fields}
        head, unsaid = self.lacking.term(title)
        above = tuple(self.lacking.above(by_slot))
        below = [self.lacking.line(slot, of, by_slot[of[0]]) for slot, of in self._below()]
        qr = self.lacking.qr(by_slot["body"]) if self.layout is Layout.CLOSING else ()
        return (title, *head, *above, *fields, *reversed(below), *qr, *self._foot()), unsaid, ()

    def _cover(self) -> tuple[Placeholder, ...]:
        """Where an essay's cover stands on the first slide, if anywhere."""
        place = picture(self.design, self.sheet.slide)
        return (self.lacking.placeholder("cover", place, "body"),) if place else ()

    def _below(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return _BELOW.get(self.layout, (("citation", _ONE),))

    def alone(self, full: LayoutSpec) -> _Places:
        """For a claim with nothing below it: it stands in the field, and its term in the place of the title."""
        title, field = full.placeholder("title"), full.placeholder("body")
        if title is None or field is None or title.dress is None or field.dress is None:
            raise LookupError(full.id)  # both were made just now
        claim = self.lacking.centred(title, field.box)
        style = replace(
            self.lacking.title_style(), size=max(Length(round(_NAME * title.size)), self.sheet.least("term"))
        )
        term = self.lacking.box("term", title.inner, "term", style, Exact(title.dress.ground))
        term = replace(term, anchor=title.anchor, lines=2, family=title.family, bold=title.bold)
        below = [self.lacking.line(slot, ("title",), field) for slot, _ in self._below()]
        return (claim, term, *below, *self._foot()), (), ()

    def _title(self) -> Placeholder:
        place = self.design.title
        most = 3 if self.layout in (Layout.TITLE, Layout.SECTION) else 2
        if place is None or not usable(place, self.sheet.slide):
            return replace(self._missing_title(place), lines=most)
        made = self.lacking.placeholder("title", place, "title")
        # A box for one line takes two that are small rather than one that grows out of it.
        two = Length(int(made.inner.height / line_height(Length(1000), 2) * 1000))
        least = min(made.minimum, max(two, self.sheet.least("body")))
        return replace(made, lines=most, minimum=min(made.size, least))

    def _missing_title(self, place: Place | None) -> Placeholder:
        """A title where the layout has none that can be read: at the top, or right above a subtitle."""
        slide = self.sheet.slide
        margin = slide.width // 20
        size = self.sheet.size("title")
        insets = place.insets if place else INSETS
        height = Length(line_height(size, 2) + insets.top + insets.bottom)
        below = subtitle(self.design, slide) if self.layout is Layout.TITLE else None
        top = max(slide.height // 20, below.box.top - height) if below else slide.height // 20
        box = Box(Length(margin), Length(top), Length(slide.width - 2 * margin), height)
        like = place or below or next(iter(contents(self.design, slide)), None)
        ground = like.ground if like else self.lacking.ground
        style = replace(self.lacking.like(), size=size, typeface="+mj-lt")
        ink = self.design.scheme.named("tx1")
        if ink is not None and ink.contrast(ground) > style.color.contrast(ground):  # a subtitle's is often paler
            style = replace(style, color=ink, paint='<a:schemeClr val="tx1"/>')
        made = self.lacking.box("title", box, "title", style, ground)
        made = replace(made, type=PlaceholderType.TITLE, idx=0, own=False, moved=True, family=Family.HEADING)
        return replace(made, insets=insets)

    def _subtitle(self, title: Placeholder) -> Placeholder:
        place = subtitle(self.design, self.sheet.slide)
        if place is not None:
            return self.lacking.placeholder("subtitle", place, "term")
        style = replace(self.lacking.like(), size=self.sheet.size("body"))
        return self.lacking.box("subtitle", self.lacking.free(title.box), "term", style, self.lacking.ground)

    def _fields(self, title: Placeholder) -> tuple[Placeholder, ...]:
        """The fields of content, filled with our slots: joined or halved where the template has more or fewer."""
        slots = _flow(self.layout)[1]
        evidence = "object" in slots
        held = contents(self.design, self.sheet.slide, objects=evidence)
        if len(slots) == 1:
            return (self._one(slots[0], held, title),)
        if len(held) >= 2:
            pair = held[:2]
            if slots[1] == "object" and pair[0].type in ("pic", "tbl", "chart"):
                pair = (pair[1], pair[0])
            return tuple(self._field(slot, place) for slot, place in zip(slots, pair, strict=True))
        whole = self._one(slots[0], held, title)
        gap = self.sheet.slide.width // 40
        width = Length((whole.box.width - gap) // 2)
        first = replace(whole, box=replace(whole.box, width=width), moved=True)
        left = Length(whole.box.left + width + gap)
        dress = replace(whole.dress, explicit=True) if whole.dress else None
        box = replace(first.box, left=left)
        second = replace(first, slot=slots[1], idx=OWN_INDEX, box=box, own=True, moved=False, dress=dress)
        return first, replace(second, kind=self._kind(slots[1]))

    def _one(self, slot: str, held: tuple[Place, ...], title: Placeholder) -> Placeholder:
        if len(held) == 1:
            made, free = self._field(slot, held[0]), self.lacking.free(title.box)
            low = made.inner.height < _LOW * self.sheet.slide.height
            return replace(made, box=free, moved=True) if low and free.height > made.box.height else made
        if held:
            left, top = min(p.box.left for p in held), min(p.box.top for p in held)
            width, height = max(p.box.right for p in held) - left, max(p.box.bottom for p in held) - top
            box = Box(left, top, Length(width), Length(height))
            if not _meet(box, title.box):
                return replace(self._field(slot, held[0]), box=box, moved=True)
            return self._field(slot, max(held, key=lambda p: p.box.width * p.box.height))
        style = replace(self.lacking.like(), size=self.sheet.size("body"))
        if self.lacking.like().size > style.size:
            style = replace(style, manner=Manner())
        made = self.lacking.box(slot, self.lacking.free(title.box), self._kind(slot), style, self.lacking.ground)
        return self._spoken(made) if self.layout is Layout.QUOTATION else made

    def _spoken(self, made: Placeholder) -> Placeholder:
        """A quotation: about as large as a title, in the middle of its field."""
        title = self.lacking.title_style().size
        return replace(made, size=max(made.size, min(title, self.sheet.size("title"))), anchor=Anchor.MIDDLE)

    def _field(self, slot: str, place: Place) -> Placeholder:
        fits = slot != "object" or place.type in _SHOWN.get(self.layout, ())
        made = self.lacking.placeholder(slot, place, self._kind(slot), own=not fits)
        columns = 2 if self.layout in (Layout.POINTS, Layout.AGENDA) else 1
        made = replace(made, columns=columns)
        if slot == "object" and self.layout is Layout.CODE:
            made = replace(made, family=Family.MONO, bold=False, capitals=False, tracking=0.0)
        return self._spoken(made) if self.layout is Layout.QUOTATION else made

    def _kind(self, slot: str) -> str:
        if slot != "object":
            return "body"
        return {Layout.CODE: "caption", Layout.CHART: "caption", Layout.TABLE: "term"}.get(self.layout, "body")

    def _foot(self) -> tuple[Placeholder, ...]:
        """Footer and slide number, where the layout has them."""
        found = []
        for slot, type_ in (("footer", "ftr"), ("number-of-slide", "sldNum")):
            place = self.design.foot(type_)
            if place is not None and place.level and inside(place.box, self.sheet.slide):
                made = self.lacking.placeholder(slot, place, "footer", own=False)
                found.append(replace(made, family=Family.BODY))
        return tuple(found)


def _meet(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom
