"""A layout of a template as one of ours: which placeholder each slot takes, and what stands in for those that lack.

A slot that the template has no placeholder for takes its room from a neighbour, as a text box in that one's look; or
its words join another's; or they go into the notes. No slot is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pipeline.fitted import Anchor
from pipeline.layouts import ALONE, Align, Color, Family, LayoutSpec, Placeholder, PlaceholderType, line_height
from pipeline.layouts.foreign import Carved, Dress, Manner, Origin, Side
from pipeline.slides import Layout
from pipeline.template.grounds import under
from pipeline.template.model import Design, Fonts, Place, Style
from pipeline.template.package import Package
from pipeline.template.roles import SMALL, TEXTS, contents, inside
from pipeline.theme import CONTRAST, Theme
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
_TERMLESS: Final = frozenset((Layout.TITLE, Layout.SECTION, Layout.QUOTATION, Layout.SOURCES, Layout.CLOSING))
_TYPES: Final = {one.value: one for one in PlaceholderType}
_SHOWN: Final = {  # what kind of placeholder an object may fill
    Layout.FIGURE: ("pic", "obj"),
    Layout.FIGURE_BESIDE: ("pic", "obj"),
    Layout.TABLE: ("tbl", "obj"),
    Layout.CHART: ("chart", "obj"),
    Layout.CODE: ("body", "obj"),
}
_SEEN: Final = 2.0  # a contrast under which nothing is made out; what is read with pain is the template's own fault
_HIGH: Final = 0.42  # of the slide's height: a title above it is no divider's
_LOW: Final = 0.3  # of the slide's height: a field under it holds no slide's text
_CLAIMS: Final = frozenset((Layout.TERM, Layout.POINTS, Layout.STATEMENT, Layout.BLANK))
_ALONE: Final = 1.25  # of its size: a claim that has the slide to itself
_NAME: Final = 0.7  # of the title's size: the term that stands in its place there
_OWN_INDEX: Final = 90  # of text boxes, which have none


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all layouts of one template share: the theme whose least sizes hold, the slide, what its fonts are called.

    ``heading`` and ``body`` are the families that its titles and its text are really set in.
    """

    theme: Theme
    slide: Box
    fonts: Fonts
    heading: str
    body: str
    package: Package

    @property
    def scale(self) -> float:
        """By how much its slides are higher than the theme's."""
        return self.slide.height / self.theme.deck.height

    def size(self, kind: str) -> Length:
        """The theme's size for a kind of text, on such slides."""
        return Length(round(self.theme.deck.sizes[kind] * self.scale))

    def least(self, kind: str) -> Length:
        """And its least."""
        return Length(round(self.theme.deck.minimum[kind] * self.scale))


def specs(
    layout: Layout, design: Design, sheet: Sheet, *, asked: bool = False, scene: str = ""
) -> tuple[LayoutSpec, ...]:
    """``design`` as our ``layout``; ``asked`` says that an author named it, ``scene`` is its picture.

    A second one, where claims may have nothing below them: there they take the place of that.
    """
    made = _Making(layout, design, sheet)
    name = design.name if asked else ""
    found = _spec(made, made.places(), name, scene)
    if layout not in _CLAIMS:
        return (found,)
    return found, _spec(made, made.alone(found), f"{name} {ALONE}".strip(), scene)


_Places = tuple[tuple[Placeholder, ...], tuple[str, ...], tuple[str, ...]]


def _spec(made: _Making, found: _Places, name: str, scene: str) -> LayoutSpec:
    places, unsaid, merged = found
    layout, design, sheet = made.layout, made.design, made.sheet
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
    )


def _flow(layout: Layout) -> tuple[tuple[str, ...], ...]:
    fields = _FIELDS.get(layout, () if layout in (Layout.TITLE, Layout.SECTION) else _ONE)
    return (("title",), fields) if fields else (("title",),)


@dataclass(slots=True)
class _Making:
    """One layout in the making."""

    layout: Layout
    design: Design
    sheet: Sheet

    @property
    def ground(self) -> Exact:
        """The colour of the slide, on the whole."""
        title = self.design.title
        held = contents(self.design, self.sheet.slide)
        place = held[0] if held else title
        return place.ground if place else self.design.scheme.named("bg1") or Exact("FFFFFF")

    def places(self) -> _Places:
        """The placeholders in reading order, the slots whose words go into the notes, those that join another's."""
        title = self._title()
        if self.layout is Layout.TITLE:
            return (title, self._subtitle(title), *self._foot()), (), ("byline", "event")
        if self.layout is Layout.SECTION:
            high = title.box.bottom < _HIGH * self.sheet.slide.height
            return (self._centred(title, self._free(title)) if high else title, *self._foot()), (), ()
        fields = self._fields(title)
        by_slot = {place.slot: place for place in fields}
        head, unsaid = self._term(title)
        above = tuple(self._above(by_slot))
        below = [self._line(slot, of, by_slot[of[0]]) for slot, of in self._below()]
        qr = self._qr(by_slot["body"]) if self.layout is Layout.CLOSING else ()
        return (title, *head, *above, *fields, *reversed(below), *qr, *self._foot()), unsaid, ()

    def _below(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return _BELOW.get(self.layout, (("citation", _ONE),))

    def alone(self, full: LayoutSpec) -> _Places:
        """For a claim with nothing below it: it stands in the field, and its term in the place of the title."""
        title, field = full.placeholder("title"), full.placeholder("body")
        if title is None or field is None or title.dress is None or field.dress is None:
            raise LookupError(full.id)  # both were made just now
        claim = self._centred(title, field.box)
        style = replace(self._title_style(), size=max(Length(round(_NAME * title.size)), self.sheet.least("term")))
        term = self._box("term", title.inner, "term", style, Exact(title.dress.ground))
        term = replace(term, anchor=title.anchor, lines=2, family=title.family, bold=title.bold)
        below = [self._line(slot, ("title",), field) for slot, _ in self._below()]
        return (claim, term, *below, *self._foot()), (), ()

    def _centred(self, title: Placeholder, box: Box) -> Placeholder:
        """``title`` large in the middle of ``box``, in a colour that can be read there."""
        ground = under(box, self.design.surfaces, self.sheet.package, self.design.scheme)
        like = title.dress
        if like is None:
            return title
        plain = self._like()
        readable = Exact(like.color).contrast(ground) >= CONTRAST or Exact(like.color).contrast(
            ground
        ) >= plain.color.contrast(ground)
        if not readable:
            like = replace(self._dress(plain, ground, explicit=True), typeface=like.typeface, size=like.size)
        dress = replace(like, ground=ground.hex, explicit=like.explicit or not readable)
        size = max(title.size, min(Length(round(_ALONE * title.size)), self.sheet.size("display")))
        return replace(title, box=box, moved=True, anchor=Anchor.MIDDLE, size=size, lines=3, dress=dress)

    # --- Placeholders of the template ---------------------------------------------------------------

    def _placeholder(self, slot: str, place: Place, kind: str, *, own: bool = False) -> Placeholder:
        style = place.styles[0]
        named = self.sheet.fonts.named(style.typeface)
        heading = named == self.sheet.heading and (place.is_title or named != self.sheet.body)
        family = Family.HEADING if heading else Family.BODY
        type_ = _TYPES.get(place.type, PlaceholderType.OBJECT)
        return Placeholder(
            slot=slot,
            type=type_,
            idx=place.idx,
            box=place.box,
            kind=kind,
            size=style.size,
            minimum=min(style.size, self.sheet.least(kind)),
            family=family,
            color=Color.INK,
            anchor=place.anchor,
            align=_align(style),
            right_to_left=style.manner.right_to_left,
            bold=style.bold,
            capitals=style.capitals,
            tracking=style.tracking / style.size,
            insets=place.insets,
            manner=tuple(one.manner for one in place.styles),
            dress=self._dress(style, place.ground, explicit=own or not place.unique),
            own=own or not place.unique,
        )

    def _dress(self, style: Style, ground: Exact, *, explicit: bool = False) -> Dress:
        """How ``style`` looks on ``ground``. What slides do not inherit is written, and so can be read."""
        scheme = self.design.scheme
        link, named = scheme.named("hlink"), self.sheet.fonts.named(style.typeface)
        explicit = explicit or not style.formal
        color, paint = style.color, style.paint
        if explicit and color.contrast(ground) < _SEEN:
            there = ((found, slot) for slot in ("tx1", "bg1", "tx2", "bg2") if (found := scheme.named(slot)))
            color, slot = max(there, key=lambda pair: pair[0].contrast(ground))
            paint = f'<a:schemeClr val="{slot}"/>'
        return Dress(
            color=color.hex,
            paint=paint,
            typeface=style.typeface if named in (self.sheet.heading, self.sheet.body) else self.sheet.body,
            ground=ground.hex,
            size=style.size,
            explicit=explicit,
            links="" if link is not None and link.contrast(ground) >= CONTRAST else paint,
        )

    def _title(self) -> Placeholder:
        place = self.design.title
        most = 3 if self.layout in (Layout.TITLE, Layout.SECTION) else 2
        if place is None or not place.level or not inside(place.box, self.sheet.slide):
            return replace(self._missing_title(place), lines=most)
        made = self._placeholder("title", place, "title")
        # A box for one line takes two that are small rather than one that grows out of it.
        two = Length(int(made.inner.height / line_height(Length(1000), 2) * 1000))
        least = min(made.minimum, max(two, self.sheet.least("body")))
        return replace(made, lines=most, minimum=min(made.size, least))

    def _missing_title(self, place: Place | None) -> Placeholder:
        """A title where the layout has none that can be read: at the top, in the heading font."""
        slide = self.sheet.slide
        margin = slide.width // 20
        size = self.sheet.size("title")
        box = Box(Length(margin), Length(slide.height // 20), Length(slide.width - 2 * margin), line_height(size, 2))
        like = place or next(iter(contents(self.design, slide)), None)
        ground = like.ground if like else self.ground
        style = replace(self._like(), size=size, typeface="+mj-lt")
        made = self._box("title", box, "title", style, ground)
        return replace(made, type=PlaceholderType.TITLE, idx=0, own=False, moved=True, family=Family.HEADING)

    def _like(self) -> Style:
        """How plain text looks on this layout."""
        held = contents(self.design, self.sheet.slide)
        places = (*held, *(one for one in self.design.places if one.type not in ("ftr", "sldNum", "dt")))
        found = next((place.styles[0] for place in places), None)
        ink = self.design.scheme.named("tx1") or Exact("000000")
        plain = Style(Manner(), self.sheet.size("body"), ink, '<a:schemeClr val="tx1"/>', "+mn-lt")
        return plain if found is None else replace(found, bold=False, capitals=False)

    def _subtitle(self, title: Placeholder) -> Placeholder:
        texts = [p for p in self.design.places if p.type in TEXTS and p.level and inside(p.box, self.sheet.slide)]
        place = next((p for p in texts if p.type == "subTitle"), next(iter(texts), None))
        if place is not None:
            return self._placeholder("subtitle", place, "term")
        style = replace(self._like(), size=self.sheet.size("body"))
        return self._box("subtitle", self._free(title), "term", style, self.ground)

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
        second = replace(first, slot=slots[1], idx=_OWN_INDEX, box=box, own=True, moved=False, dress=dress)
        return first, replace(second, kind=self._kind(slots[1]))

    def _one(self, slot: str, held: tuple[Place, ...], title: Placeholder) -> Placeholder:
        if len(held) == 1:
            made, free = self._field(slot, held[0]), self._free(title)
            low = made.inner.height < _LOW * self.sheet.slide.height
            return replace(made, box=free, moved=True) if low and free.height > made.box.height else made
        if held:
            left, top = min(p.box.left for p in held), min(p.box.top for p in held)
            width, height = max(p.box.right for p in held) - left, max(p.box.bottom for p in held) - top
            box = Box(left, top, Length(width), Length(height))
            if not _meet(box, title.box):
                return replace(self._field(slot, held[0]), box=box, moved=True)
            return self._field(slot, max(held, key=lambda p: p.box.width * p.box.height))
        style = replace(self._like(), size=self.sheet.size("body"))
        if self._like().size > style.size:
            style = replace(style, manner=Manner())
        return self._box(slot, self._free(title), self._kind(slot), style, self.ground)

    def _field(self, slot: str, place: Place) -> Placeholder:
        fits = slot != "object" or place.type in _SHOWN.get(self.layout, ())
        made = self._placeholder(slot, place, self._kind(slot), own=not fits)
        columns = 2 if self.layout in (Layout.POINTS, Layout.AGENDA) else 1
        made = replace(made, columns=columns)
        if slot == "object" and self.layout is Layout.CODE:
            made = replace(made, family=Family.MONO, bold=False, capitals=False, tracking=0.0)
        if self.layout is Layout.QUOTATION:
            title = self._title_style().size
            made = replace(made, size=max(made.size, min(title, self.sheet.size("title"))), anchor=Anchor.MIDDLE)
        return made

    def _kind(self, slot: str) -> str:
        if slot != "object":
            return "body"
        return {Layout.CODE: "caption", Layout.CHART: "caption", Layout.TABLE: "term"}.get(self.layout, "body")

    def _free(self, title: Placeholder) -> Box:
        """What is free below the title and above the foot."""
        slide = self.sheet.slide
        feet = [
            p.box.top for p in self.design.places if p.type in ("ftr", "sldNum", "dt") and p.box.top > slide.height // 2
        ]
        bottom = min((*feet, slide.height - slide.height // 14))
        margin = slide.width // 20
        left, right = max(margin, min(title.box.left, slide.width // 3)), min(slide.width - margin, title.box.right)
        if right - left < slide.width // 2:
            left, right = margin, slide.width - margin
        top = title.box.bottom + slide.height // 40
        if bottom - top < slide.height // 4:  # a title in the middle or at the foot
            top, bottom = slide.height // 14, max(slide.height // 3, title.box.top - slide.height // 40)
        return Box(Length(left), Length(top), Length(right - left), Length(bottom - top))

    # --- What the template lacks --------------------------------------------------------------------

    def _box(self, slot: str, box: Box, kind: str, style: Style, ground: Exact) -> Placeholder:
        """A text box of our own in a look of the template's."""
        manner = replace(style.manner, margin=Length(0), hanging=Length(0), bulleted=False, numbered=False)
        return Placeholder(
            slot=slot,
            type=PlaceholderType.BODY,
            idx=_OWN_INDEX,
            box=box,
            kind=kind,
            size=style.size,
            minimum=min(style.size, self.sheet.least(kind)),
            family=Family.BODY,
            color=Color.INK,
            anchor=Anchor.TOP,
            align=_align(style),
            right_to_left=style.manner.right_to_left,
            manner=(manner,),
            dress=self._dress(style, ground, explicit=True),
            own=True,
        )

    def _term(self, title: Placeholder) -> tuple[tuple[Placeholder, ...], tuple[str, ...]]:
        """The small heading: a line of the template's own beside the title, else the top of the title's box."""
        if self.layout in _TERMLESS:
            return (), ()
        beside = self._adjoining(title)
        if beside is not None:
            made = self._placeholder("term", beside, "term")
            return (replace(made, lines=1),), ()
        size = min(self.sheet.size("term"), title.size)
        style = replace(self._title_style(), size=size, bold=False, capitals=False)
        if title.inner.height < line_height(size) + line_height(title.minimum, 2):
            return (), ("term",)
        ground = Exact(title.dress.ground) if title.dress else self.ground
        box = replace(title.inner, height=line_height(size))
        made = self._box("term", box, "term", replace(style, typeface="+mn-lt"), ground)
        return (replace(made, carved=Carved(("title",), Side.TOP), lines=1),), ()

    def _title_style(self) -> Style:
        title = self.design.title
        return title.styles[0] if title and title.level else self._like()

    def _adjoining(self, title: Placeholder) -> Place | None:
        """A text placeholder of a line or two that stands right above or below the title, about as wide."""
        near = self.sheet.slide.height // 16
        area = self.sheet.slide.width * self.sheet.slide.height
        for place in self.design.places:
            small = (
                place.box.width * place.box.height < SMALL * area
                and place.inner.height < 3 * 1.2 * place.styles[0].size
            )
            close = min(abs(place.box.bottom - title.box.top), abs(place.box.top - title.box.bottom)) < near
            over = min(place.box.right, title.box.right) - max(place.box.left, title.box.left)
            if place.type == "body" and place.level and small and close and over > 0.6 * title.box.width:
                return place if place.unique else None
        return None

    def _line(self, slot: str, of: tuple[str, ...], field: Placeholder) -> Placeholder:
        """A line at the foot of a field: citation, caption, attribution."""
        kind = "term" if slot == "attribution" else "caption"
        size = min(self.sheet.size(kind), max(field.size, self.sheet.least(kind)))
        style = replace(self._field_style(field), size=size, bold=False, capitals=False)
        ground = Exact(field.dress.ground) if field.dress else self.ground
        box = replace(field.inner, top=Length(field.inner.bottom - line_height(size)), height=line_height(size))
        made = self._box(slot, box, kind, style, ground)
        gap = Length(round(0.4 * size))
        return replace(made, carved=Carved(of, Side.BOTTOM, gap), anchor=Anchor.BOTTOM, family=Family.BODY)

    def _field_style(self, field: Placeholder) -> Style:
        like = next((p.styles[0] for p in self.design.places if p.idx == field.idx and not p.is_title), None)
        return like if like is not None and not field.own else self._like()

    def _above(self, fields: Mapping[str, Placeholder]) -> tuple[Placeholder, ...]:
        """What stands large at the head of the field: a number, or what to remember."""
        if self.layout not in (Layout.NUMBER, Layout.CLOSING):
            return ()
        body = fields["body"]
        inner = body.inner
        ground = Exact(body.dress.ground) if body.dress else self.ground
        number = self.layout is Layout.NUMBER
        size = (
            Length(round(min(2 * self.sheet.size("display"), inner.height * 0.4)))
            if number
            else self.sheet.size("title")
        )
        size = max(size, self.sheet.least("display" if number else "title"))
        style = replace(self._like(), size=size, typeface="+mj-lt", bold=number)
        box = replace(inner, height=line_height(size))
        made = self._box("number" if number else "claim", box, "display" if number else "title", style, ground)
        gap = Length(round(0.3 * body.size))
        made = replace(made, carved=Carved(_ONE, Side.TOP, gap), family=Family.HEADING, bold=number)
        least = made.minimum if number else min(made.minimum, self.sheet.least("body"))
        return (replace(made, lines=1 if number else 4, minimum=least),)

    def _qr(self, body: Placeholder) -> tuple[Placeholder, ...]:
        inner = body.inner
        side = Length(round(min(0.3 * inner.width, 0.45 * self.sheet.slide.height, inner.height)))
        box = Box(Length(inner.right - side), inner.top, side, side)
        style = replace(self._like(), size=self.sheet.size("caption"))
        made = self._box("qr", box, "caption", style, self.ground)
        gap = Length(self.sheet.slide.width // 40)
        return (replace(made, type=PlaceholderType.PICTURE, carved=Carved((*_ONE, "claim"), Side.RIGHT, gap)),)

    def _foot(self) -> tuple[Placeholder, ...]:
        """Footer and slide number, where the layout has them."""
        found = []
        for slot, type_ in (("footer", "ftr"), ("number-of-slide", "sldNum")):
            place = self.design.foot(type_)
            if place is not None and place.level and inside(place.box, self.sheet.slide):
                made = self._placeholder(slot, place, "footer", own=False)
                found.append(replace(made, family=Family.BODY))
        return tuple(found)


def _align(style: Style) -> Align:
    return {"ctr": Align.CENTRE, "r": Align.RIGHT}.get(style.manner.align, Align.LEFT)


def _meet(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom
