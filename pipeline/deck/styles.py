"""How the paragraphs of a placeholder are set, level by level: what layouts write and slides inherit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.deck.theme_part import fill, scheme_color
from pipeline.deck.xml import Xml, element
from pipeline.fitted import BULLETS, Bullet
from pipeline.layouts import Color, Family, Placeholder, PlaceholderType
from pipeline.slides import Layout
from pipeline.units import Length

LEVELS = 5  # what PowerPoint's own masters describe; DrawingML has nine
# Where a person who types expects a bullet.
_LISTS = frozenset({Layout.AGENDA, Layout.POINTS, Layout.COMPARISON, Layout.FIGURE_BESIDE, Layout.BLANK})


@dataclass(frozen=True, slots=True)
class Level:
    """An outline level (``a:lvl1pPr`` …): where its text begins, how its first line hangs out, bullet and space.

    ``aligned`` says that ``align`` holds for text of either direction, as in a column of a table.
    """

    margin: Length
    hanging: Length
    bullet: Bullet
    space: Length
    align: str
    right_to_left: bool = False
    aligned: bool = False
    mark: Color = Color.ACCENT  # of its bullets and links
    heading: bool = False  # in the theme's heading font


def indents(level: int, bullet: Bullet, step: Length) -> tuple[Length, Length]:
    """``marL`` and ``indent`` of a paragraph: an item's text stands one step in, its bullet hangs in that step."""
    if bullet is Bullet.NONE:
        return Length(level * step), Length(0)
    return Length((level + 1) * step), Length(-step)


def manifold(placeholder: Placeholder) -> bool:
    """Whether ``placeholder`` holds running text and lists, at several levels."""
    return placeholder.kind == "body" and placeholder.type is PlaceholderType.BODY


def levels(placeholder: Placeholder, layout: Layout) -> tuple[Level, ...]:
    """The outline levels of ``placeholder`` in ``layout``."""
    many = manifold(placeholder)
    # What is not for lists has its levels all the same: who presses Tab there moves in, and gets no bullet.
    deep = many or (placeholder.lines != 1 and placeholder.type in (PlaceholderType.BODY, PlaceholderType.SUBTITLE))
    step = Length(placeholder.size)
    listed = many and layout in _LISTS
    space = Length(round(placeholder.size * 0.4)) if many else Length(0)
    found = []
    for n in range(LEVELS if deep else 1):
        bullet = Bullet.DISC if many and (listed or n) else Bullet.NONE
        margin, hanging = indents(n, bullet, step)
        found.append(
            Level(
                margin,
                hanging,
                bullet,
                space,
                placeholder.align,
                placeholder.right_to_left,
                mark=placeholder.mark,
                heading=placeholder.family is Family.HEADING,
            )
        )
    return tuple(found)


@lru_cache
def bullet_xml(bullet: Bullet, start: int = 1, mark: Color = Color.ACCENT) -> Xml:
    """What stands before the paragraph: ``a:buNone``, ``a:buAutoNum`` or ``a:buChar``."""
    if bullet is Bullet.NONE:
        return element("a:buNone")
    color = element("a:buClr", None, scheme_color(mark))
    if bullet is Bullet.NUMBER:
        font = element("a:buFont", {"typeface": "+mj-lt"})
        number = element("a:buAutoNum", {"type": "arabicPeriod", "startAt": start if start > 1 else None})
        return Xml(color + font + number)
    font = element("a:buFont", {"typeface": "Arial"})  # Office has it everywhere, and it has these signs
    return Xml(color + font + element("a:buChar", {"char": BULLETS[bullet]}))


@lru_cache
def face(family: Family, mono: Xml) -> Xml:
    """The typeface of ``family``: the theme's heading or body font by reference, or the monospaced one by name."""
    if family is Family.MONO:
        return mono
    place = "mj" if family is Family.HEADING else "mn"
    return Xml("".join(element(f"a:{script}", {"typeface": f"+{place}-{short}"}) for script, short in _FACES))


_FACES = (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))


def list_style(name: str, placeholder: Placeholder, layout: Layout, mono: Xml) -> Xml:
    """The levels of ``placeholder`` as ``a:lstStyle`` (or a master's ``p:titleStyle`` and ``p:bodyStyle``)."""
    return element(
        name,
        None,
        *(_level_xml(n, level, placeholder, mono) for n, level in enumerate(levels(placeholder, layout), 1)),
    )


def _level_xml(n: int, level: Level, placeholder: Placeholder, mono: Xml) -> Xml:
    return element(
        f"a:lvl{n}pPr",
        {
            "marL": level.margin,
            "indent": level.hanging,
            "algn": level.align,
            "rtl": int(level.right_to_left),
        },
        element("a:lnSpc", None, element("a:spcPct", {"val": 100_000})),
        element("a:spcBef", None, element("a:spcPts", {"val": round(level.space.pt * 100)})),
        bullet_xml(level.bullet, mark=level.mark),
        element(
            "a:defRPr",
            {
                "sz": round(placeholder.size.pt * 100),
                "b": 1 if placeholder.bold else 0,
                "kern": 1200,
                "cap": "all" if placeholder.capitals else None,
                "spc": round(placeholder.tracking * placeholder.size.pt * 100) or None,
            },
            fill(placeholder.color),
            face(placeholder.family, mono),
        ),
    )
