"""How the paragraphs of a placeholder are set, level by level: what layouts write and slides inherit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.deck.theme_part import fill, mono_face, scheme_color
from pipeline.deck.xml import Xml, element
from pipeline.fitted import Bullet, TextParagraph
from pipeline.layouts import Color, Family, Placeholder, PlaceholderType
from pipeline.slides import Layout
from pipeline.theme import Theme
from pipeline.units import Length

LEVELS = 5  # what PowerPoint's own masters describe; DrawingML has nine
_CHARACTERS = {Bullet.DISC: "•", Bullet.TASK: "□", Bullet.DONE: "■"}
# Where a person who types expects a bullet.
_LISTS = frozenset({Layout.AGENDA, Layout.POINTS, Layout.COMPARISON, Layout.FIGURE_BESIDE, Layout.BLANK})


@dataclass(frozen=True, slots=True)
class Level:
    """An outline level (``a:lvl1pPr`` …): where its text begins, how its first line hangs out, bullet and space."""

    margin: Length
    hanging: Length
    bullet: Bullet
    space: Length
    align: str
    step: Length

    def holding(self, paragraph: TextParagraph) -> Level:
        """This level as ``paragraph`` wants it."""
        margin, hanging = indents(paragraph.level, paragraph.bullet, self.step)
        return replace(self, margin=margin, hanging=hanging, bullet=paragraph.bullet)


def indents(level: int, bullet: Bullet, step: Length) -> tuple[Length, Length]:
    """``marL`` and ``indent`` of a paragraph: an item's text stands one step in, its bullet hangs in that step."""
    if bullet is Bullet.NONE:
        return Length(level * step), Length(0)
    return Length((level + 1) * step), Length(-step)


def levels(placeholder: Placeholder, layout: Layout) -> tuple[Level, ...]:
    """The outline levels of ``placeholder`` in ``layout``."""
    many = placeholder.kind == "body" and placeholder.type is PlaceholderType.BODY
    listed = many and layout in _LISTS
    space = Length(round(placeholder.size * 0.4)) if many else Length(0)
    found = []
    for n in range(LEVELS):
        bullet = Bullet.DISC if many and (listed or n) else Bullet.NONE
        margin, hanging = indents(n if many else 0, bullet, placeholder.indent)
        found.append(Level(margin, hanging, bullet, space, placeholder.align, placeholder.indent))
    return tuple(found)


def bullet_xml(bullet: Bullet, start: int = 1) -> Xml:
    """What stands before the paragraph: ``a:buNone``, ``a:buAutoNum`` or ``a:buChar``."""
    if bullet is Bullet.NONE:
        return element("a:buNone")
    color = element("a:buClr", None, scheme_color(Color.ACCENT))
    if bullet is Bullet.NUMBER:
        font = element("a:buFont", {"typeface": "+mj-lt"})
        number = element("a:buAutoNum", {"type": "arabicPeriod", "startAt": start if start > 1 else None})
        return Xml(color + font + number)
    font = element("a:buFont", {"typeface": "Arial"})  # Office has it everywhere, and it has these signs
    return Xml(color + font + element("a:buChar", {"char": _CHARACTERS[bullet]}))


def face(family: Family, theme: Theme) -> Xml:
    """The typeface of ``family``: the theme's heading or body font by reference, or the monospaced one by name."""
    if family is Family.MONO:
        return mono_face(theme)
    place = "mj" if family is Family.HEADING else "mn"
    return Xml("".join(element(f"a:{script}", {"typeface": f"+{place}-{short}"}) for script, short in _FACES))


_FACES = (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))


def list_style(name: str, placeholder: Placeholder, layout: Layout, theme: Theme) -> Xml:
    """The levels of ``placeholder`` as ``a:lstStyle`` (or a master's ``p:titleStyle`` and ``p:bodyStyle``)."""
    return element(
        name,
        None,
        *(_level_xml(n, level, placeholder, theme) for n, level in enumerate(levels(placeholder, layout), 1)),
    )


def _level_xml(n: int, level: Level, placeholder: Placeholder, theme: Theme) -> Xml:
    return element(
        f"a:lvl{n}pPr",
        {
            "marL": level.margin,
            "indent": level.hanging,
            "algn": level.align,
            "defTabSz": 914_400,  # EMU: an inch, as PowerPoint has it
            "rtl": 0,
            "eaLnBrk": 1,
            "latinLnBrk": 0,
            "hangingPunct": 1,
        },
        element("a:lnSpc", None, element("a:spcPct", {"val": 100_000})),
        element("a:spcBef", None, element("a:spcPts", {"val": round(level.space.pt * 100)})),
        bullet_xml(level.bullet),
        element(
            "a:defRPr",
            {"sz": round(placeholder.size.pt * 100), "b": 0, "kern": 1200},
            fill(placeholder.color),
            face(placeholder.family, theme),
        ),
    )
