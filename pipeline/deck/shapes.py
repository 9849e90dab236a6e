"""What all shapes share: their names and ids, their place, the placeholder they are, the tree they stand in."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.deck.xml import NOTHING, Attributes, Xml, element
from pipeline.fitted import Anchor
from pipeline.layouts import Placeholder, PlaceholderType
from pipeline.units import Box

# MS-ODRAWXML 2.3.1: the extension that says a picture or line carries nothing to describe.
_DECORATIVE = element(
    "a:ext",
    {"uri": "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"},
    Xml(
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>',
    ),
)
_NAMES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "byline": "Author",
    "event": "Event",
    "term": "Term",
    "body": "Text",
    "left": "Left side",
    "right": "Right side",
    "number": "Number",
    "object": "Evidence",
    "caption": "Caption",
    "attribution": "Attribution",
    "citation": "Citation",
    "claim": "Claim",
    "qr": "QR code",
    "footer": "Footer",
    "number-of-slide": "Slide number",
}


def shape_name(slot: str) -> str:
    """What the selection pane calls the shape of ``slot``."""
    return _NAMES.get(slot, slot.replace("-", " ").capitalize())


def properties(
    id: int, name: str, *, description: str | None = None, decorative: bool = False, click: Xml = NOTHING
) -> Xml:
    """``p:cNvPr``: the shape's id on its slide, its name, what it shows, where a click leads (``a:hlinkClick``)."""
    extension = element("a:extLst", None, _DECORATIVE) if decorative else NOTHING
    return element("p:cNvPr", {"id": id, "name": name, "descr": description}, click, extension)


def placeholder_xml(placeholder: Placeholder, *, prompt: bool = False) -> Xml:
    """``p:ph``: what links a slide's shape to its layout's, and that to the master's."""
    return element(
        "p:ph",
        {
            "type": placeholder.type.value,
            "sz": "quarter" if placeholder.type in (PlaceholderType.FOOTER, PlaceholderType.SLIDE_NUMBER) else None,
            "idx": placeholder.idx or None,
            "hasCustomPrompt": 1 if prompt else None,
        },
    )


def transform(box: Box, name: str = "a:xfrm") -> Xml:
    """Where a shape stands: ``a:xfrm``, or ``p:xfrm`` for the frame of a table."""
    return element(
        name,
        None,
        element("a:off", {"x": box.left, "y": box.top}),
        element("a:ext", {"cx": box.width, "cy": box.height}),
    )


RECTANGLE = element("a:prstGeom", {"prst": "rect"}, element("a:avLst"))
NO_LINE = element("a:ln", None, element("a:noFill"))
_ALONE = {"noGrp": 1}


def _shape(named: Xml, kind: Xml, held: Xml, looks: Xml, body: Xml) -> Xml:
    """``p:sp`` (ECMA-376 Part 1, 19.3.1.43): what it is called, what kind it is, where it stands, what it says."""
    return element("p:sp", None, element("p:nvSpPr", None, named, kind, held), element("p:spPr", None, looks), body)


def drawing(named: Xml, *looks: Xml) -> Xml:
    """A shape that only looks like something (``looks``: place, geometry, fill, line)."""
    return _shape(named, element("p:cNvSpPr"), element("p:nvPr"), Xml("".join(looks)), NOTHING)


def text_box(named: Xml, box: Box, body: Xml) -> Xml:
    """A text box of no placeholder's, without a ground of its own."""
    looks = Xml(transform(box) + RECTANGLE + element("a:noFill"))
    return _shape(named, element("p:cNvSpPr", {"txBox": 1}), element("p:nvPr"), looks, body)


def placed(
    named: Xml, placeholder: Xml, looks: Xml = NOTHING, body: Xml = NOTHING, *, locks: Attributes = _ALONE
) -> Xml:
    """A placeholder filled (``placeholder`` its ``p:ph``); without ``looks`` it stands where its layout has it."""
    kind = element("p:cNvSpPr", None, element("a:spLocks", locks))
    return _shape(named, kind, element("p:nvPr", None, placeholder), looks, body)


def graphic_frame(named: Xml, place: Placeholder | None, box: Box, uri: str, graphic: Xml) -> Xml:
    """``p:graphicFrame`` (19.3.1.21): a table or chart, told apart by ``uri``."""
    locks = element("a:graphicFrameLocks", _ALONE)
    held = element("p:nvPr", None, NOTHING if place is None else placeholder_xml(place))
    return element(
        "p:graphicFrame",
        None,
        element("p:nvGraphicFramePr", None, named, element("p:cNvGraphicFramePr", None, locks), held),
        transform(box, "p:xfrm"),
        element("a:graphic", None, element("a:graphicData", {"uri": uri}, graphic)),
    )


def body_properties(
    anchor: Anchor | None,
    *,
    columns: int = 1,
    gutter: int = 0,
    insets: bool = False,
    right_to_left: bool = False,
    foreign: bool = False,
) -> Xml:
    """``a:bodyPr``: text as it was measured, never shrunk by the program that shows it.

    ``insets`` writes those that a layout's placeholders have (none): a slide's inherit them. ``foreign`` says that the
    placeholder is a template's: its lines may run on without end, from top to bottom, or in columns.
    """
    attributes: dict[str, str | int | None] = {"vert": "horz", "wrap": "square"} if foreign else {}
    if insets:
        attributes = {"vert": "horz", "wrap": "square", "lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0, "rtlCol": 0}
    attributes |= {
        "numCol": columns if columns > 1 or foreign else None,
        "spcCol": gutter if columns > 1 else None,
        "anchor": None if anchor is None else anchor.value,
    }
    if right_to_left:
        attributes["rtlCol"] = 1
    return element("a:bodyPr", attributes, element("a:noAutofit"))


def tree(shapes: Iterable[Xml], ground: Xml = NOTHING, *, name: str | None = None) -> Xml:
    """``p:cSld``: a ground and the tree of shapes, in reading order."""
    group = element(
        "p:nvGrpSpPr",
        None,
        element("p:cNvPr", {"id": 1, "name": ""}),
        element("p:cNvGrpSpPr"),
        element("p:nvPr"),
    )
    zero = {"x": 0, "y": 0}
    none = {"cx": 0, "cy": 0}
    place = element(
        "p:grpSpPr",
        None,
        element(
            "a:xfrm",
            None,
            element("a:off", zero),
            element("a:ext", none),
            element("a:chOff", zero),
            element("a:chExt", none),
        ),
    )
    return element("p:cSld", {"name": name}, ground, element("p:spTree", None, group, place, *shapes))
