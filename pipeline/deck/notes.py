"""Notes (``p:notesMaster``, ``p:notes``; ECMA-376 Part 1, 19.3.1.26 and .27): what the speaker says, in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.deck.drafts import ContentType, Draft, Relations, RelationType
from pipeline.deck.faces import NamedFaces
from pipeline.deck.master import SLIDE_NUMBER_FIELD
from pipeline.deck.shapes import RECTANGLE, placed, properties, transform, tree
from pipeline.deck.styles import Level, indents
from pipeline.deck.text import Voice
from pipeline.deck.theme_part import background, color_map, theme_part
from pipeline.deck.xml import NOTHING, Attributes, Xml, document, element, text
from pipeline.fitted import Bullet, FittedSlide
from pipeline.layouts import Color
from pipeline.theme import Theme
from pipeline.units import Box, Length, inch, pt

NOTES_MASTER = "/ppt/notesMasters/notesMaster1.xml"
_THEME = "/ppt/theme/theme2.xml"
_STEP = pt(16)
_SPACE = pt(6)
_NO_SLIDES: Mapping[str, str] = {}
_TALLEST: Final = inch(4.9)  # of the slide's picture: what it leaves is for the words
INDEXES: Final[Mapping[str, int]] = {"sldImg": 2, "body": 3, "sldNum": 5}
_BODY: Attributes = {"type": "body", "sz": "quarter", "idx": INDEXES["body"]}
_NUMBER: Attributes = {"type": "sldNum", "sz": "quarter", "idx": INDEXES["sldNum"]}
_LEVELS = tuple(Level(*indents(n, Bullet.NONE, _STEP), bullet=Bullet.NONE, space=_SPACE, align="l") for n in range(9))


def notes_name(n: int) -> str:
    """The part name of the ``n``-th slide's notes."""
    return f"/ppt/notesSlides/notesSlide{n}.xml"


def notes_master(theme: Theme, lang: str) -> Iterator[Draft]:
    """The notes master, a page of 7.5 by 10 inches, and its theme; always dark on light, since notes are printed."""
    wide = inch(6.5)
    scale = min(wide / theme.deck.width, _TALLEST / theme.deck.height)
    image = Box(inch(0.5), inch(0.6), Length(round(scale * theme.deck.width)), Length(round(scale * theme.deck.height)))
    body = Box(inch(0.5), Length(image.bottom + inch(0.3)), wide, Length(inch(9.3) - image.bottom - inch(0.3)))
    number = Box(inch(5.5), inch(9.4), inch(1.5), inch(0.35))
    run = element("a:rPr", {"lang": lang})
    words = element("a:p", None, element("a:r", None, run, element("a:t", None, text("Notes"))))
    field = element("a:fld", {"id": SLIDE_NUMBER_FIELD, "type": "slidenum"}, run, element("a:t", None, text("‹#›")))
    right = element(
        "a:lstStyle",
        None,
        element("a:lvl1pPr", {"algn": "r"}, element("a:defRPr", {"sz": 1000})),
    )
    shapes = (
        _image(2, image),
        _shape(3, "Notes", _BODY, Xml(transform(body) + RECTANGLE), _words(element("a:lstStyle"), words)),
        _shape(
            4, "Slide number", _NUMBER, Xml(transform(number) + RECTANGLE), _words(right, element("a:p", None, field))
        ),
    )
    relations = Relations()
    relations.to(RelationType.THEME, _THEME)
    data = document(
        "p:notesMaster",
        "a r p",
        {},
        tree(shapes, background(Color.PAPER)),
        color_map(dark=False),
        element("p:hf", {"hdr": 0, "ftr": 0, "dt": 0}),
        _style(),
    )
    yield Draft(NOTES_MASTER, ContentType.NOTES_MASTER, data, relations.all())
    yield Draft(_THEME, ContentType.THEME, theme_part(theme, theme.light))


def notes_slide(
    n: int, slide: FittedSlide, slide_part: str, faces: NamedFaces, lang: str, *, indexes: Mapping[str, int] = INDEXES
) -> Draft:
    """The notes of the ``n``-th slide; ``indexes`` are those of the notes master's placeholders, by their types.

    On a notes master that is not ours paragraphs say all that ours would.
    """
    relations = Relations()
    relations.to(RelationType.NOTES_MASTER, NOTES_MASTER)
    relations.to(RelationType.SLIDE, slide_part)
    voice = Voice(lang, relations, _NO_SLIDES, faces)
    paragraphs = voice.paragraphs(slide.notes, _LEVELS, _STEP, own=indexes is not INDEXES)
    shapes = [_image(2, None, indexes["sldImg"])] if "sldImg" in indexes else []
    shapes.append(_filled(3, "Notes", {**_BODY, "idx": indexes.get("body", INDEXES["body"])}, paragraphs))
    if slide.number is not None and "sldNum" in indexes:
        number = voice.field("slidenum", SLIDE_NUMBER_FIELD, str(slide.number))
        shapes.append(_filled(4, "Slide number", {**_NUMBER, "idx": indexes["sldNum"]}, number))
    data = document(
        "p:notes",
        "a r p",
        {},
        tree(shapes),
        element("p:clrMapOvr", None, element("a:masterClrMapping")),
    )
    return Draft(notes_name(n), ContentType.NOTES_SLIDE, data, relations.all())


def _image(id: int, box: Box | None, index: int = INDEXES["sldImg"]) -> Xml:
    """The slide's picture (``sldImg``); ``box`` None inherits its place."""
    locks = {"noGrp": 1, "noRot": 1, "noChangeAspect": 1}
    ink = element("a:solidFill", None, element("a:schemeClr", {"val": "accent6"}))
    looks = NOTHING if box is None else Xml(transform(box) + RECTANGLE + element("a:ln", {"w": 9_525}, ink))
    held = element("p:ph", {"type": "sldImg", "idx": index})
    return placed(properties(id, "Slide image"), held, looks, locks=locks)


def _shape(id: int, name: str, place: Attributes, looks: Xml, body: Xml) -> Xml:
    return placed(properties(id, name), element("p:ph", place), looks, body)


def _words(style: Xml, words: Xml) -> Xml:
    return element("p:txBody", None, element("a:bodyPr", {"vert": "horz", "lIns": 0, "rIns": 0}), style, words)


def _filled(id: int, name: str, place: Attributes, words: Xml) -> Xml:
    body = element("p:txBody", None, element("a:bodyPr"), element("a:lstStyle"), words or element("a:p"))
    return _shape(id, name, place, NOTHING, body)


def _style() -> Xml:
    """``p:notesStyle``: twelve points, which a person reads at arm's length."""
    levels = []
    for n, level in enumerate(_LEVELS, 1):
        face = [
            element(f"a:{script}", {"typeface": f"+mn-{short}"})
            for script, short in (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
        ]
        color = element("a:solidFill", None, element("a:schemeClr", {"val": "tx1"}))
        levels.append(
            element(
                f"a:lvl{n}pPr",
                {"marL": level.margin, "indent": level.hanging, "algn": "l", "rtl": 0, "eaLnBrk": 1},
                element("a:spcBef", None, element("a:spcPts", {"val": round(level.space.pt * 100)})),
                element("a:buNone"),
                element("a:defRPr", {"sz": 1200, "kern": 1200}, color, *face),
            )
        )
    return element("p:notesStyle", None, *levels)
