"""The slide master and its layouts (``p:sldMaster``, ``p:sldLayout``; ECMA-376 Part 1, 19.3.1.42 and .39).

Each layout carries the boxes, sizes and colours of its placeholders, and a prompt in plain words, so that a slide
that a person adds from it looks like ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.deck.drafts import ContentType, Draft, Relations, RelationType
from pipeline.deck.shapes import (
    NO_LINE,
    RECTANGLE,
    body_properties,
    placeholder_xml,
    properties,
    shape_name,
    transform,
    tree,
)
from pipeline.deck.styles import LEVELS, list_style, manifold
from pipeline.deck.theme_part import background, color_map, color_map_override, fill, is_dark
from pipeline.deck.xml import NOTHING, Xml, document, element, text
from pipeline.layouts import Align, Color, Decoration, LayoutSpec, Placeholder, PlaceholderType
from pipeline.slides import Layout
from pipeline.theme import Theme

MASTER = "/ppt/slideMasters/slideMaster1.xml"
THEME = "/ppt/theme/theme1.xml"
FIRST_LAYOUT_ID = 2_147_483_649  # ST_SlideLayoutId begins at 2³¹; the master takes the first
SLIDE_NUMBER_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
_DEEPER = ("Second level", "Third level", "Fourth level", "Fifth level")
_PLAIN = {
    PlaceholderType.TITLE: "Title",
    PlaceholderType.CENTERED_TITLE: "Title",
    PlaceholderType.PICTURE: "Click the icon to add a picture",
    PlaceholderType.TABLE: "Click the icon to add a table",
    PlaceholderType.CHART: "Click the icon to add a chart",
}


def layout_name(n: int) -> str:
    """The part name of the ``n``-th layout, from 1."""
    return f"/ppt/slideLayouts/slideLayout{n}.xml"


@dataclass(frozen=True, slots=True)
class Wording:
    """What all layouts say: the monospaced face, the language of their prompts, the deck's footer and its language."""

    mono: Xml
    lang: str
    footer: str
    footer_lang: str


def masters(theme: Theme, master: LayoutSpec, specs: tuple[LayoutSpec, ...], wording: Wording) -> Iterator[Draft]:
    """The master and all layouts."""
    relations = Relations()
    ids = [relations.to(RelationType.LAYOUT, layout_name(n)) for n in range(1, len(specs) + 1)]
    relations.to(RelationType.THEME, THEME)
    listed = (element("p:sldLayoutId", {"id": n, "r:id": relation}) for n, relation in enumerate(ids, FIRST_LAYOUT_ID))
    data = document(
        "p:sldMaster",
        "a r p",
        {},
        tree(_numbered(_placeholders(master, wording)), background(master.background)),
        color_map(dark=is_dark(theme.slides)),
        element("p:sldLayoutIdLst", None, *listed),
        element("p:hf", {"hdr": 0, "dt": 0}),
        _text_styles(master, wording.mono),
    )
    yield Draft(MASTER, ContentType.MASTER, data, relations.all())
    for n, spec in enumerate(specs, 1):
        yield _layout(n, spec, wording, dark=is_dark(theme.slides))


def _layout(n: int, spec: LayoutSpec, wording: Wording, *, dark: bool) -> Draft:
    relations = Relations()
    relations.to(RelationType.MASTER, MASTER)
    shapes = (*(_decoration(decoration) for decoration in spec.decorations), *_placeholders(spec, wording))
    ground = NOTHING if spec.background is Color.PAPER else background(spec.background)
    data = document(
        "p:sldLayout",
        "a r p",
        {"type": spec.type, "preserve": 1, "userDrawn": 1},
        tree(_numbered(shapes), ground, name=spec.name),
        color_map_override(spec.background, dark=dark),
        element("p:hf", {"hdr": 0, "dt": 0}),
    )
    return Draft(layout_name(n), ContentType.LAYOUT, data, relations.all())


# A shape that waits for its id.
_Shape = tuple[str, bool, Xml, Xml]  # name, decorative, non-visual properties, the rest


def _numbered(shapes: Iterable[_Shape]) -> Iterator[Xml]:
    for n, (name, decorative, held, rest) in enumerate(shapes, 2):
        named = properties(n, name, decorative=decorative)
        yield element("p:sp", None, element("p:nvSpPr", None, named, held), rest)


def _decoration(decoration: Decoration) -> _Shape:
    held = Xml(element("p:cNvSpPr") + element("p:nvPr", {"userDrawn": 1}))
    looks = element("p:spPr", None, transform(decoration.box), RECTANGLE, fill(decoration.color), NO_LINE)
    return ("Ornament", True, held, looks)


def _placeholders(spec: LayoutSpec, wording: Wording) -> Iterator[_Shape]:
    for placeholder in spec.placeholders:
        held = Xml(
            element("p:cNvSpPr", None, element("a:spLocks", {"noGrp": 1}))
            + element("p:nvPr", None, placeholder_xml(placeholder, prompt=bool(placeholder.prompt)))
        )
        place = element("p:spPr", None, transform(placeholder.box), RECTANGLE)
        body = element(
            "p:txBody",
            None,
            body_properties(placeholder.anchor, insets=True),
            list_style("a:lstStyle", placeholder, spec.id, wording.mono),
            *_prompt(placeholder, wording),
        )
        yield (shape_name(placeholder.slot), False, held, Xml(place + body))


def _prompt(placeholder: Placeholder, wording: Wording) -> Iterator[Xml]:
    """What stands in the placeholder until a person types."""
    properties = element("a:rPr", {"lang": wording.lang})
    if placeholder.type is PlaceholderType.SLIDE_NUMBER:
        shown = element("a:t", None, text("‹#›"))
        yield element("a:p", None, element("a:fld", {"id": SLIDE_NUMBER_FIELD, "type": "slidenum"}, properties, shown))
    elif placeholder.type is PlaceholderType.FOOTER:
        # The deck's own, so that a slide that a person adds carries it too.
        said = element("a:rPr", {"lang": wording.footer_lang})
        run = element("a:r", None, said, element("a:t", None, text(wording.footer)))
        yield element("a:p", None, run if wording.footer else NOTHING)
    else:
        first = placeholder.prompt or _PLAIN.get(placeholder.type, "Text")
        deeper = manifold(placeholder) and not placeholder.prompt
        for level, words in enumerate((first, *(_DEEPER[: LEVELS - 1] if deeper else ()))):
            indent = element("a:pPr", {"lvl": level}) if level else NOTHING
            yield element("a:p", None, indent, element("a:r", None, properties, element("a:t", None, text(words))))


def _text_styles(master: LayoutSpec, mono: Xml) -> Xml:
    title, body = master.placeholder("title"), master.placeholder("body")
    styles = [
        list_style(name, placeholder, Layout.POINTS, mono)
        for name, placeholder in (("p:titleStyle", title), ("p:bodyStyle", body))
        if placeholder is not None
    ]
    other = body and replace(body, slot="other", kind="caption", align=Align.LEFT)
    if other is not None:
        styles.append(list_style("p:otherStyle", other, Layout.POINTS, mono))
    return element("p:txStyles", None, *styles)
