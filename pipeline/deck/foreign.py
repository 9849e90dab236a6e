"""Text in a person's own template: only what differs from it is written, and all of it where slides inherit nothing."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.deck.xml import NOTHING, Attributes, Xml, element
from pipeline.fitted import BULLETS, Bullet, TextParagraph
from pipeline.layouts import Placeholder
from pipeline.layouts.foreign import Dress, Manner, Manners, Space, of_level, stands
from pipeline.units import Length

_LINE = 1.2  # a line's height by the type size: a space by share is written as one of that


@dataclass(frozen=True, slots=True)
class Guise:
    """How a placeholder of the template sets and dresses its text. ``bold`` … hold for all of it."""

    manners: Manners
    dress: Dress
    size: Length
    bold: bool = False
    capitals: bool = False
    tracking: float = 0.0

    @property
    def links(self) -> Xml:
        """The fill of links, where the theme's own colour cannot be read."""
        return paint(self.dress.links) if self.dress.links else NOTHING

    @property
    def color(self) -> Xml:
        """The fill of the text, where slides do not inherit it."""
        return paint(self.dress.paint) if self.dress.explicit else NOTHING

    @property
    def face(self) -> Xml:
        """The typeface of the text, where slides do not inherit it."""
        if not self.dress.explicit:
            return NOTHING
        return element("a:latin", {"typeface": self.dress.typeface})

    def attributes(self, size: Length) -> Attributes:
        """What a run says of its size, weight and case, where slides do not inherit it."""
        if not self.dress.explicit:
            return {}
        spacing = round(self.tracking * size.pt * 100)
        return {"b": 1 if self.bold else None, "cap": "all" if self.capitals else None, "spc": spacing or None}


def guise(place: Placeholder | None) -> Guise | None:
    """The guise of ``place``; None for a layout of ours."""
    if place is None or place.dress is None or not place.manner:
        return None
    return Guise(place.manner, place.dress, place.dress.size, place.bold, place.capitals, place.tracking)


def paint(color: str) -> Xml:
    """A fill in a colour of the template's, as it stands there.

    The blank before the slash keeps it from being taken for one of ours (:mod:`pipeline.deck.places`).
    """
    return element("a:solidFill", None, Xml(color.replace("/>", " />")))


def properties(paragraph: TextParagraph, guise: Guise, size: Length, start: int) -> Xml:
    """``a:pPr`` of ``paragraph`` in text of ``size``; ``start`` is its list's first number."""
    own, explicit = of_level(guise.manners, paragraph.level), guise.dress.explicit
    margin, hanging = stands(guise.manners, paragraph, size)
    moved = explicit or (margin, hanging) != (own.margin, own.hanging)
    turned = paragraph.rtl is not own.right_to_left
    attributes: Attributes = {
        "marL": margin if moved else None,
        "lvl": paragraph.level or None,
        "indent": hanging if moved else None,
        "algn": "r" if turned and paragraph.rtl and own.align == "l" else own.align if explicit else None,
        "rtl": int(paragraph.rtl) if turned or (explicit and paragraph.rtl) else None,
    }
    spaces = _spaces(paragraph, own, size, explicit=explicit)
    children = Xml("".join((*spaces, _bullet(paragraph, own, start, explicit=explicit))))
    if not children and not any(value is not None for value in attributes.values()):
        return NOTHING
    return element("a:pPr", attributes, children)


def _spaces(paragraph: TextParagraph, own: Manner, size: Length, *, explicit: bool) -> tuple[Xml, ...]:
    pitch = _space("a:lnSpc", own.pitch, 1.0) if explicit and own.pitch != Space(share=1.0) else NOTHING
    before = NOTHING
    if explicit or paragraph.space_before != own.before.at(size):
        points = round(paragraph.space_before.pt * 100)
        before = element("a:spcBef", None, element("a:spcPts", {"val": points}))
    after = _space("a:spcAft", own.after, _LINE) if explicit and own.after.at(size) else NOTHING
    return pitch, before, after


def _space(name: str, space: Space, line: float) -> Xml:
    if space.exact is not None:
        return element(name, None, element("a:spcPts", {"val": round(space.exact.pt * 100)}))
    return element(name, None, element("a:spcPct", {"val": round(space.share / line * 100_000)}))


def _bullet(paragraph: TextParagraph, own: Manner, start: int, *, explicit: bool) -> Xml:
    bullet = paragraph.bullet
    if own.inherits(bullet) and not explicit:
        return NOTHING
    if bullet is Bullet.NONE:
        return element("a:buNone")
    if bullet is Bullet.NUMBER:
        font = element("a:buFont", {"typeface": "+mj-lt"})
        return Xml(font + element("a:buAutoNum", {"type": "arabicPeriod", "startAt": start if start > 1 else None}))
    return Xml(element("a:buFont", {"typeface": "Arial"}) + element("a:buChar", {"char": BULLETS[bullet]}))
