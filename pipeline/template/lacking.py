"""What stands in for what a template lacks: text boxes of ours, in its look, in the room of a neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pipeline.fitted import Anchor
from pipeline.layouts import Align, Color, Family, Placeholder, PlaceholderType, line_height
from pipeline.layouts.foreign import Carved, Dress, Manner, Side
from pipeline.slides import Layout
from pipeline.template.grounds import overlap, under
from pipeline.template.model import Design, Fonts, Place, Style
from pipeline.template.package import Package
from pipeline.template.roles import SMALL, contents, usable
from pipeline.theme import CONTRAST, Theme
from pipeline.theme import Color as Exact
from pipeline.units import Box, Length

_ONE: Final = ("body",)
_TERMLESS: Final = frozenset((Layout.TITLE, Layout.SECTION, Layout.QUOTATION, Layout.SOURCES, Layout.CLOSING))
_TYPES: Final = {one.value: one for one in PlaceholderType}
_SEEN: Final = 2.0  # a contrast under which nothing is made out; what is read with pain is the template's own fault
_DEEP: Final = 0.25  # of a field's height: what a footer may take of it
_SMALL: Final = 0.02  # of the slide: a mark, as that under a slide's number
_THROUGH: Final = 0.08  # of a field: less of it, or all but less of it, does not show through text
_EDGE: Final = 0.02  # of a line: a shape that covers less of it does no harm
_ALONE: Final = 1.25  # of its size: a claim that has the slide to itself
_TIGHT: Final = 0.005  # of the type size: less space between letters nobody sees
OWN_INDEX: Final = 90  # of text boxes, which have none


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
        """By how much its slides are larger than the theme's, by their shorter sides."""
        tokens = self.theme.deck
        return min(self.slide.width, self.slide.height) / min(tokens.width, tokens.height)

    def size(self, kind: str) -> Length:
        """The theme's size for a kind of text, on such slides."""
        return Length(round(self.theme.deck.sizes[kind] * self.scale))

    def least(self, kind: str) -> Length:
        """And its least."""
        return Length(round(self.theme.deck.minimum[kind] * self.scale))


@dataclass(frozen=True, slots=True)
class Lacking:
    """One layout of ours on one of the template's, and what that needs of us."""

    layout: Layout
    design: Design
    sheet: Sheet

    def placeholder(self, slot: str, place: Place, kind: str, *, own: bool = False) -> Placeholder:
        """The template's own ``place`` for our ``slot``; ``own`` says that a text box stands for it."""
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
            tracking=0.0 if abs(style.tracking) < _TIGHT * style.size else style.tracking / style.size,
            insets=place.insets,
            manner=tuple(one.manner for one in place.styles),
            dress=self.dress(style, place.ground, explicit=own or not place.unique),
            own=own or not place.unique,
        )

    @property
    def ground(self) -> Exact:
        """The colour of the slide, on the whole."""
        title = self.design.title
        held = contents(self.design, self.sheet.slide)
        place = held[0] if held else title
        return place.ground if place else self.design.scheme.named("bg1") or Exact("FFFFFF")

    def dress(self, style: Style, ground: Exact, *, explicit: bool = False) -> Dress:
        """How ``style`` looks on ``ground``. What slides do not inherit is written, and so can be read."""
        scheme = self.design.scheme
        link, named = scheme.named("hlink"), self.sheet.fonts.named(style.typeface)
        explicit = explicit or not style.formal
        color, paint = style.color, style.paint
        if explicit and color.contrast(ground) < _SEEN:
            there = ((found, slot) for slot in ("tx1", "bg1", "tx2", "bg2") if (found := scheme.named(slot)))
            color, slot = max(there, key=lambda pair: pair[0].contrast(ground))
            paint = f'<a:schemeClr val="{slot}"/>'
        own = link is not None and link.contrast(ground) >= CONTRAST
        return Dress(
            color=color.hex,
            paint=paint,
            typeface=style.typeface if named in (self.sheet.heading, self.sheet.body) else self.sheet.body,
            ground=ground.hex,
            size=style.size,
            explicit=explicit,
            links="" if own else paint,
            link=link.hex if link is not None and own else color.hex,
        )

    @property
    def _area(self) -> int:
        return self.sheet.slide.width * self.sheet.slide.height

    def like(self) -> Style:
        """How plain text looks on this layout."""
        held = contents(self.design, self.sheet.slide)
        places = (*held, *(one for one in self.design.places if one.type not in ("ftr", "sldNum", "dt")))
        found = next((place.styles[0] for place in places), None)
        if found is not None and not held and self.layout is not Layout.TITLE:  # a title's: its side is its own
            found = replace(found, manner=Manner(right_to_left=found.manner.right_to_left))
        ink = self.design.scheme.named("tx1") or Exact("000000")
        plain = Style(Manner(), self.sheet.size("body"), ink, '<a:schemeClr val="tx1"/>', "+mn-lt")
        return plain if found is None else replace(found, bold=False, capitals=False)

    def free(self, title: Box) -> Box:
        """What is free below a title in the box ``title`` and above the foot."""
        slide = self.sheet.slide
        feet = [
            p.box.top for p in self.design.places if p.type in ("ftr", "sldNum", "dt") and p.box.top > slide.height // 2
        ]
        bottom = min((*feet, slide.height - slide.height // 14))
        margin = slide.width // 20
        left, right = max(margin, min(title.left, slide.width // 3)), min(slide.width - margin, title.right)
        if right - left < slide.width // 2:
            left, right = margin, slide.width - margin
        top = title.bottom + slide.height // 40
        above = title.top - slide.height // 40
        if bottom - top < min(slide.height // 4, above):  # a title in the middle or at the foot
            top, bottom = slide.height // 14, max(slide.height // 3, above)
        return self.clear_of(Box(Length(left), Length(top), Length(right - left), Length(bottom - top)))

    def above_feet(self, field: Placeholder) -> Placeholder:
        """``field`` without what reaches down over the footer or the slide number."""
        feet = [p.box for p in self.design.places if p.type in ("ftr", "sldNum") and p.level]
        low = [
            foot.top
            for foot in feet
            if overlap(field.box, foot) > 0 and foot.top > field.box.bottom - _DEEP * field.box.height
        ]
        if not low:
            return field
        return replace(field, box=replace(field.box, height=Length(min(low) - field.box.top)), moved=not field.own)

    def clear_of(self, box: Box) -> Box:
        """The larger part of ``box`` beside what the layout draws into it and text could not be read on.

        ``box`` where too little would be left.
        """
        gap, ink = self.sheet.slide.width // 80, self.like().color
        for surface in self.design.surfaces[1:]:
            shape, paints = surface.box, surface.paints
            read = bool(paints) and all(ink.contrast(paint.color) >= CONTRAST for paint in paints)
            if read or not _THROUGH < overlap(shape, box) < 1 - _THROUGH:
                continue
            edges = (
                (shape.right + gap, box.top, box.right, box.bottom),
                (box.left, box.top, shape.left - gap, box.bottom),
                (box.left, shape.bottom + gap, box.right, box.bottom),
                (box.left, box.top, box.right, shape.top - gap),
            )
            parts = [(right - left, bottom - top, left, top) for left, top, right, bottom in edges]
            wide, high, left, top = max(parts, key=lambda one: max(0, one[0]) * max(0, one[1]))
            if wide * high > box.width * box.height // 2:
                box = Box(Length(left), Length(top), Length(wide), Length(high))
        return box

    def centred(self, title: Placeholder, box: Box) -> Placeholder:
        """``title`` large in the middle of ``box``, in a colour that can be read there."""
        ground = under(box, self.design.surfaces, self.sheet.package, self.design.scheme)
        like = title.dress
        if like is None:
            return title
        plain = self.like()
        readable = Exact(like.color).contrast(ground) >= CONTRAST or Exact(like.color).contrast(
            ground
        ) >= plain.color.contrast(ground)
        if not readable:
            like = replace(self.dress(plain, ground, explicit=True), typeface=like.typeface, size=like.size)
        dress = replace(like, ground=ground.hex, explicit=like.explicit or not readable)
        size = max(title.size, min(Length(round(_ALONE * title.size)), self.sheet.size("display")))
        return replace(title, box=box, moved=True, anchor=Anchor.MIDDLE, size=size, lines=3, dress=dress)

    def box(self, slot: str, box: Box, kind: str, style: Style, ground: Exact) -> Placeholder:
        """A text box of our own in a look of the template's."""
        manner = replace(style.manner, margin=Length(0), hanging=Length(0), bulleted=False, numbered=False)
        return Placeholder(
            slot=slot,
            type=PlaceholderType.BODY,
            idx=OWN_INDEX,
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
            dress=self.dress(style, ground, explicit=True),
            own=True,
        )

    def term(self, title: Placeholder) -> tuple[tuple[Placeholder, ...], tuple[str, ...]]:
        """The small heading: a line of the template's own beside the title, else the top of the title's box."""
        if self.layout in _TERMLESS:
            return (), ()
        beside = self.adjoining(title)
        if beside is not None:
            made = self.placeholder("term", beside, "term")
            return (replace(made, lines=1),), ()
        size = min(self.sheet.size("term"), title.size)
        style = replace(self.title_style(), size=size, bold=False, capitals=False)
        if title.inner.height < line_height(size) + line_height(title.minimum, 2):
            return (), ("term",)
        ground = Exact(title.dress.ground) if title.dress else self.ground
        box = replace(title.inner, height=line_height(size))
        made = self.box("term", box, "term", replace(style, typeface="+mn-lt"), ground)
        return (replace(made, carved=Carved(("title",), Side.TOP), lines=1),), ()

    def title_style(self) -> Style:
        """How titles look here."""
        title = self.design.title
        return title.styles[0] if title and usable(title, self.sheet.slide) else self.like()

    def adjoining(self, title: Placeholder) -> Place | None:
        """A text placeholder of a line or two that stands right above or below the title, about as wide."""
        near = self.sheet.slide.height // 16
        area = self._area
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

    def line(self, slot: str, of: tuple[str, ...], field: Placeholder) -> Placeholder:
        """A line at the foot of a field: citation, caption, attribution."""
        kind = "term" if slot == "attribution" else "caption"
        size = min(self.sheet.size(kind), max(field.size, self.sheet.least(kind)))
        style = replace(self.field_style(field), size=size, bold=False, capitals=False)
        ground = Exact(field.dress.ground) if field.dress else self.ground
        box = replace(field.inner, top=Length(field.inner.bottom - line_height(size)), height=line_height(size))
        made = self.box(slot, self.beside(box, style), kind, style, ground)
        gap = Length(round(0.4 * size))
        return replace(made, carved=Carved(of, Side.BOTTOM, gap), anchor=Anchor.BOTTOM, family=Family.BODY)

    def beside(self, box: Box, style: Style) -> Box:
        """``box`` without what the layout draws through the side on which its lines begin."""
        for surface in self.design.surfaces[1:]:
            shape = surface.box
            meets = min(shape.bottom, box.bottom) - max(shape.top, box.top) > box.height // 4
            middle = box.left + box.width // 2
            gap = self.sheet.slide.width // 80
            if not meets or overlap(shape, box) < _EDGE or _align(style) is Align.CENTRE:
                continue
            if style.manner.right_to_left or _align(style) is Align.RIGHT:
                if middle < shape.left < box.right <= shape.right:
                    box = replace(box, width=Length(shape.left - gap - box.left))
            elif shape.left <= box.left < shape.right < middle:
                left = Length(shape.right + gap)
                box = replace(box, left=left, width=Length(box.right - left))
        return box

    def field_style(self, field: Placeholder) -> Style:
        """How the text of ``field`` looks."""
        like = next((p.styles[0] for p in self.design.places if p.idx == field.idx and not p.is_title), None)
        return like if like is not None and not field.own else self.like()

    def above(self, fields: Mapping[str, Placeholder]) -> tuple[Placeholder, ...]:
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
        style = replace(self.like(), size=size, typeface="+mj-lt", bold=number)
        box = replace(inner, height=line_height(size))
        made = self.box("number" if number else "claim", box, "display" if number else "title", style, ground)
        gap = Length(round(0.3 * body.size))
        made = replace(made, carved=Carved(_ONE, Side.TOP, gap), family=Family.HEADING, bold=number)
        least = made.minimum if number else min(made.minimum, self.sheet.least("body"))
        return (replace(made, lines=1 if number else 4, minimum=least),)

    def qr(self, body: Placeholder) -> tuple[Placeholder, ...]:
        """The QR code, at the right of ``body``."""
        inner = body.inner
        side = Length(round(min(0.3 * inner.width, 0.45 * self.sheet.slide.height, inner.height)))
        box = Box(Length(inner.right - side), inner.top, side, side)
        marks = [s.box for s in self.design.surfaces[1:] if s.box.width * s.box.height < _SMALL * self._area]
        top = min((mark.top for mark in marks if overlap(box, mark) > 0), default=box.bottom)
        if inner.top + side // 2 < top < box.bottom:  # its light ground would cut into it
            side = Length(top - inner.top)
            box = Box(Length(inner.right - side), inner.top, side, side)
        style = replace(self.like(), size=self.sheet.size("caption"))
        made = self.box("qr", box, "caption", style, self.ground)
        gap = Length(self.sheet.slide.width // 40)
        return (replace(made, type=PlaceholderType.PICTURE, carved=Carved((*_ONE, "claim"), Side.RIGHT, gap)),)


def _align(style: Style) -> Align:
    return {"ctr": Align.CENTRE, "r": Align.RIGHT}.get(style.manner.align, Align.LEFT)
